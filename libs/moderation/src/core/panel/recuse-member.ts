import { isRefusal } from '#kernel/refusal.js';
import { broken, type CommandBase, type Decision } from './command.js';
import { sittingIn, theyAreOfThePanel } from './rules.js';
import { isRecused, type Panel } from './state.js';

/** Recuses a member of organisations without a declaration of their own. */
export interface RecuseMember extends CommandBase {
  readonly type: 'recuse-member';
  readonly person: string;
  readonly organisations: readonly string[];
  readonly reason: string;
}

export function recuseMember({ person, organisations, reason, today }: RecuseMember, panel: Panel): Decision {
  const sitting = sittingIn(['convened', 'open'], panel);
  if (isRefusal(sitting)) return sitting;
  const refusal = theyAreOfThePanel(sitting, [person], () => '/person');
  if (refusal !== undefined) return refusal;
  return [...new Set(organisations)]
    .filter((organisation) => !isRecused(sitting, person, organisation))
    .map((organisation) => ({ type: 'MemberRecused', data: { person, organisation, reason, recusedOn: today } }));
}

/** Lets a member take part again where a recusal was a mistake or its cause is gone. */
export interface LiftRecusal extends CommandBase {
  readonly type: 'lift-recusal';
  readonly person: string;
  readonly organisation: string;
  readonly reason: string;
}

export function liftRecusal({ person, organisation, reason, today }: LiftRecusal, panel: Panel): Decision {
  const sitting = sittingIn(['convened', 'open'], panel);
  if (isRefusal(sitting)) return sitting;
  if (!isRecused(sitting, person, organisation))
    return broken('recusal-unknown', `${person} is not recused of ${organisation}. Nothing was recorded.`);
  return [{ type: 'RecusalLifted', data: { person, organisation, reason, liftedOn: today } }];
}
