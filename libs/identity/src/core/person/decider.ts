import type { BusinessDate } from '#kernel/business-date.js';
import type { Decider } from '#kernel/decider.js';
import { refuse, type Refusal } from '#kernel/refusal.js';
import type { PersonData, PersonEvent, PersonKind } from './events.js';
import type { GrantRule } from './rule-book.js';
import {
  aMachineJudgesNothing,
  coverIsByADirectorOfAnotherOffice,
  type Granting,
  itHasAnEndWhereItMust,
  itIsNotHeldAlready,
  nobodyGrantsToThemselves,
  theDaysHold,
  theRoleFitsItsArea,
  theRoleStandsAloneWhereItMust,
} from './rules.js';
import { evolve, goesOnTo, initialState, type KnownPerson, type RegisteredPerson } from './state.js';

/** What is asked of one person's record; `today` is the day in England. */
export type PersonCommand =
  | { readonly type: 'register'; readonly kind: PersonKind }
  | ({ readonly type: 'grant'; readonly person: string; readonly actor: string; readonly today: BusinessDate } & Granting)
  | ({ readonly type: 'withdraw'; readonly today: BusinessDate } & PersonData<'GrantWithdrawn'>);

type Outcome = readonly PersonEvent[] | Refusal<GrantRule>;

/** The behaviour of a stream `person-{id}`. */
export const personDecider: Decider<KnownPerson, PersonCommand, PersonEvent, GrantRule> = {
  initialState,
  evolve,
  decide(command, state): Outcome {
    if (command.type === 'register') return register(command.kind, state);
    if (state.status === 'unknown')
      return refuse('person-not-registered', 'Nobody of that id is registered. Nothing was recorded.');
    return command.type === 'grant' ? grant(command, state) : withdraw(command, state);
  },
};

function register(kind: PersonKind, state: KnownPerson): Outcome {
  if (state.status === 'registered')
    return refuse('person-registered-already', 'Somebody of that id is registered already. Nothing was recorded.');
  return [{ type: 'PersonRegistered', data: { kind } }];
}

function grant(
  { type: _, person, actor, today, ...granting }: Extract<PersonCommand, { type: 'grant' }>,
  { kind, grants }: RegisteredPerson,
): Outcome {
  // Told again, it is nothing new: the id is the command's own.
  if (grants.some((held) => held.grant === granting.grant)) return [];
  const open = { ...granting, withdrawnFrom: null };
  return (
    nobodyGrantsToThemselves(person, actor) ??
    theRoleFitsItsArea(granting) ??
    aMachineJudgesNothing(kind, granting) ??
    theDaysHold(granting, today) ??
    itHasAnEndWhereItMust(granting) ??
    itIsNotHeldAlready(open, grants) ??
    theRoleStandsAloneWhereItMust(open, grants) ??
    coverIsByADirectorOfAnotherOffice(open, grants) ?? [{ type: 'RoleGranted', data: granting }]
  );
}

/** A withdrawal to come can be brought forward. It is not put off: another role may have been granted after it. */
function withdraw(command: Extract<PersonCommand, { type: 'withdraw' }>, { grants }: RegisteredPerson): Outcome {
  const { type: _, today, ...withdrawal } = command;
  const held = grants.find(({ grant: id }) => id === withdrawal.grant);
  if (held === undefined) return refuse('grant-unknown', 'This person was given no such grant. Nothing was recorded.');
  if (held.withdrawnFrom === withdrawal.withdrawnFrom) return [];
  if (withdrawal.withdrawnFrom < today) {
    const detail = `A withdrawal counts from today (${today}) or later: what was done before stays done.`;
    return refuse('withdrawal-not-backdated', `${detail} Nothing was recorded.`, {
      errors: [{ pointer: '/withdrawnFrom', detail }],
    });
  }
  if (held.withdrawnFrom !== null && withdrawal.withdrawnFrom > held.withdrawnFrom)
    return refuse(
      'withdrawal-not-put-off',
      `It is withdrawn from ${held.withdrawnFrom} on. Grant the role again if it is to go on. Nothing was recorded.`,
    );
  if (!goesOnTo(held, today))
    return refuse('grant-ended-already', 'This grant has come to its end already. Nothing was recorded.');
  return [{ type: 'GrantWithdrawn', data: withdrawal }];
}
