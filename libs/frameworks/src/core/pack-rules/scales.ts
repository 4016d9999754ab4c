import type { Report } from './finding.js';
import { NOT_APPLICABLE, type Pack, type Scale } from '../pack.js';
import { repeatedAt } from './repeated.js';

/** Scales have ratings, each once and in an order, and their published labels say where they come from. */
export function validateScales({ scales }: Pack, report: Report): void {
  for (const index of repeatedAt(scales.map((scale) => scale.id)))
    report('ids-unique', `scales/${String(index)}/id`, 'another scale has this id: each scale has its own');
  scales.forEach((scale, index) => {
    const path = `scales/${String(index)}`;
    validateRatings(scale, path, report);
    if (scale.order === 'none' && scale.ratings.length > 1)
      report(
        'scale-without-order',
        `${path}/order`,
        'ratings that nothing can be compared by are no scale: list them best first, or keep the one that says there is a narrative',
      );
    if (scale.ratings.some((rating) => rating.publishedLabel !== undefined) && scale.publishedLabels === undefined)
      report('published-labels-sourced', path, 'published labels need publishedLabels with certainty and source');
  });
}

function validateRatings(scale: Scale, path: string, report: Report): void {
  const ids = scale.ratings.map((rating) => rating.id);
  if (ids.length === 0) report('scale-has-ratings', `${path}/ratings`, 'a scale lists its ratings, best first');
  for (const at of repeatedAt(ids))
    report(
      'ids-unique',
      `${path}/ratings/${String(at)}/id`,
      'another rating of this scale has this id: each has its own place in the order',
    );
  if (ids.includes(NOT_APPLICABLE))
    report(
      'scale-reserves-not-applicable',
      `${path}/ratings`,
      `${NOT_APPLICABLE} has no place in an order: allow it on the item instead`,
    );
}
