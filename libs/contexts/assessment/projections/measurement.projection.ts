import type { ConsentGiven, ConsentWithdrawn, CountryCreated, Purpose } from '#libs/contexts/rollout';
import type { FoldableEvent } from '#libs/kernel';
import { changesOf, fold, foldWithout, type Projection, type Settlement, type View } from '#libs/projecting';
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

const plus = <Tuple extends readonly number[]>(a: Tuple | undefined, b: Tuple, sign: 1 | -1 = 1): Tuple =>
  b.map((value, index) => (a?.[index] ?? 0) + sign * value) as unknown as Tuple;

type Three = [number, number, number];
const zeros = (): Three => [0, 0, 0];
const addTo = (sums: Three, a: number, b: number, c: number): void => {
  sums[0] += a;
  sums[1] += b;
  sums[2] += c;
};

/** What changes in a set's sums. */
class SetMovement {
  n = 0;
  total = 0;
  totalSquares = 0;
  readonly items: readonly Three[];

  /** @param members the places of the set's items in the version */
  constructor(private readonly members: readonly number[]) {
    this.items = members.map(zeros);
  }

  /** Who left an item of the set out is in no sum. */
  add(marks: readonly (number | null)[], sign: 1 | -1): void {
    let total = 0;
    for (const place of this.members) {
      const mark = marks[place];
      if (mark === null || mark === undefined) return;
      total += mark;
    }
    this.n += sign;
    this.total += sign * total;
    this.totalSquares += sign * total ** 2;
    this.members.forEach((place, index) => {
      const mark = marks[place] as number;
      addTo(this.items[index] as Three, sign * mark, sign * mark ** 2, sign * mark * total);
    });
  }

  onto(before: SetTally | undefined): SetTally {
    return {
      n: (before?.n ?? 0) + this.n,
      total: (before?.total ?? 0) + this.total,
      totalSquares: (before?.totalSquares ?? 0) + this.totalSquares,
      items: this.items.map((sums, index) => plus(before?.items[index], sums)),
    };
  }
}

/** What changes in the tally of one version on one occasion of a cycle. */
class ItemMovement {
  persons = 0;
  readonly answered: readonly Three[];
  readonly whole: SetMovement;
  readonly dimensions = new Map<string, SetMovement>();

  constructor(
    private readonly of: Pick<ItemTally, 'cycle' | 'instrument' | 'version' | 'occasion'>,
    { items }: Layout,
  ) {
    this.answered = items.map(zeros);
    this.whole = new SetMovement(items.map((_, place) => place));
    const members = new Map<string, number[]>();
    items.forEach(({ dimension }, place) => {
      const known = members.get(dimension);
      if (known) known.push(place);
      else members.set(dimension, [place]);
    });
    for (const [dimension, places] of members) this.dimensions.set(dimension, new SetMovement(places));
  }

  add(marks: readonly (number | null)[], sign: 1 | -1): void {
    this.persons += sign;
    this.answered.forEach((sums, place) => {
      const mark = marks[place];
      if (mark !== null && mark !== undefined) addTo(sums, sign, sign * mark, sign * mark ** 2);
    });
    this.whole.add(marks, sign);
    for (const set of this.dimensions.values()) set.add(marks, sign);
  }

  onto(before: ItemTally | undefined): ItemTally {
    return {
      ...this.of,
      persons: (before?.persons ?? 0) + this.persons,
      answered: this.answered.map((sums, place) => plus(before?.answered[place], sums)),
      whole: this.whole.onto(before?.whole),
      dimensions: Object.fromEntries(
        [...this.dimensions].map(([dimension, set]) => [dimension, set.onto(before?.dimensions[dimension])]),
      ),
    };
  }
}

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

const occasionOf = (key: string): string => key.slice(key.indexOf(' ') + 1);

/** What the changes of a batch's sheets add up to; each tally is read and written once. */
class Movements {
  readonly #items = new Map<string, ItemMovement>();
  readonly #thenNow = new Map<string, Map<string, ThenNow>>();

  constructor(private readonly view: View) {}

