import type { BulkColumn } from './kinds.js';
import { readBulkFile } from './read-file.js';

const column = (name: string, needed: boolean, typed?: true): BulkColumn => ({
  ...{ name, needed, describes: name, example: '' },
  ...(typed && { typed }),
});
const columns = [column('organisation', true), column('rating', true), column('reason', false, true)];
const read = (...lines: string[]) => readBulkFile(lines.join('\n'), columns);

describe('a file by a template', () => {
  it('has its columns in any order, those that may be left out left out, and remarks that are no rows', () => {
    expect(read('\ufeffrating,organisation', '# what it is,', 'good,11J', '', ' good , 00M ')).toEqual({
      rows: [
        { line: 3, cells: { rating: 'good', organisation: '11J' }, fault: undefined },
        { line: 5, cells: { rating: 'good', organisation: '00M' }, fault: undefined },
      ],
    });
  });

  it('tells a row by the line it begins on, though a text has several', () => {
    expect(read('organisation,rating,reason', '11J,good,"one\ntwo"', '00M,good,')).toMatchObject({
      rows: [
        { line: 2, cells: { reason: 'one\ntwo' } },
        { line: 4, cells: { organisation: '00M' } },
      ],
    });
  });

  it('is refused as a whole for a header that is not the template’s, or no rows at all', () => {
    const detailsOf = (...lines: string[]) => {
      const file = read(...lines);
      return 'faults' in file ? file.faults.map(({ detail }) => detail) : [];
    };
    expect(detailsOf('organisation,colour,organisation', '11J,x,11J')).toEqual([
      'There is no column colour: the template has organisation, rating, reason.',
      'The column organisation is there twice.',
      'The column rating is missing.',
    ]);
    expect(detailsOf('organisation,rating')).toEqual(['The file has a header and no rows.']);
    expect(detailsOf('')).toEqual(['The file is empty.']);
    expect(detailsOf('organisation,rating', '"11J,good')).toEqual([expect.stringContaining('This is no CSV')]);
  });

  it('names the rows that are wrong as written, by their column', () => {
    expect(read('organisation,rating,reason', '11J,,', '11J,good,x,y', '11J,"a\nb",', `${'x'.repeat(601)},good,`)).toMatchObject({
      rows: [
        { line: 2, fault: { detail: 'is missing', column: 'rating' } },
        { line: 3, fault: { detail: 'has 4 fields where there are 3 columns' } },
        { line: 4, fault: { detail: 'must be one line', column: 'rating' } },
        { line: 6, fault: { detail: 'must have 600 characters or fewer', column: 'organisation' } },
      ],
    });
  });
});
