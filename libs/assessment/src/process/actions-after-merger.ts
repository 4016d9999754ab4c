import type { BusinessDate } from '#kernel/business-date.js';
import { NO_REACTION, type NoticedEvent, type ProcessManager } from '#kernel/process-manager.js';
import type { OrganisationEvent } from '#organisations/contract.js';
import type { AssessmentEvent } from '../core/assessment/events.js';

/** Passes an action of an assessment on to the organisation that took in the one it was agreed with. */
export interface PassOnOpenAction {
  readonly assessment: string;
  readonly action: string;
  readonly to: string;
  readonly mergedOn: BusinessDate;
}

interface OpenAction {
  readonly assessment: string;
  readonly passedOnTo?: string;
}

/** What is known of one organisation: the actions it has open, and what it merged into. */
export interface ActionsAfterMerger {
  readonly merged?: { readonly into: string; readonly on: BusinessDate };
  readonly open: Readonly<Record<string, OpenAction>>;
}

type Told = AssessmentEvent | OrganisationEvent;

/** The one timer of an organisation: the day its merger takes effect. */
const MERGER = 'merger';

/**
 * When an organisation is taken in by another, its open actions go with it from the day that takes effect; so do those recorded
 * only afterwards. History stays where it was made: the action remains in its assessment, and is said there to have passed on.
 */
export const actionsAfterMerger: ProcessManager<ActionsAfterMerger, Told, PassOnOpenAction> = {
  name: 'actions-after-merger',
  version: 1,
  initialState: { open: {} },
  instanceOf: ({ stream, event }) => (CONCERNED.has(event.type) ? organisationOf(stream) : undefined),
  evolve: evolved,
  react({ event }, state) {
    const { merged } = state;
    if (merged === undefined || !SETS_OFF.has(event.type) || toPassOn(state).length === 0) return NO_REACTION;
    return { commands: [], timers: [{ set: MERGER, due: { on: merged.on } }] };
  },
  onTimer: (_timer, state) => ({ commands: toPassOn(state), timers: [] }),
};

/** A merger told, an action agreed, or one back in force because its withdrawn assessment was opened again. */
const SETS_OFF: ReadonlySet<string> = new Set<Told['type']>(['OrganisationMerged', 'ActionAgreed', 'AssessmentOpened']);
const CONCERNED: ReadonlySet<string> = new Set<Told['type']>([
  ...(['OrganisationMerged', 'ActionAgreed', 'AssessmentOpened'] as const),
  ...(['ActionCompleted', 'ActionPassedOn', 'RecordWithdrawn'] as const),
]);

function evolved(state: ActionsAfterMerger, { event, stream }: NoticedEvent<Told>): ActionsAfterMerger {
  switch (event.type) {
    case 'OrganisationMerged':
      return { ...state, merged: { into: event.data.into, on: event.data.effectiveOn } };
    case 'ActionAgreed':
      return { ...state, open: { ...state.open, [event.data.action]: { assessment: stream.replace(/^assessment-/, '') } } };
    case 'ActionPassedOn':
      return passedOn(state, event.data.action, event.data.to);
    case 'ActionCompleted':
      return without(state, event.data.action);
    case 'RecordWithdrawn':
      return without(state, event.data.record);
    default:
      return state;
  }
}

function passedOn(state: ActionsAfterMerger, action: string, to: string): ActionsAfterMerger {
  const known = state.open[action];
  return known === undefined ? state : { ...state, open: { ...state.open, [action]: { ...known, passedOnTo: to } } };
}

function without(state: ActionsAfterMerger, action: string): ActionsAfterMerger {
  if (!(action in state.open)) return state;
  return { ...state, open: Object.fromEntries(Object.entries(state.open).filter(([id]) => id !== action)) };
}

/** The open actions the successor does not have yet: all of them, should another successor be recorded. */
function toPassOn({ merged, open }: ActionsAfterMerger): readonly PassOnOpenAction[] {
  if (merged === undefined) return [];
  const { into: to, on: mergedOn } = merged;
  return Object.entries(open).flatMap(([action, { assessment, passedOnTo }]) =>
    passedOnTo === to ? [] : [{ assessment, action, to, mergedOn }],
  );
}

/** `11J` of the streams `organisation-11J` and `assessment-11J.{framework}.{period}`. */
const organisationOf = (stream: string): string => stream.replace(/^(?:organisation|assessment)-/, '').replace(/\..*$/, '');