  /** What a sheet contributed before is subtracted and what it contributes now is added, in integers. */
  sheet(before: Sheet | undefined, after: Sheet | undefined): void {
    for (const [sheet, other, sign] of [
      [before, after, -1],
      [after, before, 1],
    ] as const) {
      if (!sheet?.statistics) continue;
      for (const [key, result] of Object.entries(sheet.results)) {
        // What stayed as it was is not taken out only to be put in again.
        if (other?.statistics && other.results[key] === result) continue;
        this.#marks(sheet.cycle, occasionOf(key), result, sign);
      }
      for (const [dimension, amounts] of Object.entries(thenNowOf(sheet))) {
        const dimensions = this.#thenNow.get(sheet.cycle) ?? new Map<string, ThenNow>();
        this.#thenNow.set(sheet.cycle, dimensions);
        dimensions.set(dimension, plus(dimensions.get(dimension), amounts, sign));
      }
    }
  }

  write(): void {
    for (const [id, movement] of this.#items) {
      const tally = movement.onto(this.view.get<ItemTally>(ITEM_TALLIES, id));
      if (tally.persons === 0) this.view.delete(ITEM_TALLIES, id);
      else this.view.put(ITEM_TALLIES, id, tally);
    }
    for (const [cycle, movements] of this.#thenNow) {
      const dimensions: Record<string, ThenNow> = { ...this.view.get<ThenNowTally>(THEN_NOW, cycle)?.dimensions };
      for (const [dimension, sums] of movements) {
        const sum = plus(dimensions[dimension], sums);
        if (sum[0] === 0) delete dimensions[dimension];
        else dimensions[dimension] = sum;
      }
      if (Object.keys(dimensions).length === 0) this.view.delete(THEN_NOW, cycle);
      else this.view.put(THEN_NOW, cycle, { cycle, dimensions });
    }
  }

  #marks(cycle: string, occasion: string, { instrument, marks, version }: SheetResult, sign: 1 | -1): void {
    // Results from before marks were kept cannot be taken apart.
    if (!marks) return;
    const id = itemTallyId(cycle, { instrument, version }, occasion);
    let movement = this.#items.get(id);
    if (!movement) {
      const layout = this.view.get<Layout>(LAYOUTS, `${instrument}@${version}`);
      if (!layout) throw new Error(`scored on ${instrument} version ${version}, which was never published`);
      this.#items.set(id, (movement = new ItemMovement({ cycle, instrument, version, occasion }, layout)));
    }
    movement.add(marks, sign);
  }
}

/** Every tally is made of sheets. */
const settlement: Settlement = {
  follows: [SHEETS],
  settle: (changes, view) => {
    const movements = new Movements(view);
    for (const { before, after } of changesOf<Sheet>(changes, SHEETS).values()) movements.sheet(before, after);
    movements.write();
  },
};

const change = (event: FoldableEvent<string, { teacher: string }>, view: View, changed: (sheet: Sheet) => Sheet): void => {
  const { cycle } = event.metadata;
  if (cycle === undefined) throw new Error('an event of a cycle does not say of which');
  const { teacher } = event.data;
  const before = view.get<Sheet>(SHEETS, `${cycle}|${teacher}`);
  view.put(SHEETS, `${cycle}|${teacher}`, changed(before ?? { cycle, results: {}, statistics: false, teacher }));
};

/** Who is in the statistics of a cycle: whoever takes part and agreed to them. */
const inStatistics = (purposes: readonly Purpose[]): boolean =>
  purposes.includes('take-part') && purposes.includes('programme-statistics');

const scoresOf = (byDimension: AttemptResult['byDimension']): Record<string, number> => {
  const scores: Record<string, number> = {};
  for (const dimension of Object.keys(byDimension)) {
    const score = byDimension[dimension]?.score;
    if (score !== null && score !== undefined) scores[dimension] = score;
  }
  return scores;
};

const scored = foldWithout<AttemptResult, 'byCompetency'>(['byCompetency'], (event, view) => {
  const { byDimension, instrument, marks, measure, occasion, version } = event.data;
  const dimensions = measure === 'self-rating' ? scoresOf(byDimension) : undefined;
  const result: SheetResult = { ...(dimensions ? { dimensions } : {}), instrument, ...(marks ? { marks } : {}), version };
  change(event, view, (sheet) => ({ ...sheet, results: { ...sheet.results, [resultKey(measure, occasion)]: result } }));
});

/**
 * How the instruments measure: item statistics and reliability of each version on each occasion, and what teachers say in retrospect
 * against what they say now. Sums of those who agreed to the programme's statistics; who withdraws leaves them.
 */
export const measurementProjection: Projection = {
  name: 'measurement',
  version: 1,
  weight: 90,
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
  settlement,
};

const endsStatistics = (withdrawn: readonly Purpose[]): boolean =>
  withdrawn.includes('take-part') || withdrawn.includes('programme-statistics');
