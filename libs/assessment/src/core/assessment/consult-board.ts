import type { BusinessDate } from '#kernel/business-date.js';
import { derivedId } from '#kernel/ids.js';
import { given } from '#kernel/given.js';
import { isRefusal } from '#kernel/refusal.js';
import type { CommandBase, Decision } from './command.js';
import type { AssessmentEventOf } from './events.js';
import { liveFor, theDateIsNotInTheFuture } from './rules.js';
import type { Assessment } from './state.js';

/** Records that a Health and Wellbeing Board was consulted on the organisation's contribution, and what it said. */
export interface ConsultBoard extends CommandBase {
  readonly type: 'consult-board';
  /** The board's name. */
  readonly board: string;
  readonly consultedOn: BusinessDate;
  readonly view: AssessmentEventOf<'BoardConsulted'>['data']['view'];
  readonly response?: string | undefined;
}

export function consultBoard(
  { commandId, today, board, consultedOn, view, response }: ConsultBoard,
  state: Assessment,
): Decision {
  const live = liveFor('consult-board', state);
  if (isRefusal(live)) return live;
  const consultation = derivedId(commandId, 'consultation');
  if (live.records.has(consultation)) return [];
  return (
    theDateIsNotInTheFuture(consultedOn, today, '/consultedOn') ?? [
      { type: 'BoardConsulted', data: { consultation, board, consultedOn, view, ...given({ response }) } },
    ]
  );
}
