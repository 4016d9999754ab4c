import type { BusinessDate } from '#kernel/business-date.js';
import type { PanelData, Paper } from './events.js';
import type { Scope } from './scope.js';

/** Somebody who takes no part where this organisation is concerned. */
export interface Recusal {
  readonly person: string;
  readonly organisation: string;
  readonly reason: string;
  /** The declaration it follows from; undefined where the chair recused the member otherwise. */
  readonly interest: string | undefined;
  readonly recusedOn: BusinessDate;
  /** Why the member takes part again. */
  readonly lifted: { readonly reason: string; readonly liftedOn: BusinessDate } | undefined;
}

/** What became of an entry of a batch. */
export type EntryStanding =
  | { readonly kind: 'being-applied' }
  | { readonly kind: 'applied'; readonly revision: string }
  | { readonly kind: 'not-applied'; readonly rule: string; readonly detail: string };

/** One assessment's part of a batch decision. */
export type BatchEntry = PanelData<'BatchDecided'>['entries'][number] & { readonly standing: EntryStanding };

/** A decision on many assessments at once. */
export type Batch = Omit<PanelData<'BatchDecided'>, 'entries'> & {
  /** The revision of the event that is the decision. */
  readonly revision: bigint;
  /** By assessment, in the order decided. */
  readonly entries: ReadonlyMap<string, BatchEntry>;
};

/** A sitting as far as it has come. */
export interface Sitting extends Scope {
  /** `minuted-elsewhere`: a committee's, of which only the decisions are recorded here. */
  readonly status: 'convened' | 'open' | 'closed' | 'cancelled' | 'minuted-elsewhere';
  readonly convened: PanelData<'PanelConvened'>;
  readonly chair: string | undefined;
  /** Without the chair, who is one of those who decide. */
  readonly members: readonly string[];
  readonly secretary: string | undefined;
  /** How many of those present and not recused a decision takes. */
  readonly quorum: number;
  readonly interests: readonly PanelData<'InterestDeclared'>[];
  readonly recusals: readonly Recusal[];
  /** As last recorded; undefined while nobody has. */
  readonly attendance: { readonly present: readonly string[]; readonly apologies: readonly string[] } | undefined;
  readonly papers:
    | {
        readonly openedOn: BusinessDate;
        readonly revision: bigint;
        readonly byAssessment: ReadonlyMap<string, Paper>;
      }
    | undefined;
  readonly batches: ReadonlyMap<string, Batch>;
  readonly closing: PanelData<'PanelClosed'> | undefined;
  readonly cancellation: PanelData<'PanelCancelled'> | undefined;
}

/** A panel's stream: nothing, or a sitting. `revision` is the last event's, -1 when there is none. */
export type Panel = { readonly revision: bigint } & ({ readonly status: 'never-convened' } | Sitting);
export type PanelStatus = Panel['status'];

export const initialState: Panel = { status: 'never-convened', revision: -1n };

/** Whether somebody convened it, whatever became of it. */
export const isSitting = (panel: Panel): panel is Panel & Sitting => panel.status !== 'never-convened';

/** Those who decide: the chair and the members. */
export const votersOf = ({ chair, members }: Pick<Sitting, 'chair' | 'members'>): readonly string[] =>
  chair === undefined ? members : [chair, ...members];

/** Whether a recusal binds a person now. */
export const isRecused = ({ recusals }: Pick<Sitting, 'recusals'>, person: string, organisation: string): boolean =>
  recusals.some((one) => one.person === person && one.organisation === organisation && one.lifted === undefined);

/** The batch whose decision on an assessment has yet to be carried there. */
export function batchBeingApplied({ batches }: Pick<Sitting, 'batches'>, assessment: string): Batch | undefined {
  return [...batches.values()].find((batch) => batch.entries.get(assessment)?.standing.kind === 'being-applied');
}

/** How many entries of a batch, or of all, have yet to be carried to their assessments. */
export const entriesBeingApplied = ({ entries }: Pick<Batch, 'entries'>): number =>
  [...entries.values()].filter(({ standing }) => standing.kind === 'being-applied').length;
