import type { ConsentGiven, ConsentWithdrawn, CountryCreated, Purpose } from '#libs/contexts/rollout';
import type { FoldableEvent } from '#libs/kernel';
import { fold, type Projection, type View } from '#libs/projecting';
import type { AttemptResult, InstrumentVersionPublished, MeasureKind, Occasion } from '../assessment.events.js';

export const MEASUREMENT_COUNTRY = 'measurement_country';
export const SHEETS = 'measurement_sheets';
export const ITEM_TALLIES = 'measurement_items';
export const THEN_NOW = 'measurement_then_now';
const LAYOUTS = 'measurement_layouts';

export interface MeasurementCountry {
  readonly simulated: boolean;
  readonly k: number;
}

/** Where each item of a version belongs, in the version's order. */
interface Layout {
  readonly items: readonly { readonly id: string; readonly dimension: string }[];
}

/** What one result of a teacher contributes. */
interface SheetResult {
  readonly instrument: string;
  readonly version: number;
  readonly marks?: readonly (number | null)[];
  /** Hundredths; without the dimensions that have no score. */
  readonly dimensions?: Readonly<Record<string, number>>;
}
/** One teacher in one cycle: whether they agreed to the statistics, and the newest result of each measure and occasion. */
export interface Sheet {
  readonly cycle: string;
  readonly teacher: string;
  readonly statistics: boolean;
  /** `<measure> <occasion>` → result. */
  readonly results: Readonly<Record<string, SheetResult>>;
}
export const resultKey = (measure: MeasureKind, occasion: Occasion): string => `${measure} ${occasion}`;

/** Sums over the persons who answered every item of a set. */
export interface SetTally {
  readonly n: number;
  readonly total: number;
  readonly totalSquares: number;
  /** For each item of the set, in the version's order: Σ x, Σ x², Σ x · total. */
  readonly items: readonly (readonly [sum: number, squares: number, product: number])[];
}
/** The answers to one version of an instrument on one occasion of a cycle, as integers. */
export interface ItemTally {
  readonly cycle: string;
  readonly instrument: string;
  readonly version: number;
  readonly occasion: string;
  readonly persons: number;
  /** For each item, over all who answered it: how many, Σ x, Σ x². */
  readonly answered: readonly (readonly [n: number, sum: number, squares: number])[];
  readonly whole: SetTally;
  readonly dimensions: Readonly<Record<string, SetTally>>;
}
export const itemTallyId = (cycle: string, ref: { instrument: string; version: number }, occasion: string): string =>
  `${cycle}|${ref.instrument}@${ref.version}|${occasion}`;

/**
 * What a teacher says they were and what they say they are, a dimension: `n` have both, Σ then, Σ now, and how many stand higher, the same,
 * lower; of them `nBefore` also rated themselves before, with Σ before, Σ then, Σ now. Hundredths.
 */
export type ThenNow = readonly [
  n: number,
  then: number,
  now: number,
  up: number,
  same: number,
  down: number,
  nBefore: number,
  before: number,
  thenOfThose: number,
  nowOfThose: number,
];
export interface ThenNowTally {
  readonly cycle: string;
  readonly dimensions: Readonly<Record<string, ThenNow>>;
}

const plus = <Tuple extends readonly number[]>(a: Tuple | undefined, b: Tuple, sign: 1 | -1): Tuple =>
  b.map((value, index) => (a?.[index] ?? 0) + sign * value) as unknown as Tuple;

/** `members` are the places of the set's items in the version; who left one out is in no sum. */
const addSet = (
  before: SetTally | undefined,
  members: readonly number[],
  marks: readonly (number | null)[],
  sign: 1 | -1,
): SetTally => {
  const own = members.map((place) => marks[place] ?? null);
  const current: SetTally = before ?? { n: 0, total: 0, totalSquares: 0, items: members.map(() => [0, 0, 0]) };
  if (own.some((mark) => mark === null)) return current;
  const given = own as readonly number[];
  const total = given.reduce((sum, mark) => sum + mark, 0);
  return {
    n: current.n + sign,
    total: current.total + sign * total,
    totalSquares: current.totalSquares + sign * total ** 2,
    items: given.map((mark, index) => plus(current.items[index], [mark, mark ** 2, mark * total], sign)),
  };
};

const addMarks = (view: View, sheet: Sheet, occasion: string, result: SheetResult, sign: 1 | -1): void => {
  const { marks, instrument, version } = result;
  // Results from before marks were kept cannot be taken apart.
  if (!marks) return;
  const layout = view.get<Layout>(LAYOUTS, `${instrument}@${version}`);
  if (!layout) throw new Error(`scored on ${instrument} version ${version}, which was never published`);
  const id = itemTallyId(sheet.cycle, result, occasion);
  const before = view.get<ItemTally>(ITEM_TALLIES, id);
  const places = new Map<string, number[]>();
  layout.items.forEach(({ dimension }, place) => {
    const members = places.get(dimension);
    if (members) members.push(place);
    else places.set(dimension, [place]);
  });
  const everything = layout.items.map((_, place) => place);
  const dimensions: Record<string, SetTally> = {};
  for (const [dimension, members] of places) dimensions[dimension] = addSet(before?.dimensions[dimension], members, marks, sign);
  const tally: ItemTally = {
    cycle: sheet.cycle,
    instrument,
    version,
    occasion,
    persons: (before?.persons ?? 0) + sign,
    answered: everything.map((place) => {
      const mark = marks[place] ?? null;
      return plus(before?.answered[place], mark === null ? [0, 0, 0] : [1, mark, mark ** 2], sign);
    }),
    whole: addSet(before?.whole, everything, marks, sign),
    dimensions,
  };
  if (tally.persons === 0) view.delete(ITEM_TALLIES, id);
  else view.put(ITEM_TALLIES, id, tally);
};

