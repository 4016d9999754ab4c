import { addedUpBy } from '../headline-rules/apply-rule.js';
import type { Rule, RuleOfKind } from '../rule.js';
import { validateCaps } from './caps-in-use.js';
import { type Input, inputsAmong, rising, type RuleUse } from './rule-use.js';
import { validatePoints, validateSum, validateWeights } from './points-in-use.js';
import { validateBands, validateThresholds, validateTiers } from './steps-in-use.js';

/** Whether the rule can say something for this item at this cadence, whatever the ratings. */
export function validateRuleInUse(use: RuleUse): void {
  const { rule, pack, scale, path, report } = use;
  if (rule.kind === 'judgement') return;
  const inputs = inputsAmong(addedUpBy(rule, pack.items), use);
  if (inputs.length === 0) {
    report('rule-has-inputs', path, `${rule.id} reads no item that is rated by ${use.cadence}`);
    return;
  }
  for (const unordered of new Set([scale, ...inputs.map((input) => input.scale)]))
    if (unordered.order === 'none')
      report(
        'scale-without-order',
        path,
        `${rule.id} compares ratings of ${unordered.id}, which has no order: leave it to judgement`,
      );
  validateKind(use, rule, inputs);
  validateCaps(use);
}

function validateKind(use: RuleUse, rule: Exclude<Rule, { kind: 'judgement' }>, inputs: readonly Input[]): void {
  switch (rule.kind) {
    case 'worst-of':
      return validateOnResultScale({ ...use, rule }, inputs);
    case 'counts':
      return validateTiers({ ...use, rule }, inputs);
    case 'sum':
      validatePoints({ ...use, rule }, inputs);
      return validateSum({ ...use, rule }, inputs);
    case 'bands':
      return validateBands({ ...use, rule }, inputs);
    case 'weighted':
      validateWeights({ ...use, rule });
      validatePoints({ ...use, rule }, inputs);
      return validateThresholds({ ...use, rule });
    case 'mean':
      validatePoints({ ...use, rule }, inputs);
      return validateThresholds({ ...use, rule });
    case 'capped':
      return validateCapped({ ...use, rule }, inputs);
  }
}

function validateOnResultScale({ rule, scale, path, report }: RuleUse<RuleOfKind<'worst-of'>>, inputs: readonly Input[]): void {
  for (const input of inputs)
    if (input.scale.id !== scale.id)
      report(
        'rule-on-one-scale',
        path,
        `${rule.id} compares ${input.item.id} on ${input.scale.id} with a result on ${scale.id}: give both one scale`,
      );
}

/** The result takes over the other item's rating: it has to be on its scale, in the same order. */
function validateCapped({ rule, scale, path, report }: RuleUse<RuleOfKind<'capped'>>, [input]: readonly Input[]): void {
  const places = (input?.scale.ratings ?? []).map((rating) => scale.ratings.findIndex((one) => one.id === rating.id));
  if (!rising(places))
    report(
      'rule-capped-on-scale',
      path,
      `every rating that ${rule.of} may have is one of ${scale.id}, in the same order, because ${rule.id} takes it over`,
    );
}
