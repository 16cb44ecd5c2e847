import fc from 'fast-check';
import { parse } from 'csv-parse/sync';
import { fileName, toCsv } from './csv.js';
import { none, number, words, type Table } from './table.js';

const provenance = { columns: ['Country', 'Data'], values: ['cl', 'Simulated data'] };
const read = (csv: string): string[][] => parse(csv, { bom: true });

describe('a table as CSV', () => {
  it('keeps numbers unrounded with a point, says what is withheld, and tells its origin in every row', () => {
    const table: Table = {
      caption: 'Gain',
      columns: ['Region', 'Mean', 'Low', 'Note'],
      rows: [
        {
          id: 'a',
          header: 'Maule',
          cells: [number(7.123456789, '7,1'), { kind: 'withheld', mark: 'primary', text: 'Withheld' }, words('a, "b"')],
        },
        { id: 'b', header: 'Ñuble', cells: [number(0.1 + 0.2, '0,3'), none('Not estimable'), words('two\nlines')] },
      ],
    };
    expect(read(toCsv(table, provenance))).toEqual([
      ['Region', 'Mean', 'Low', 'Note', 'Country', 'Data'],
      ['Maule', '7.123457', 'Withheld', 'a, "b"', 'cl', 'Simulated data'],
      ['Ñuble', '0.3', 'Not estimable', 'two\nlines', 'cl', 'Simulated data'],
    ]);
    expect(toCsv(table, provenance).startsWith('\uFEFF')).toBe(true);
  });

  it('makes no formula of a name from a register', () => {
    const row = { id: 'x', header: '=HYPERLINK("http://x")', cells: [words('+1'), words('-2'), words('@a')] };
    const [, cells] = read(toCsv({ caption: '', columns: ['a', 'b', 'c', 'd'], rows: [row] }, provenance));
    expect(cells?.slice(0, 4)).toEqual(['\'=HYPERLINK("http://x")', "'+1", "'-2", "'@a"]);
  });

  it('gives back every text that goes in', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.string(), fc.string()), { minLength: 1, maxLength: 8 }), (pairs) => {
        const rows = pairs.map(([header, text], at) => ({ id: String(at), header, cells: [words(text)] }));
        const [, ...parsed] = read(toCsv({ caption: '', columns: ['h', 't'], rows }, provenance));
        const safe = (text: string) => (/^[=+\-@\t\r]/.test(text) ? `'${text}` : text);
        expect(parsed.map(([header, text]) => [header, text])).toEqual(pairs.map(([header, text]) => [safe(header), safe(text)]));
      }),
    );
  });

  it('names files plainly', () => {
    expect(fileName(['cordillera', 'cl', '2023', 'Datos simulados', 'participación'])).toBe(
      'cordillera-cl-2023-datos-simulados-participacion.csv',
    );
  });
});
