import type { BusinessDate } from '#kernel/business-date.js';
import type { ProcessManager, TimerChange } from '#kernel/process-manager.js';
import type { AssessmentEvent } from '../core/assessment/events.js';

/** Notes in an assessment that an action has fallen due. */
export interface NoteActionDue {
  readonly assessment: string;
  readonly action: string;
}

interface KnownAction {
  readonly due: string;
  readonly open: boolean;
  /** The due day last noted as reached, or past already when it was recorded: then it was on every list from the start. */
  readonly fellDue?: string;
}

/** What is known of the actions of one assessment. */
export interface DueActions {
  /** A withdrawn assessment is off every list, and so are its actions until it is opened again. */
  readonly withdrawn: boolean;
  readonly actions: Readonly<Record<string, KnownAction>>;
}

/**
 * An open action that reaches its due day is noted in its assessment, and so reaches its owner's work list. One that was
 * overdue on the day it was recorded, as in a meeting typed in years later, has nothing left to reach.
 */
export const dueActions: ProcessManager<DueActions, AssessmentEvent, NoteActionDue> = {
  name: 'due-actions',
  version: 1,
  initialState: { withdrawn: false, actions: {} },
  instanceOf: ({ stream }) => stream.replace(/^assessment-/, ''),
  evolve: (state, { event, recordedAt }) => evolved(state, event, recordedAt.slice(0, 10)),
  react: ({ event }, state) => ({ commands: [], timers: touchedBy(event, state).map((action) => timerOf(action, state)) }),
  onTimer: (action, _state, assessment) => ({ commands: [{ assessment, action }], timers: [] }),
};

function evolved(state: DueActions, event: AssessmentEvent, recordedOn: BusinessDate): DueActions {
  switch (event.type) {
    case 'AssessmentOpened':
      return state.withdrawn ? { ...state, withdrawn: false } : state;
    case 'AssessmentWithdrawn':
      return { ...state, withdrawn: true };
    case 'ActionAgreed':
      return {
        ...state,
        actions: { ...state.actions, [event.data.action]: { ...dueFrom(event.data.due, recordedOn), open: true } },
      };
    case 'ActionRescheduled':
      return changed(state, event.data.action, dueFrom(event.data.to, recordedOn));
    case 'ActionFellDue':
      return changed(state, event.data.action, { fellDue: event.data.due });
    case 'ActionCompleted':
      return changed(state, event.data.action, { open: false });
    case 'RecordWithdrawn':
      return changed(state, event.data.record, { open: false });
    case 'RecordCorrected': {
      const due = event.data.values.findLast(({ field }) => field === 'due')?.value;
      return typeof due === 'string' ? changed(state, event.data.record, dueFrom(due, recordedOn)) : state;
    }
    default:
      return state;
  }
}

const dueFrom = (due: BusinessDate, recordedOn: BusinessDate): Pick<KnownAction, 'due' | 'fellDue'> =>
  due < recordedOn ? { due, fellDue: due } : { due };

function changed(state: DueActions, action: string, change: Partial<KnownAction>): DueActions {
  const known = state.actions[action];
  return known === undefined ? state : { ...state, actions: { ...state.actions, [action]: { ...known, ...change } } };
}

/** The actions whose timer an event may set, move or cancel. */
function touchedBy(event: AssessmentEvent, { actions }: DueActions): readonly string[] {
  switch (event.type) {
    case 'AssessmentOpened':
    case 'AssessmentWithdrawn':
      return Object.keys(actions);
    case 'ActionAgreed':
    case 'ActionRescheduled':
    case 'ActionCompleted':
      return [event.data.action];
    case 'RecordCorrected':
    case 'RecordWithdrawn':
      return event.data.record in actions ? [event.data.record] : [];
    default:
      return [];
  }
}

function timerOf(action: string, { withdrawn, actions }: DueActions): TimerChange {
  const known = actions[action];
  const isAwaited = known !== undefined && known.open && !withdrawn && known.fellDue !== known.due;
  return isAwaited ? { set: action, due: { on: known.due } } : { cancel: action };
}
