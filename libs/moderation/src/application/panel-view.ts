import { type Batch, entriesBeingApplied, isSitting, type Panel, type Recusal, type Sitting } from '../core/panel/state.js';
import type { PanelData } from '../core/panel/events.js';
import type { Marking } from '../core/papers/marking.js';

/** A sitting as readers are told. People are ids; revision and position are strings. */
export interface PanelView {
  readonly id: string;
  readonly stage: Sitting['stage'];
  readonly area: string;
  readonly areaName: string;
  readonly region: string | null;
  readonly framework: string;
  readonly frameworkTitle: string;
  readonly period: string;
  readonly sitsOn: string;
  readonly status: Sitting['status'];
  readonly chair: string | null;
  readonly committee: string | null;
  readonly members: readonly string[];
  readonly secretary: string | null;
  readonly quorum: number;
  readonly marking: Marking;
  /** Null while nobody's attendance was recorded. */
  readonly attendance: { readonly present: readonly string[]; readonly apologies: readonly string[] } | null;
  readonly interests: readonly PanelData<'InterestDeclared'>[];
  readonly recusals: readonly RecusalView[];
  readonly papersOpenedOn: string | null;
  readonly papers: number | null;
  readonly batches: readonly BatchSummary[];
  readonly closedOn: string | null;
  readonly notes: string | null;
  readonly cancelled: { readonly reason: string; readonly cancelledOn: string } | null;
  readonly revision: string;
  readonly position: string;
}

/** A recusal, lifted or not. */
export interface RecusalView extends Omit<Recusal, 'interest' | 'lifted'> {
  /** The declaration it follows from; null where the chair recused the member otherwise. */
  readonly interest: string | null;
  readonly lifted: NonNullable<Recusal['lifted']> | null;
}

/** How far a decision on many at once has come. */
export interface BatchSummary {
  readonly batch: string;
  readonly kind: 'decision' | 'confirmation';
  readonly decidedOn: string;
  readonly entries: number;
  readonly applied: number;
  readonly notApplied: number;
  readonly beingApplied: number;
}

/** Shapes a sitting; undefined where none was convened. */
export function panelView(
  id: string,
  { state, revision, position }: { readonly state: Panel; readonly revision: bigint; readonly position: bigint },
): PanelView | undefined {
  if (!isSitting(state)) return undefined;
  const { convened, stage, area, framework, period, status, members, quorum, attendance, interests, recusals } = state;
  const { areaName, frameworkTitle, sitsOn, marking } = convened;
  return {
    ...{ id, stage, area, areaName, framework, frameworkTitle, period, sitsOn, status, members, quorum, marking },
    ...peopleOf(state),
    region: convened.region ?? null,
    ...whatCameOfIt(state),
    attendance: attendance ?? null,
    interests,
    recusals: recusals.map((one) => ({ ...one, interest: one.interest ?? null, lifted: one.lifted ?? null })),
    revision: String(revision),
    position: String(position),
  };
}

const peopleOf = ({ chair, secretary, convened }: Sitting) => ({
  chair: chair ?? null,
  committee: convened.committee ?? null,
  secretary: secretary ?? null,
});

const whatCameOfIt = (state: Sitting) => ({
  papersOpenedOn: state.papers?.openedOn ?? null,
  papers: state.papers?.byAssessment.size ?? null,
  batches: batchesOf(state),
  closedOn: state.closing?.closedOn ?? null,
  notes: state.closing?.notes ?? null,
  cancelled: state.cancellation ?? null,
});

const batchesOf = ({ batches }: Sitting): readonly BatchSummary[] => [...batches.values()].map(summaryOf);

/** How far a decision on many has come. */
export function summaryOf(batch: Batch): BatchSummary {
  const standings = [...batch.entries.values()].map(({ standing }) => standing.kind);
  const count = (kind: string): number => standings.filter((standing) => standing === kind).length;
  return {
    batch: batch.batch,
    kind: batch.kind,
    decidedOn: batch.decidedOn,
    entries: standings.length,
    applied: count('applied'),
    notApplied: count('not-applied'),
    beingApplied: entriesBeingApplied(batch),
  };
}
