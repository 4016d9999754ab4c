import { shippedPack } from '../testing/shipped-pack.js';
import { computeRatings } from './compute-ratings.js';
import { type FrameworkForPeriod, frameworkForPeriod } from './framework-for-period.js';
import { ruleVersionsFor } from './rule-versions.js';
import { recompute } from './what-if.js';

const pack = shippedPack('ccg-assurance-2015-16.v2');
const year = frameworkForPeriod(pack, 'e'.repeat(64), '2015-16-year') as FrameworkForPeriod;
const [drafts, inForce] = ruleVersionsFor(pack, '2015-16-year');
const ratings = {
  'well-led': 'assured-as-outstanding',
  performance: 'limited-assurance',
  'financial-management': 'assured-as-good',
  planning: 'assured-as-good',
  'delegated-functions': 'not-applicable',
  headline: 'assured-as-good',
};

describe('what another version of a rule would have given', () => {
  it('in 2015-16 is the lowest component by the drafts’ rule, which was overturned', () => {
    expect(recompute(year, ratings, drafts!)).toMatchObject({
      whatIf: true,
      ruleVersion: { id: 'local-drafts', status: 'overturned', certainty: 'published' },
      computed: [{ item: 'headline', certainty: 'published', outcome: { kind: 'computed', rating: 'limited-assurance' } }],
    });
  });

  it('says in words that nobody gave it as a rating', () => {
    expect(recompute(year, ratings, drafts!).notice).toContain('Nobody gave it as a rating');
  });

  it('is what the rules say anyway, for the version in force', () => {
    expect(inForce?.status).toBe('in-force');
    expect(recompute(year, ratings, inForce!).computed).toEqual(computeRatings(year, ratings));
  });

  it('leaves the framework and the ratings as they were', () => {
    const before = structuredClone({ year, ratings });
    recompute(year, ratings, drafts!);
    expect({ year, ratings }).toEqual(before);
  });

  it('exists for the year only: for quarters no other version is known', () => {
    expect(ruleVersionsFor(pack, '2015-16-q1')).toEqual([]);
  });
});
