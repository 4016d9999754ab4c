import type { PartialDate } from '#kernel/partial-date.js';
import type { InterventionData, InterventionEvent } from './events.js';
import type { InterventionKind, InterventionOutcome } from './kinds.js';

/** A verdict on an objective. */
export interface Verdict {
  readonly met: boolean;
  readonly judgedOn: string;
  readonly note: string;
}

/** An objective or an exit criterion, with every verdict in the order recorded; the last holds. */
export interface Objective {
  readonly id: string;
  readonly as: 'objective' | 'exit-criterion';
  readonly text: string;
  readonly agreedOn: string;
  readonly verdicts: readonly Verdict[];
}

/** An intervention as far as it is known. */
export interface KnownIntervention {
  readonly status: 'known';
  /** Of the last event counted in. */
  readonly revision: number;
  readonly kind: InterventionKind;
  /** By the codes they bore then. */
  readonly organisations: readonly string[];
  readonly alsoBinds: readonly string[];
  /** Null where the source does not say. */
  readonly from: PartialDate | null;
  /** Null while in force, or where the source does not say (then `imported` is there). */
  readonly until: PartialDate | null;
  readonly what: string;
  /** What the source last said; null for one begun here. */
  readonly imported: InterventionData<'InterventionRecorded'> | null;
  readonly objectives: readonly Objective[];
  readonly outcome: InterventionOutcome | null;
}

/** An intervention, or an id nobody has recorded. */
export type Intervention = { readonly status: 'unknown' } | KnownIntervention;

export const initialState: Intervention = { status: 'unknown' };

/** The intervention after one more event; events before its first change nothing. */
export function evolve(state: Intervention, event: InterventionEvent): Intervention {
  if (event.type === 'InterventionRecorded') {
    const { kind, organisations, alsoBinds, from, until, what } = event.data;
    return { ...begun({ kind, organisations, alsoBinds, from, what }), until, imported: event.data };
  }
  if (event.type === 'InterventionBegan') return begun(event.data);
  return state.status === 'unknown' ? state : { ...learn(state, event), revision: state.revision + 1 };
}

type Beginning = Pick<KnownIntervention, 'kind' | 'organisations' | 'alsoBinds' | 'from' | 'what'>;

const begun = (facts: Beginning): KnownIntervention => ({
  status: 'known',
  revision: 0,
  ...facts,
  until: null,
  imported: null,
  objectives: [],
  outcome: null,
});

type Later = Exclude<InterventionEvent, { type: 'InterventionRecorded' | 'InterventionBegan' }>;

function learn(state: KnownIntervention, event: Later): KnownIntervention {
  switch (event.type) {
    case 'ObjectiveAgreed': {
      const { objective: id, as, text, agreedOn } = event.data;
      return { ...state, objectives: [...state.objectives, { id, as, text, agreedOn, verdicts: [] }] };
    }
    case 'ObjectiveMet':
      return judged(state, event.data, true);
    case 'ObjectiveNotMet':
      return judged(state, event.data, false);
    case 'InterventionVaried':
      return { ...state, organisations: event.data.organisations, alsoBinds: event.data.alsoBinds };
    case 'InterventionEnded':
      return { ...state, until: event.data.until, outcome: event.data.outcome };
    case 'InterventionCorrected':
      return corrected(state, event.data);
  }
}

function judged(state: KnownIntervention, data: InterventionData<'ObjectiveMet'>, met: boolean): KnownIntervention {
  const { objective, judgedOn, note } = data;
  const objectives = state.objectives.map((known) =>
    known.id === objective ? { ...known, verdicts: [...known.verdicts, { met, judgedOn, note }] } : known,
  );
  return { ...state, objectives };
}

/** A correction that takes the end back takes back how it ended. One that a source asks for is what that source now says. */
function corrected(state: KnownIntervention, data: InterventionData<'InterventionCorrected'>): KnownIntervention {
  const changes = Object.fromEntries(Object.entries(data.changes).filter(([, value]) => value !== undefined));
  const next: KnownIntervention = { ...state, ...changes };
  const told = data.source === null || state.imported === null ? state.imported : { ...state.imported, ...changes };
  return { ...next, imported: told, outcome: next.until === null ? null : next.outcome };
}

/** Whether an objective is met as things stand. */
export const isMet = ({ verdicts }: Objective): boolean => verdicts.at(-1)?.met === true;
