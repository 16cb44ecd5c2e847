import { csvLine, csvText } from '../../../libs/kernel/csv.js';
import type { Cell, Provenance, Table } from './table.js';

const valueOf = (cell: Cell): string => (cell.kind === 'number' ? String(Number(cell.value.toFixed(6))) : csvText(cell.text));

/**
 * The table as CSV (RFC 4180, UTF-8 with a byte order mark so that spreadsheets see it): numbers with a point and unrounded, what is withheld
 * in words. Every row says whose numbers they are, so that a part of the file is as honest as the whole.
 */
export const toCsv = (table: Table, provenance: Provenance): string => {
  const tail = provenance.values.map(csvText);
  const head = csvLine([...table.columns, ...provenance.columns].map(csvText));
  const rows = table.rows.map((row) => csvLine([csvText(row.header), ...row.cells.map(valueOf), ...tail]));
  return `\uFEFF${head}${rows.join('')}`;
};

/** Letters, digits and hyphens only. */
export const fileName = (parts: readonly string[], ending = 'csv'): string =>
  `${parts
    .join('-')
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')}.${ending}`;
