import type { Cell, Provenance, Table } from './table.js';

/** What a spreadsheet would take for a formula is made text again: names come from registers that others wrote. */
const harmless = (text: string): string => (/^[=+\-@\t\r]/.test(text) ? `'${text}` : text);
const quoted = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

const valueOf = (cell: Cell): string =>
  cell.kind === 'number' ? String(Number(cell.value.toFixed(6))) : quoted(harmless(cell.text));

/**
 * The table as CSV (RFC 4180, UTF-8 with a byte order mark so that spreadsheets see it): numbers with a point and unrounded, what is withheld
 * in words. Every row says whose numbers they are, so that a part of the file is as honest as the whole.
 */
export const toCsv = (table: Table, provenance: Provenance): string => {
  const line = (cells: readonly string[]) => `${cells.join(',')}\r\n`;
  const tail = provenance.values.map((value) => quoted(harmless(value)));
  const head = line([...table.columns, ...provenance.columns].map((column) => quoted(harmless(column))));
  const rows = table.rows.map((row) => line([quoted(harmless(row.header)), ...row.cells.map(valueOf), ...tail]));
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
