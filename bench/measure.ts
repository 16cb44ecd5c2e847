import { cpus, totalmem, loadavg } from 'node:os';
import { DatabaseSync } from '@photostructure/sqlite';

/** What somebody who runs the bench chose. */
export interface BenchOptions {
  readonly pairs: number;
  /** Small inputs and few pairs: shows that everything runs, and is no result. */
  readonly quick: boolean;
  readonly say: (line: string) => void;
}

export interface Aim {
  readonly value: number;
  readonly direction: 'at least' | 'at most';
  /** A bar that has to be reached, or a figure that is reported. */
  readonly binding: boolean;
}

/** One measured pair: the product beside what it is compared with, in the row's unit. */
export interface Pair {
  readonly product: number;
  readonly baseline: number;
}

export interface Spread {
  readonly median: number;
  readonly least: number;
  readonly most: number;
}

/** A row of the table. */
export interface RowResult {
  readonly row: string;
  readonly what: string;
  readonly comparedWith: string;
  readonly aim: Aim;
  readonly pairs: number;
  readonly ratio: Spread;
  readonly reached: boolean;
  readonly unit: string;
  readonly product: Spread;
  readonly baseline: Spread;
  /** What else was seen, in words. */
  readonly notes: readonly string[];
}

export const spreadOf = (values: readonly number[]): Spread => {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (index: number): number => sorted[index] ?? NaN;
  const middle = (sorted.length - 1) / 2;
  return {
    median: (at(Math.floor(middle)) + at(Math.ceil(middle))) / 2,
    least: at(0),
    most: at(sorted.length - 1),
  };
};

/** The value under which `share` of the values lie (nearest rank). */
export const quantile = (values: readonly number[], share: number): number => {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? NaN;
};

/** Runs pairs one after the other, each beginning with the other side than the pair before. */
export const interleaved = async (
  pairs: number,
  sides: { readonly product: (pair: number) => Promise<number>; readonly baseline: (pair: number) => Promise<number> },
  told: (pair: number, measured: Pair) => void = () => undefined,
): Promise<readonly Pair[]> => {
  const measured: Pair[] = [];
  for (let pair = 0; pair < pairs; pair += 1) {
    const first = pair % 2 === 0;
    const before = first ? await sides.baseline(pair) : undefined;
    const product = await sides.product(pair);
    const one = { product, baseline: before ?? (await sides.baseline(pair)) };
    measured.push(one);
    told(pair, one);
  }
  return measured;
};

export const resultOf = (
  about: Pick<RowResult, 'row' | 'what' | 'comparedWith' | 'aim' | 'unit'>,
  pairs: readonly Pair[],
  notes: readonly string[] = [],
): RowResult => {
  const ratio = spreadOf(pairs.map(({ product, baseline }) => product / baseline));
  const { value, direction } = about.aim;
  return {
    ...about,
    pairs: pairs.length,
    ratio,
    reached: direction === 'at least' ? ratio.median >= value : ratio.median <= value,
    product: spreadOf(pairs.map(({ product }) => product)),
    baseline: spreadOf(pairs.map(({ baseline }) => baseline)),
    notes,
  };
};

export interface Machine {
  readonly cores: number;
  readonly processor: string;
  readonly memoryGiB: number;
  readonly node: string;
  readonly sqlite: string;
  readonly platform: string;
  /** Processes that wanted a core during the last minute, when the bench began: much above 0 and others were at work. */
  readonly loadAtStart: number;
}

export const machine = (): Machine => {
  const db = new DatabaseSync(':memory:');
  const { version } = db.prepare('SELECT sqlite_version() AS version').get() as { version: string };
  db.close();
  const [first] = cpus();
  return {
    cores: cpus().length,
    processor: first?.model.trim() ?? 'unknown',
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    node: process.version,
    sqlite: version,
    platform: `${process.platform} ${process.arch}`,
    loadAtStart: Math.round((loadavg()[0] ?? 0) * 100) / 100,
  };
};

export const rounded = (value: number, digits = 2): string =>
  value >= 1000 ? Math.round(value).toLocaleString('en') : value.toFixed(value >= 100 ? 0 : digits);
