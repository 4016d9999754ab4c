import { readPackText } from './pack-text.js';

const read = (text: string) => {
  const found = readPackText(text);
  if ('fault' in found) throw new Error(found.fault.detail);
  return found;
};

describe('the text of a pack', () => {
  it('says on which line a part stands, and where a missing part would belong', () => {
    const text = read('{\n  "id": "a",\n  "items": [\n    { "id": "one" },\n    {\n      "id": "two" }\n  ]\n}\n');
    expect(text.content).toEqual({ id: 'a', items: [{ id: 'one' }, { id: 'two' }] });
    expect(
      [[], ['id'], ['items', '0'], ['items', '1', 'id'], ['items', '1', 'scale'], ['scales', 'id']].map((path) =>
        text.lineOf(path),
      ),
    ).toEqual([1, 2, 4, 6, 5, 1]);
  });

  it.each([
    ['', 1, 'needs a value here'],
    ['{\n "id": "a"\n "title": "b"\n}', 3, 'needs a comma before this'],
    ['{ "id": "a", }', 1, 'needs the name of a field here'],
    ['{\n // a note\n "id": 1 }', 2, 'holds a comment'],
    ['{ "id": "a" } {}', 1, 'goes on after the pack has ended'],
    ['{ "id": "a }', 1, 'holds a text that does not end'],
  ])('that is no JSON is told by its line: %j', (text, line, detail) => {
    expect(readPackText(text)).toEqual({ fault: { line, detail: expect.stringContaining(detail) as string } });
  });
});
