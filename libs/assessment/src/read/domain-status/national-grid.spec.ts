import { nationalGridOf, type NationalRow } from './national-grid.js';

const row = (change: Partial<NationalRow>): NationalRow => ({
  ...{ organisation: '11J', organisation_name: 'NHS Dorset CCG', office: 'Q70', region: 'Y57' },
  ...{ framework: 'ccg-assurance-2013-15', framework_title: 'CCG Assurance Framework' },
  ...{ period: '2014-15-q1', period_order: 1, item: 'domain-1', item_label: 'Domain 1', item_short_label: null },
  ...{ item_kind: 'domain', item_order: 1, rating: 'assured', rating_label: 'Assured', stage: 'transcribed' },
  ...{ line: 'facts', round: null, scale: null, evidence: 'published', from_position: '10' },
  ...change,
});

describe('the national grid', () => {
  it('says once what ids mean, and per organisation, item and period which rating stands', () => {
    const rows = [
      row({ period: '2014-15-q2', period_order: 2 }),
      row({ organisation: '00C', item: 'domain-2', item_order: 2 }),
      row({}),
    ];
    const { frameworks, organisations } = nationalGridOf('2014-15', rows);
    expect(frameworks).toMatchObject([
      {
        periods: ['2014-15-q1', '2014-15-q2'],
        items: [{ item: 'domain-1' }, { item: 'domain-2' }],
        labels: { assured: 'Assured' },
      },
    ]);
    const stands = { rating: 'assured', stage: 'transcribed' };
    expect(organisations.map(({ organisation, cells }) => [organisation, cells])).toEqual([
      ['00C', { 'domain-2': { '2014-15-q1': stands } }],
      ['11J', { 'domain-1': { '2014-15-q1': stands, '2014-15-q2': stands } }],
    ]);
  });

  it('shows of several sources the strongest, and that they differ', () => {
    const rows = [row({ rating: 'not-assured', evidence: 'inferred', from_position: '9' }), row({})];
    const [organisation] = nationalGridOf('2014-15', rows).organisations;
    expect(organisation?.cells['domain-1']?.['2014-15-q1']).toEqual({
      ...{ rating: 'assured', stage: 'transcribed', sourcesDiffer: true },
    });
  });

  it('leaves out what has no rating, and keeps its column', () => {
    const { frameworks, organisations } = nationalGridOf('2014-15', [row({ rating: null, rating_label: null, stage: 'open' })]);
    expect([frameworks[0]?.periods, organisations]).toEqual([['2014-15-q1'], []]);
  });
});
