import { markBook } from '#moderation/contract.js';
import type { PaperView } from '#moderation/queries.js';
import type { NameOf } from '../reading/people-names.js';
import { dayInWords } from '../words/dates.js';
import { becauseOf, outcomeNames } from '../words/panels.js';

/** A paper as the list of papers shows it. */
export interface PaperRow {
  readonly assessment: string;
  readonly organisation: string;
  readonly organisationName: string;
  readonly href: string;
  readonly round: number;
  readonly headline: string;
  readonly marks: readonly { readonly title: string; readonly says: string }[];
  readonly since: string | undefined;
  readonly apart: readonly string[];
  readonly hasQuorum: boolean;
  readonly stands: { readonly text: string; readonly classes: string } | undefined;
}

/** Shapes the papers of a sitting. */
export const paperRows = (panel: string, papers: readonly PaperView[], nameOf: NameOf): readonly PaperRow[] =>
  papers.map((paper) => ({
    assessment: paper.assessment,
    organisation: paper.organisation,
    organisationName: paper.organisationName,
    href: `/panels/${panel}/papers/${paper.assessment}`,
    round: paper.round,
    headline: paper.headline ?? 'No headline',
    marks: paper.marks.map(({ mark, says }) => ({ title: markBook[mark].title, says })),
    since: sinceInWords(paper.sincePapers),
    apart: apartInWords(paper, nameOf),
    hasQuorum: paper.hasQuorum,
    stands: standsAt(paper),
  }));

/** "2 records since the papers"; undefined where there is none. */
export function sinceInWords(count: number | null): string | undefined {
  if (count === null || count <= 0) return undefined;
  return `${String(count)} ${count === 1 ? 'record' : 'records'} since the papers`;
}

/** Who is there and takes no part, each with the reason. */
export const apartInWords = ({ tookNoPart }: Pick<PaperView, 'tookNoPart'>, nameOf: NameOf): readonly string[] =>
  tookNoPart.map(({ person, because }) => `${nameOf(person)} takes no part: ${becauseOf[because] ?? because}`);

function standsAt({ decision, beingApplied }: PaperView): PaperRow['stands'] {
  if (beingApplied !== null) return { text: 'Decided, being applied', classes: 'nhsuk-tag--yellow' };
  if (decision === null) return undefined;
  return {
    text: `${outcomeNames[decision.outcome] ?? decision.outcome}, ${dayInWords(decision.decidedOn)}`,
    classes: 'nhsuk-tag--green',
  };
}
