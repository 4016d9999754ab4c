import { z } from 'zod';
import { csvRows, emptyIsNull } from './csv-rows.js';

const row = z.strictObject({ name: z.string().min(1), since: emptyIsNull(z.string().regex(/^\d{4}$/, 'is not a year')) });

describe('the rows of a file', () => {
  it('come with the line they end on; an empty field is null', () => {
    expect(csvRows('\ufeffname,since\n"Two\nlines",2016\n\nOne,\n', row)).toEqual({
      rows: [
        { name: 'Two\nlines', since: '2016', line: 3 },
        { name: 'One', since: null, line: 5 },
      ],
    });
  });

  it('are refused together while one is broken, each broken one by its line', () => {
    expect(csvRows('name,since\nGood,2016\n,2016\nLate,soon\n', row)).toMatchObject({
      broken: [{ line: 3 }, { line: 4, detail: 'since: is not a year' }],
    });
  });

  it('have the columns asked for, and no others', () => {
    expect(csvRows('name,since,more\nGood,2016,x\n', row)).toMatchObject({ broken: [{ line: 2 }] });
    expect(csvRows('name\nGood\n', row)).toMatchObject({ broken: [{ line: 2 }] });
  });

  it('are refused where the text is no CSV', () => {
    expect(csvRows('name,since\n"never closed,2016\n', row)).toHaveProperty('broken');
  });
});
