import type { Mark } from '../../../libs/contexts/evaluation/queries/answers.js';

/** One cell of a table behind a chart. A number keeps its value, so that an export is not bound to a locale. */
export type Cell =
  | { readonly kind: 'number'; readonly value: number; readonly text: string }
  | { readonly kind: 'text'; readonly text: string }
  /** Not shown, to protect people: a marker and never a zero or a blank. */
  | { readonly kind: 'withheld'; readonly mark: Mark; readonly text: string }
  /** Does not exist, and why. */
  | { readonly kind: 'none'; readonly text: string };

export interface Row {
  readonly id: string;
  readonly header: string;
  /** Stands below the header on the page; an exported table has columns for it. */
  readonly more?: string;
  readonly cells: readonly Cell[];
}

export interface Table {
  readonly caption: string;
  /** The first names the rows. */
  readonly columns: readonly string[];
  readonly rows: readonly Row[];
  /** What the figures are, by id and version; every exported row says it. */
  readonly definition?: string;
}

/** Columns at the end of every exported row: whose numbers these are and, in a simulated country, that they are invented. */
export interface Provenance {
  readonly columns: readonly string[];
  readonly values: readonly string[];
}

export const number = (value: number, text: string): Cell => ({ kind: 'number', value, text });
export const words = (text: string): Cell => ({ kind: 'text', text });
export const none = (text: string): Cell => ({ kind: 'none', text });