const thenNowOf = ({ results }: Sheet): Record<string, ThenNow> => {
  const of = (occasion: Occasion) => results[resultKey('self-rating', occasion)]?.dimensions;
  const [before, then, now] = [of('baseline'), of('retrospective'), of('final')];
  const found: Record<string, ThenNow> = {};
  for (const [dimension, was] of Object.entries(then ?? {})) {
    const is = now?.[dimension];
    if (is === undefined) continue;
    const first = before?.[dimension];
    const direction = [is > was, is === was, is < was].map(Number) as [number, number, number];
    const three = first === undefined ? ([0, 0, 0, 0] as const) : ([1, first, was, is] as const);
    found[dimension] = [1, was, is, ...direction, ...three];
  }
  return found;
};

const addThenNow = (view: View, cycle: string, added: Readonly<Record<string, ThenNow>>, sign: 1 | -1): void => {
  if (Object.keys(added).length === 0) return;
  const dimensions = { ...view.get<ThenNowTally>(THEN_NOW, cycle)?.dimensions };
  for (const [dimension, amounts] of Object.entries(added)) {
    const sum = plus(dimensions[dimension], amounts, sign);
    if (sum[0] === 0) delete dimensions[dimension];
    else dimensions[dimension] = sum;
  }
  if (Object.keys(dimensions).length === 0) view.delete(THEN_NOW, cycle);
  else view.put(THEN_NOW, cycle, { cycle, dimensions });
};

const occasionOf = (key: string): string => key.slice(key.indexOf(' ') + 1);

/** Puts a sheet; what it contributed before is subtracted and what it contributes now is added, in integers. */
const putSheet = (view: View, before: Sheet | undefined, after: Sheet): void => {
  view.put(SHEETS, `${after.cycle}|${after.teacher}`, after);
  for (const [sheet, sign] of [
    [before, -1],
    [after, 1],
  ] as const) {
    if (!sheet?.statistics) continue;
    const other = sign === -1 ? after : before;
    for (const [key, result] of Object.entries(sheet.results)) {
      // What stayed as it was is not taken out only to be put in again.
      if (other?.statistics && other.results[key] === result) continue;
      addMarks(view, sheet, occasionOf(key), result, sign);
    }
    addThenNow(view, sheet.cycle, thenNowOf(sheet), sign);
  }
};

const change = (event: FoldableEvent<string, { teacher: string }>, view: View, changed: (sheet: Sheet) => Sheet): void => {
  const { cycle } = event.metadata;
  if (cycle === undefined) throw new Error('an event of a cycle does not say of which');
  const { teacher } = event.data;
  const before = view.get<Sheet>(SHEETS, `${cycle}|${teacher}`);
  putSheet(view, before, changed(before ?? { cycle, teacher, statistics: false, results: {} }));
};

/** Who is in the statistics of a cycle: whoever takes part and agreed to them. */
const inStatistics = (purposes: readonly Purpose[]): boolean =>
  purposes.includes('take-part') && purposes.includes('programme-statistics');

const scored = fold<AttemptResult>((event, view) => {
  const { byDimension, instrument, marks, measure, occasion, version } = event.data;
  const dimensions =
    measure === 'self-rating'
      ? Object.fromEntries(
          Object.entries(byDimension).flatMap(([dimension, { score }]) => (score === null ? [] : [[dimension, score]])),
        )
      : undefined;
  const result: SheetResult = { instrument, version, ...(marks ? { marks } : {}), ...(dimensions ? { dimensions } : {}) };
  change(event, view, (sheet) => ({ ...sheet, results: { ...sheet.results, [resultKey(measure, occasion)]: result } }));
});

/**
 * How the instruments measure: item statistics and reliability of each version on each occasion, and what teachers say in retrospect
 * against what they say now. Sums of those who agreed to the programme's statistics; who withdraws leaves them.
 */
export const measurementProjection: Projection = {
  name: 'measurement',
  version: 1,
  collections: [
    { name: MEASUREMENT_COUNTRY },
    { name: LAYOUTS },
    { name: SHEETS, columns: { cycle: 'text' }, indexes: [['cycle']] },
    { name: ITEM_TALLIES, columns: { cycle: 'text', instrument: 'text' }, indexes: [['cycle', 'instrument']] },
    { name: THEN_NOW },
  ],
  on: {
    CountryCreated: fold<CountryCreated['data']>(({ data: { origin, suppressionThreshold } }, view) => {
      view.put(MEASUREMENT_COUNTRY, 'country', { simulated: origin === 'simulated', k: suppressionThreshold });
    }),
    InstrumentVersionPublished: fold<InstrumentVersionPublished['data']>(({ data: { instrument, items, version } }, view) => {
      view.put(LAYOUTS, `${instrument}@${version}`, { items: items.map(({ dimension, id }) => ({ id, dimension })) });
    }),
    ConsentGiven: fold<ConsentGiven['data']>((event, view) => {
      const { purposes } = event.data;
      change(event, view, (sheet) => ({ ...sheet, statistics: inStatistics(purposes) }));
    }),
    ConsentWithdrawn: fold<ConsentWithdrawn['data']>((event, view) => {
      const { purposes } = event.data;
      change(event, view, (sheet) => ({ ...sheet, statistics: sheet.statistics && !endsStatistics(purposes) }));
    }),
    AttemptScored: scored,
    AttemptRescored: scored,
  },
};

const endsStatistics = (withdrawn: readonly Purpose[]): boolean =>
  withdrawn.includes('take-part') || withdrawn.includes('programme-statistics');
