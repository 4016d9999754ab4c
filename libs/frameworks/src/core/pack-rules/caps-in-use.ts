import { watchedBy } from '../headline-rules/caps.js';
import { type Cap, capsOf } from '../rule.js';
import { inputsAmong, type RuleUse } from './rule-use.js';

/** Each cap looks at something rated at this cadence, by a rating it can have, and allows a rating of the result's scale. */
export function validateCaps(use: RuleUse): void {
  capsOf(use.rule).forEach((cap, index) => {
    validateCap(use, cap, `rules/${String(use.pack.rules.indexOf(use.rule))}/caps/${String(index)}`);
  });
}

function validateCap(use: RuleUse, { when, atBest, ...cap }: Cap, path: string): void {
  const { pack, scale, cadence, report } = use;
  const watched = inputsAmong(
    watchedBy({ when, atBest, ...cap }, pack.items).map((item) => item.id),
    use,
  );
  if ((when.item === undefined) === (when.over === undefined) || watched.length === 0)
    report('cap-has-inputs', path, `a cap looks at one item, or at one kind of item as over, that is rated by ${cadence}`);
  const unknown = watched.filter((input) => !input.scale.ratings.some((rating) => rating.id === when.atOrBelow));
  if (unknown.length > 0)
    report('cap-on-scale', path, `${when.atOrBelow} is no rating of ${unknown.map(({ item }) => item.id).join(', ')}`);
  if (!scale.ratings.some((rating) => rating.id === atBest))
    report('cap-on-scale', path, `${atBest} is no rating of ${scale.id}, on which the result is given`);
  for (const input of watched)
    if (input.scale.order === 'none')
      report('scale-without-order', path, `${input.scale.id} has no order, so nothing on it is at or below ${when.atOrBelow}`);
}
