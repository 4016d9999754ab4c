import type { BusinessDate } from '#kernel/business-date.js';
import { derivedId } from '#kernel/ids.js';
import type { Broken } from './command.js';
import type { AssessmentEvent } from './events.js';
import type { FrameworkTerms } from './framework-terms.js';
import { given } from '#kernel/given.js';
import { firstBroken } from './refusals.js';
import { theDateIsReal, theItemIsInTheFramework } from './rules.js';

/** An action agreed at a meeting or on a call. */
export interface NewAction {
  readonly description: string;
  readonly owner: string;
  readonly due: BusinessDate;
  readonly item?: string | undefined;
}

/** The rules an agreed action must keep. */
export const theActionsAreSound = (terms: FrameworkTerms, actions: readonly NewAction[]): Broken =>
  firstBroken(actions, ({ due, item }, index) => {
    const pointer = `/actions/${String(index)}`;
    return (
      theDateIsReal(due, `${pointer}/due`) ??
      (item === undefined ? undefined : theItemIsInTheFramework(terms, item, `${pointer}/item`))
    );
  });

/** The actions a command agrees, their ids derived from it: `action-0`, `action-1`, ... */
export const actionsAgreed = (
  commandId: string,
  from: { readonly kind: 'meeting' | 'call'; readonly record: string },
  agreedOn: BusinessDate,
  actions: readonly NewAction[],
): readonly AssessmentEvent[] =>
  actions.map(({ description, owner, due, item }, index) => ({
    type: 'ActionAgreed',
    data: {
      action: derivedId(commandId, `action-${String(index)}`),
      from,
      description,
      owner,
      due,
      agreedOn,
      ...given({ item }),
    },
  }));
