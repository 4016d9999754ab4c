import type { Report } from './finding.js';
import type { Pack, Scale, ScaleMapping } from '../pack.js';
import { repeatedAt } from './repeated.js';

/** A mapping says for each rating of one scale, once, which of the other it stands for, and turns no order round. */
export function validateMappings(pack: Pack, report: Report): void {
  (pack.mappings ?? []).forEach((mapping, index) => {
    const path = `mappings/${String(index)}`;
    const [from, to] = [mapping.from, mapping.to].map((id) => pack.scales.find((scale) => scale.id === id));
    if (from === undefined || to === undefined)
      report('mapping-on-known-scales', path, `${mapping.from} and ${mapping.to} both have to be scales of this pack`);
    else validatePairs(mapping, from, to, `${path}/pairs`, report);
  });
}

function validatePairs({ pairs }: ScaleMapping, from: Scale, to: Scale, path: string, report: Report): void {
  const mapped = pairs.map((pair) => pair.from);
  const unmapped = from.ratings.filter((rating) => !mapped.includes(rating.id)).map((rating) => rating.id);
  const unknown = pairs.filter((pair) => rankOn(from, pair.from) < 0 || rankOn(to, pair.to) < 0);
  if (unmapped.length > 0 || unknown.length > 0 || repeatedAt(mapped).length > 0)
    report(
      'mapping-complete',
      path,
      `each rating of ${from.id} is mapped once, to a rating of ${to.id}; missing: ${unmapped.join(', ') || 'none'}`,
    );
  const inOrder = [...pairs].sort((a, b) => rankOn(from, a.from) - rankOn(from, b.from)).map((pair) => rankOn(to, pair.to));
  if (inOrder.some((rank, at) => rank < (inOrder[at - 1] ?? 0)))
    report('mapping-keeps-order', path, `a better rating of ${from.id} never stands for a worse one of ${to.id}`);
}

const rankOn = (scale: Scale, rating: string): number => scale.ratings.findIndex((one) => one.id === rating);
