import type { FrameworkForPeriod } from '#frameworks/contract.js';
import type { BatchEntryView, BatchSummary, PanelView } from '#moderation/queries.js';
import type { NameOf } from '../reading/people-names.js';
import { outcomeNames } from '../words/panels.js';
import { apartInWords } from './papers-table.js';

/** One assessment's part of a decision on many, as its page shows it. */
export interface EntryRow {
  readonly assessment: string;
  readonly organisation: string;
  readonly organisationName: string;
  readonly decision: string;
  readonly reason: string | null;
  readonly apart: readonly string[];
  readonly stands: { readonly text: string; readonly classes: string };
  /** Why it was not applied. */
  readonly refused: string | undefined;
  /** Where it is decided anew, for those who may. */
  readonly again: string | undefined;
}

const STANDINGS = {
  'being-applied': { text: 'Being applied', classes: 'nhsuk-tag--yellow' },
  applied: { text: 'Applied', classes: 'nhsuk-tag--green' },
  'not-applied': { text: 'Not applied', classes: 'nhsuk-tag--red' },
} as const;

interface Around {
  readonly panel: PanelView;
  readonly terms: FrameworkForPeriod;
  readonly nameOf: NameOf;
  /** Whether the person looking records the sitting. */
  readonly records: boolean;
}

/** Shapes one part of a decision on many. */
export function entryRow(entry: BatchEntryView, { panel, terms, nameOf, records }: Around): EntryRow {
  const { assessment, organisation, organisationName, standing, reason } = entry;
  const refused = standing.kind === 'not-applied' ? standing.detail : undefined;
  return {
    ...{ assessment, organisation, organisationName, reason, refused },
    decision: decisionInWords(entry, terms),
    apart: apartInWords(entry, nameOf),
    stands: STANDINGS[standing.kind],
    again: refused === undefined || !records ? undefined : decidedAnewAt(panel, assessment),
  };
}

function decisionInWords({ outcome, changes }: BatchEntryView, { items }: FrameworkForPeriod): string {
  const changed = changes.map(({ item, rating }) => {
    const known = items.find(({ id }) => id === item);
    return `${known?.label ?? item} to ${known?.scale.ratings.find(({ id }) => id === rating)?.label ?? rating}`;
  });
  return [outcomeNames[outcome] ?? outcome, ...changed].join(': ');
}

function decidedAnewAt({ id, status }: PanelView, assessment: string): string | undefined {
  if (status === 'open') return `/panels/${id}/papers/${assessment}`;
  return status === 'minuted-elsewhere' ? `/assessments/${assessment}/confirmation` : undefined;
}

/** How far it has come, in words and as a share of a hundred. */
export function howFar({ entries, applied, notApplied, beingApplied }: BatchSummary) {
  const done = applied + notApplied;
  const refused = notApplied === 0 ? '' : `, ${String(notApplied)} not applied`;
  return {
    isDone: beingApplied === 0,
    percent: Math.round((100 * done) / entries),
    words: `${String(applied)} of ${String(entries)} applied${refused}${beingApplied === 0 ? '' : `, ${String(beingApplied)} being applied`}.`,
  };
}
