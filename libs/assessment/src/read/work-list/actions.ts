import type { AssessmentEvent } from '../../core/assessment/events.js';

/** An action as it stands, corrections and new due dates applied. */
export interface Action {
  readonly action: string;
  readonly item: string | null;
  readonly description: string;
  readonly owner: string;
  readonly due: string;
  readonly agreedOn: string;
  /** The day it fell due, if it did while open; null again once it has a new due day. Absent in states kept before this was told. */
  readonly fellDueOn?: string | null;
  /** The code of the organisation it was passed on to by a merger. Absent in states kept before this was told. */
  readonly passedOnTo?: string | null;
  readonly status: 'open' | 'completed' | 'withdrawn';
  readonly completedOn: string | null;
  /** The last note on its progress or completion. */
  readonly lastNote: string | null;
}

/** The actions of one assessment by id. */
export type ActionsKept = Readonly<Record<string, Action>>;

/** The actions still to be done. */
export const openOnes = (actions: ActionsKept): readonly Action[] =>
  Object.values(actions).filter(({ status }) => status === 'open');

/** The actions after an event, and the one it changed, if it changed any. */
export function actionsAfter(
  before: ActionsKept,
  event: AssessmentEvent,
): { readonly actions: ActionsKept; readonly changed: Action | undefined } {
  const changed = changedBy(before, event);
  return changed === undefined ? { actions: before, changed } : { actions: { ...before, [changed.action]: changed }, changed };
}

function changedBy(before: ActionsKept, event: AssessmentEvent): Action | undefined {
  switch (event.type) {
    case 'ActionAgreed': {
      const { from: _, item, ...agreed } = event.data;
      return {
        ...agreed,
        item: item ?? null,
        fellDueOn: null,
        passedOnTo: null,
        status: 'open',
        completedOn: null,
        lastNote: null,
      };
    }
    case 'ActionProgressed':
      return amended(before[event.data.action], { lastNote: event.data.note });
    case 'ActionCompleted': {
      const { completedOn, note } = event.data;
      return amended(before[event.data.action], {
        status: 'completed',
        completedOn,
        ...(note === undefined ? {} : { lastNote: note }),
      });
    }
    case 'ActionRescheduled':
      return amended(before[event.data.action], { due: event.data.to, fellDueOn: null });
    case 'ActionFellDue':
      return amended(before[event.data.action], { fellDueOn: event.data.fellDueOn });
    case 'ActionPassedOn':
      return amended(before[event.data.action], { passedOnTo: event.data.to });
    case 'RecordCorrected':
      return amended(before[event.data.record], correctedFields(event.data));
    case 'RecordWithdrawn':
      return amended(before[event.data.record], { status: 'withdrawn' });
    default:
      return undefined;
  }
}

const amended = (action: Action | undefined, change: Partial<Action>): Action | undefined => action && { ...action, ...change };

const CORRECTABLE: readonly string[] = ['description', 'owner', 'due', 'item', 'agreedOn'] satisfies readonly (keyof Action)[];

function correctedFields({
  texts,
  values,
}: Pick<Extract<AssessmentEvent, { type: 'RecordCorrected' }>['data'], 'texts' | 'values'>): Partial<Action> {
  const fields = [...texts, ...values].filter(({ field }) => CORRECTABLE.includes(field));
  const isNewDay = fields.some(({ field }) => field === 'due');
  return { ...Object.fromEntries(fields.map(({ field, value }) => [field, value])), ...(isNewDay ? { fellDueOn: null } : {}) };
}
