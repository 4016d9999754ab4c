import type { BusinessDate } from '#kernel/business-date.js';
import { isRefusal } from '#kernel/refusal.js';
import type { Broken, CommandBase, Decision } from './command.js';
import { given } from '#kernel/given.js';
import { theActionIsKnown, theActionIsStillOpen } from './rules-on-records.js';
import { liveFor, theDateIsNotInTheFuture, theDateIsReal } from './rules.js';
import type { ActionRecord, Assessment } from './state.js';

/** What happened to an action: progress, its completion, or a new due date with its reason. Dates left out are today. */
export type ActionUpdate =
  | { readonly kind: 'progress'; readonly note: string; readonly progressedOn?: BusinessDate | undefined }
  | { readonly kind: 'completion'; readonly note?: string | undefined; readonly completedOn?: BusinessDate | undefined }
  | {
      readonly kind: 'reschedule';
      readonly to: BusinessDate;
      readonly reason: string;
      readonly decidedOn?: BusinessDate | undefined;
    };

export interface UpdateAction extends CommandBase {
  readonly type: 'update-action';
  readonly action: string;
  readonly update: ActionUpdate;
}

export function updateAction({ action, update, today }: UpdateAction, state: Assessment): Decision {
  const live = liveFor('update-action', state);
  if (isRefusal(live)) return live;
  const record = live.records.get(action);
  if (record?.kind !== 'action') return theActionIsKnown(live, action) ?? [];
  if (isSaidAlready(record, update, today)) return [];
  return theUpdateIsSound(record, update, today) ?? [updated(record, update, today)];
}

const dayOf = (update: ActionUpdate, today: BusinessDate): { readonly date: BusinessDate; readonly field: string } => {
  switch (update.kind) {
    case 'progress':
      return { date: update.progressedOn ?? today, field: 'progressedOn' };
    case 'completion':
      return { date: update.completedOn ?? today, field: 'completedOn' };
    case 'reschedule':
      return { date: update.decidedOn ?? today, field: 'decidedOn' };
  }
};

function isSaidAlready(action: ActionRecord, update: ActionUpdate, today: BusinessDate): boolean {
  const { date } = dayOf(update, today);
  switch (update.kind) {
    case 'progress':
      return action.progress.some((entry) => entry.note === update.note && entry.progressedOn === date);
    case 'completion':
      return action.completed?.completedOn === date && action.completed.note === update.note;
    case 'reschedule':
      return action.fields.due === update.to;
  }
}

function theUpdateIsSound(action: ActionRecord, update: ActionUpdate, today: BusinessDate): Broken {
  const { date, field } = dayOf(update, today);
  return (
    theActionIsStillOpen(action) ??
    theDateIsNotInTheFuture(date, today, `/${field}`) ??
    (update.kind === 'reschedule' ? theDateIsReal(update.to, '/to') : undefined)
  );
}

function updated({ id: action, fields }: ActionRecord, update: ActionUpdate, today: BusinessDate) {
  const { date } = dayOf(update, today);
  switch (update.kind) {
    case 'progress':
      return { type: 'ActionProgressed', data: { action, note: update.note, progressedOn: date } } as const;
    case 'completion':
      return { type: 'ActionCompleted', data: { action, ...given({ note: update.note }), completedOn: date } } as const;
    case 'reschedule':
      return {
        type: 'ActionRescheduled',
        data: { action, from: fields.due, to: update.to, reason: update.reason, decidedOn: date },
      } as const;
  }
}
