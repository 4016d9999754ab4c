import type { Report } from './finding.js';
import { METRIC_SCORE, type Pack, type PackItem } from '../pack.js';
import { CADENCES, type Cadence } from '../period.js';
import { repeatedAt } from './repeated.js';

/** Items have their own ids, are rated on scales the pack has, in cadences the pack moderates; groups are not rated. */
export function validateItems(pack: Pack, report: Report): void {
  for (const index of repeatedAt(pack.items.map((item) => item.id)))
    report('ids-unique', `items/${String(index)}/id`, 'another item has this id: each item has its own');
  pack.items.forEach((item, index) => {
    const path = `items/${String(index)}`;
    if (item.kind === 'group') validateGroup(item, path, report);
    else validateRated(pack, item, path, report);
    if (item.recorded !== undefined && item.kind !== 'indicator')
      report(
        'item-recorded-is-indicator',
        `${path}/recorded`,
        'values are recorded of indicators: make it one, or drop recorded',
      );
  });
  validateScores(pack, report);
  for (const cadence of CADENCES)
    if (pack.moderation[cadence] !== undefined && !hasItemsIn(pack, cadence))
      report(
        'cadence-has-items',
        `moderation/${cadence}`,
        `no item has a scale for a ${cadence}: leave the stages out or give items a scale`,
      );
}

const hasItemsIn = (pack: Pack, cadence: Cadence): boolean => pack.items.some((item) => item.scale?.[cadence] !== undefined);

/** An indicator's score is given on a scale of the pack, so that its order is known. */
function validateScores(pack: Pack, report: Report): void {
  const recorded = [pack.unlistedIndicators, ...pack.items.map((item) => item.recorded)];
  if (recorded.some((one) => one?.fields.includes('score')) && !pack.scales.some((scale) => scale.id === METRIC_SCORE))
    report(
      'score-on-known-scale',
      'scales',
      `an indicator's score is given on a scale called ${METRIC_SCORE}: add it, best first`,
    );
}

function validateGroup(item: PackItem, path: string, report: Report): void {
  if (item.scale !== undefined || item.rule !== undefined || item.given !== undefined || item.notApplicable !== undefined)
    report('group-not-rated', path, 'a group only heads other items: it has neither scale nor rule');
}

function validateRated(pack: Pack, item: PackItem, path: string, report: Report): void {
  if (item.recorded === undefined && CADENCES.every((cadence) => item.scale?.[cadence] === undefined))
    report(
      'item-rated-somewhere',
      `${path}/scale`,
      'an item has a scale for at least one cadence, or is a group, or an indicator whose value is recorded',
    );
  if (item.group !== undefined && !pack.items.some((one) => one.id === item.group && one.kind === 'group'))
    report('item-in-known-group', `${path}/group`, `${item.group} is no group of this pack: a group is an item of kind group`);
  for (const cadence of CADENCES) {
    const scale = item.scale?.[cadence];
    if (scale === undefined) continue;
    if (!pack.scales.some((one) => one.id === scale))
      report('item-on-known-scale', `${path}/scale/${cadence}`, `there is no scale ${scale} in this pack`);
    if (pack.moderation[cadence] === undefined)
      report('cadence-has-stages', `${path}/scale/${cadence}`, `moderation lists no stages for a ${cadence}`);
  }
}
