import { shippedPack } from '#frameworks/testing/shipped-pack.js';
import { tallyPack } from '#frameworks/testing/tally-pack.js';
import { ruleInWords } from './rules-in-words.js';

const inWords = (pack: typeof tallyPack, id: string): readonly string[] => {
  const rule = pack.rules.find((one) => one.id === id);
  if (rule === undefined) throw new Error(`${pack.id} has no rule ${id}`);
  const { text, parts } = ruleInWords(pack, rule);
  return [text, ...parts.map((part) => part.text)];
};

describe('a rule in words', () => {
  it.each([
    ['people', ['People judge: no rule works it out.']],
    [
      'by-mean',
      [
        'The mean of the points of the scores: 1 counts 1, 2 counts 2, 3 counts 3, 4 counts 4.',
        '1: 1.5 or less.',
        '2: 2.25 or less.',
        '3: 3.1 or less.',
        '4: otherwise.',
      ],
    ],
    [
      'by-weight',
      [
        'A mean of points by weight (Finance 50, scores together 50). Points: 1 counts 3, 2 counts 2, 3 counts 1, 4 counts 0.',
        '1: 2.5 or more.',
        '2: 1.33 or more.',
        '4: otherwise.',
      ],
    ],
    [
      'by-count',
      [
        'The ratings of the scores are counted; the first of these that holds gives the result.',
        '1: at least 2 rated 1, and none rated 3 or 4.',
        '2: none rated 4.',
        '4: otherwise.',
      ],
    ],
    [
      'with-override',
      [
        'What Segment before override is, held down by the caps below.',
        'At best Segment 3 where Financial override is Applied or lower.',
      ],
    ],
  ])('says what it does, part by part, by the names people read: %s', (id, sentences) => {
    expect(inWords(tallyPack, id)).toEqual(sentences);
  });

  it('calls ratings and items as their pack does', () => {
    const pce = shippedPack('pce-2018-19.v2');
    const [sum, bands] = pce.rules.map(({ id }) => inWords(pce, id));
    expect(sum?.[0]).toContain('Outstanding counts 3');
    expect(bands?.slice(0, 2)).toEqual(['The band in which Total score falls gives the result.', 'Green Star: from 14.']);
    const caf = shippedPack('ccg-assurance-2013-15.v2');
    expect(inWords(caf, caf.rules[0]?.id ?? '')[0]).toBe('The lowest rating among the domains.');
  });
});
