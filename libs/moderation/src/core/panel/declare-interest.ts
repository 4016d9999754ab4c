import type { BusinessDate } from '#kernel/business-date.js';
import { given } from '#kernel/given.js';
import { derivedId } from '#kernel/ids.js';
import { isRefusal } from '#kernel/refusal.js';
import type { CommandBase, Decision } from './command.js';
import { notInTheFuture, sittingIn, theyAreOfThePanel } from './rules.js';
import type { Panel } from './state.js';

/** Declares what ties a member to organisations, and whether they take part all the same. */
export interface DeclareInterest extends CommandBase {
  readonly type: 'declare-interest';
  readonly person: string;
  readonly organisations: readonly string[];
  readonly what: string;
  /** Recused of these organisations, or stays: the chair says why where it is not plain. */
  readonly outcome: 'recused' | 'stays';
  readonly reason?: string | undefined;
  /** Today when left out. */
  readonly declaredOn?: BusinessDate | undefined;
}

export function declareInterest(command: DeclareInterest, panel: Panel): Decision {
  const sitting = sittingIn(['convened', 'open'], panel);
  if (isRefusal(sitting)) return sitting;
  const { person, organisations, what, outcome, reason, today, declaredOn = today, commandId } = command;
  return (
    theyAreOfThePanel(sitting, [person], () => '/person') ??
    notInTheFuture(declaredOn, today, '/declaredOn') ?? [
      {
        type: 'InterestDeclared',
        data: {
          interest: derivedId(commandId, 'interest'),
          ...{ person, organisations: [...new Set(organisations)], what, outcome, declaredOn },
          ...given({ reason }),
        },
      },
    ]
  );
}
