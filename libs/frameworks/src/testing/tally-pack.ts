import { type Pack, packSchema } from '../core/pack.js';

const made = { certainty: 'assumed', source: 'Made for tests: no framework of NHS England' } as const;
const scored = (id: string, label: string) => ({ id, kind: 'score', label, scale: { quarter: 'metric-score' } });
const quarter = (rule: string) => ({ scale: { quarter: 'metric-score' }, rule: { quarter: rule } });

/**
 * A framework as next year's might be, with the kinds of rule whose numbers no published document gives: scores of which 1 is
 * best, their mean, a weighted score, counts of them, and a financial override.
 */
export const tallyPack: Pack = packSchema.parse({
  id: 'tally',
  version: 1,
  title: 'Tally',
  issuer: 'Nobody',
  family: 'tally',
  assesses: ['icb'],
  window: { from: '2027-28-q1', until: '2028-29-q1' },
  labels: { item: 'metric', items: 'metrics', headline: 'segment' },
  scales: [
    { id: 'metric-score', ratings: ['1', '2', '3', '4'].map((id) => ({ id, label: id })) },
    {
      id: 'override',
      ratings: [
        { id: 'not-applied', label: 'Not applied' },
        { id: 'applied', label: 'Applied' },
      ],
    },
    { id: 'segment', ratings: ['1', '2', '3', '4', '5'].map((id) => ({ id, label: `Segment ${id}` })) },
  ],
  items: [
    scored('finance', 'Finance'),
    scored('waiting', 'Waiting'),
    { ...scored('safety', 'Safety'), notApplicable: true },
    { id: 'financial-override', kind: 'area', label: 'Financial override', scale: { quarter: 'override' } },
    { id: 'by-mean', kind: 'total', label: 'Segment before override', ...quarter('by-mean') },
    { id: 'by-weight', kind: 'total', label: 'Weighted', ...quarter('by-weight') },
    { id: 'by-count', kind: 'total', label: 'Counted', ...quarter('by-count') },
    { id: 'comment', kind: 'area', label: 'Comment', scale: { quarter: 'override' } },
    { id: 'segment', kind: 'headline', label: 'Segment', scale: { quarter: 'segment' }, rule: { quarter: 'with-override' } },
  ],
  rules: [
    { id: 'people', kind: 'judgement', ...made },
    {
      id: 'by-mean',
      kind: 'mean',
      over: 'score',
      points: [1, 2, 3, 4].map((points) => ({ rating: String(points), points })),
      better: 'lower',
      thresholds: [
        { rating: '1', edge: 1.5, ...made, certainty: 'published' },
        { rating: '2', edge: 2.25, ...made },
        { rating: '3', edge: 3.1, ...made },
        { rating: '4', ...made },
      ],
      ...made,
    },
    {
      id: 'by-weight',
      kind: 'weighted',
      weights: [
        { item: 'finance', weight: 50 },
        { over: 'score', weight: 50 },
      ],
      points: [1, 2, 3, 4].map((points) => ({ rating: String(points), points: 4 - points })),
      better: 'higher',
      thresholds: [
        { rating: '1', edge: 2.5, ...made },
        { rating: '2', edge: 1.33, ...made },
        { rating: '4', ...made },
      ],
      ...made,
    },
    {
      id: 'by-count',
      kind: 'counts',
      over: 'score',
      tiers: [
        {
          rating: '1',
          needs: [
            { ratings: ['1'], atLeast: 2 },
            { ratings: ['3', '4'], atMost: 0 },
          ],
          ...made,
        },
        { rating: '2', needs: [{ ratings: ['4'], atMost: 0 }], ...made },
        { rating: '4', needs: [], ...made },
      ],
      ...made,
    },
    {
      id: 'with-override',
      kind: 'capped',
      of: 'by-mean',
      caps: [{ when: { item: 'financial-override', atOrBelow: 'applied' }, atBest: '3', ...made }],
      ...made,
    },
  ],
  ruleVersions: [
    { id: 'judged', label: 'a judgement', item: 'by-count', cadence: 'quarter', rule: 'people', status: 'draft', ...made },
  ],
  assessor: 'region',
  moderation: { quarter: ['regional'], mayBeSkipped: [], needsPanel: [], commentWorkingDays: 10, ...made },
  sources: ['Made for tests'],
});
