import type { BusinessDate } from '#kernel/business-date.js';
import type { Stage } from './framework-terms.js';
import type { AssessmentCase } from './state.js';

/** A sitting of a panel that a decision names. */
export interface SittingFacts {
  readonly id: string;
  /** Decisions are taken while it is open, or where a committee keeps its own minutes. */
  readonly status: 'convened' | 'open' | 'closed' | 'cancelled' | 'minuted-elsewhere';
  /** Whether the assessment is of its stage, area, framework and period. */
  readonly covers: boolean;
  readonly sitsOn: BusinessDate;
  readonly present: readonly string[];
  /** How many of those present and not recused a decision takes. */
  readonly quorum: number;
}

/** What is known of panels on an assessment when a stage decides; looked up outside and handed in with the command. */
export interface PanelFacts {
  /** The sitting the command names; `unknown` where it names one that was never convened. Words name none. */
  readonly sitting?: SittingFacts | 'unknown' | undefined;
  /** Whom any panel of the stage has recused of the organisation. */
  readonly recused: readonly string[];
  /** The sitting that has opened its papers on the assessment. */
  readonly papersOpenedBy?: string | undefined;
  /** The decision on many at once that has yet to be carried out here. */
  readonly beingApplied?: { readonly panel: string; readonly batch: string } | undefined;
}

/** Nothing is known of any panel. */
export const NO_PANELS: PanelFacts = { recused: [] };

/** Somebody present who takes no part, and why. */
export interface ApartFromIt {
  readonly person: string;
  readonly because: 'recused' | 'judged-at-another-stage';
}

/** The sitting a command names, where there is one. */
export const sittingIn = ({ sitting }: PanelFacts): SittingFacts | undefined => (sitting === 'unknown' ? undefined : sitting);

/** Those present who take no part: recused, or recused of themselves because they judged this assessment at another stage. */
export function tookNoPart(state: Pick<AssessmentCase, 'judges'>, stage: Stage, panels: PanelFacts): readonly ApartFromIt[] {
  return (sittingIn(panels)?.present ?? []).flatMap((person): readonly ApartFromIt[] => {
    if (panels.recused.includes(person)) return [{ person, because: 'recused' }];
    const judgedAt = state.judges.get(person);
    return judgedAt === undefined || judgedAt === stage ? [] : [{ person, because: 'judged-at-another-stage' }];
  });
}

/** Who decides: those named; else those present at the sitting who take part; else whoever types. */
export function decidersOf(
  {
    decidedBy,
    actor,
    panels = NO_PANELS,
  }: { decidedBy?: readonly string[] | undefined; actor: string; panels?: PanelFacts | undefined },
  state: Pick<AssessmentCase, 'judges'>,
  stage: Stage,
): readonly string[] {
  if (decidedBy !== undefined) return [...new Set(decidedBy)];
  const sitting = sittingIn(panels);
  if (sitting === undefined || sitting.status === 'minuted-elsewhere') return [actor];
  const apart = new Set(tookNoPart(state, stage, panels).map(({ person }) => person));
  return sitting.present.filter((person) => !apart.has(person));
}

/** What a decision tells of the sitting that took it: nothing where none did. */
export function bySitting(
  { panels = NO_PANELS, batch }: { readonly panels?: PanelFacts | undefined; readonly batch?: string | undefined },
  state: Pick<AssessmentCase, 'judges'>,
  stage: Stage,
): { readonly batch?: string; readonly tookNoPart?: readonly ApartFromIt[] } {
  const told = batch === undefined ? {} : { batch };
  return sittingIn(panels) === undefined ? told : { ...told, tookNoPart: tookNoPart(state, stage, panels) };
}
