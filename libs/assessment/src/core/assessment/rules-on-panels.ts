import type { BusinessDate } from '#kernel/business-date.js';
import type { Broken } from './command.js';
import type { FrameworkTerms, Stage } from './framework-terms.js';
import { NO_PANELS, type PanelFacts, type SittingFacts, sittingIn } from './panel-facts.js';
import { atField, broken, firstBroken } from './refusals.js';
import type { AssessmentCase } from './state.js';

/* The rules on panels: whether a sitting may take the decision that names it (docs/moderation.md). */

/** What a decision brings that names a sitting, or is one a sitting must take. */
export interface DecisionOfPanel {
  readonly panel?: string | undefined;
  readonly panels?: PanelFacts | undefined;
  /** The decision on many at once that this one carries out. */
  readonly batch?: string | undefined;
}

/** A stage that sits as a panel names the sitting, and a sitting that is named may decide. */
export function thePanelMayDecide(
  state: AssessmentCase,
  stage: Stage,
  { panel, panels = NO_PANELS, batch }: DecisionOfPanel,
  by: { readonly decidedBy: readonly string[]; readonly decidedOn: BusinessDate },
): Broken {
  const sitting = sittingIn(panels);
  return (
    nothingElseIsBeingApplied(panels, batch) ??
    aSittingIsNamedWhereOneIsNeeded(state.terms, stage, panel, panels) ??
    theSittingIsKnown(panel, panels) ??
    (sitting === undefined ? undefined : theSittingMayDecide(sitting, by)) ??
    nobodyRecusedDecides(panels, by.decidedBy)
  );
}

/** An assessment whose decision is being applied takes no other. */
export function nothingElseIsBeingApplied({ beingApplied }: PanelFacts, batch?: string): Broken {
  if (beingApplied === undefined || beingApplied.batch === batch) return undefined;
  const detail = `The sitting ${beingApplied.panel} has decided on this assessment among others, and that is being applied. Nothing was recorded; wait for it.`;
  return broken('decision-being-applied', detail, { facts: { beingApplied } });
}

/** Where the framework demands a panel, its stage decides in a sitting that was convened. */
function aSittingIsNamedWhereOneIsNeeded(
  terms: FrameworkTerms,
  stage: Stage,
  panel: string | undefined,
  { sitting }: PanelFacts,
): Broken {
  if (!terms.needsPanel.includes(stage) || sitting !== undefined) return undefined;
  if (panel === undefined) return atField('panel-required', '/panel', `The ${stage} stage decides as a panel. Name its sitting.`);
  return atField('sitting-unknown', '/panel', `The ${stage} stage decides in a sitting that was convened, and ${panel} is none.`);
}

const theSittingIsKnown = (panel: string | undefined, { sitting }: PanelFacts): Broken =>
  sitting === 'unknown' ? atField('sitting-unknown', '/panel', `No panel was convened as ${panel ?? ''}.`) : undefined;

const STANDS: Readonly<Record<SittingFacts['status'], string>> = {
  convened: 'its papers are not open yet',
  open: 'it is open',
  closed: 'it is closed',
  cancelled: 'it was called off',
  'minuted-elsewhere': 'the committee keeps its own minutes',
};

function theSittingMayDecide(
  sitting: SittingFacts,
  { decidedBy, decidedOn }: { readonly decidedBy: readonly string[]; readonly decidedOn: BusinessDate },
): Broken {
  if (!sitting.covers)
    return atField(
      'sitting-does-not-cover',
      '/panel',
      `The sitting ${sitting.id} is of another stage, area, framework or period.`,
    );
  if (sitting.status === 'minuted-elsewhere') return undefined;
  return theSittingIsOpen(sitting, decidedOn) ?? thoseWhoDecideSit(sitting, decidedBy);
}

function theSittingIsOpen({ id, status, sitsOn }: SittingFacts, decidedOn: BusinessDate): Broken {
  if (status !== 'open')
    return broken('sitting-not-open', `The sitting ${id} does not decide: ${STANDS[status]}. Nothing was recorded.`);
  if (decidedOn >= sitsOn) return undefined;
  return atField('before-the-sitting', '/decidedOn', `The panel sits on ${sitsOn}, so it decided nothing on ${decidedOn}.`);
}

function thoseWhoDecideSit({ id, present, quorum }: SittingFacts, decidedBy: readonly string[]): Broken {
  const absent = firstBroken(decidedBy, (person, index) =>
    present.includes(person)
      ? undefined
      : atField(
          'decider-not-present',
          `/decidedBy/${String(index)}`,
          `${person} is not recorded as present at the sitting ${id}.`,
        ),
  );
  if (absent !== undefined || decidedBy.length >= quorum) return absent;
  const detail = `The sitting decides with ${String(quorum)} who take part, and ${String(decidedBy.length)} do. Nothing was recorded.`;
  return broken('too-few-take-part', detail, { facts: { quorum, takePart: decidedBy.length } });
}

/** Nobody decides on an organisation they are recused of, in a sitting or outside one. */
const nobodyRecusedDecides = ({ recused }: PanelFacts, decidedBy: readonly string[]): Broken =>
  firstBroken(decidedBy, (person, index) =>
    recused.includes(person)
      ? atField('recused-of-the-organisation', `/decidedBy/${String(index)}`, `${person} is recused of this organisation.`)
      : undefined,
  );

/** A submission is not recalled once a panel has opened its papers on it. */
export function noPapersAreOpen({ papersOpenedBy }: PanelFacts): Broken {
  if (papersOpenedBy === undefined) return undefined;
  const detail = `The sitting ${papersOpenedBy} has opened its papers, and this submission is among them. Ask the panel to return it instead.`;
  return broken('papers-are-open', detail, { facts: { panel: papersOpenedBy } });
}
