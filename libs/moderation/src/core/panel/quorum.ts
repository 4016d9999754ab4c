import type { TookNoPart } from './events.js';
import { isRecused, type Sitting } from './state.js';

/**
 * The quorum of a panel that sets none: more than half of those who decide. No source gives one (domain brief, section 5), so it
 * is configuration of the panel.
 */
export const moreThanHalf = (voters: number): number => Math.floor(voters / 2) + 1;

/** Who decides on one assessment out of some people, and who of them takes no part. */
export interface Parts {
  readonly decide: readonly string[];
  readonly tookNoPart: readonly TookNoPart[];
}

/**
 * Who takes part in a decision: those recused of the organisation do not, nor those who judged the assessment at another stage,
 * who are recused of themselves (docs/assessment.md, Stages).
 *
 * @param judgedBefore who judged it at another stage.
 * @param recusedElsewhere whom another sitting of the stage has recused of the organisation.
 */
export function partsIn(
  sitting: Pick<Sitting, 'recusals'>,
  people: readonly string[],
  {
    organisation,
    judgedBefore,
    recusedElsewhere = [],
  }: {
    readonly organisation: string;
    readonly judgedBefore: readonly string[];
    readonly recusedElsewhere?: readonly string[];
  },
): Parts {
  const tookNoPart = people.flatMap((person): readonly TookNoPart[] => {
    if (isRecused(sitting, person, organisation) || recusedElsewhere.includes(person)) return [{ person, because: 'recused' }];
    return judgedBefore.includes(person) ? [{ person, because: 'judged-at-another-stage' }] : [];
  });
  const apart = new Set(tookNoPart.map(({ person }) => person));
  return { decide: people.filter((person) => !apart.has(person)), tookNoPart };
}
