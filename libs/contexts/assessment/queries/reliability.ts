import { Inject } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { Streams } from '#libs/commanding';
import { cycleDecider, cycleStream } from '#libs/contexts/rollout';
import { alphaFromSums, itemRestCorrelation, type ItemSums, type NotEstimableReason } from '#libs/indicators';
import { refuse } from '#libs/kernel';
import { READ_STORE, type ReadStore } from '#libs/read-store';
import type { MeasureKind, Occasion } from '../assessment.events.js';
import { instrumentDecider, instrumentStream, scoringOf, versionOf } from '../instrument.js';
import {
  ITEM_TALLIES,
  itemTallyId,
  MEASUREMENT_COUNTRY,
  THEN_NOW,
  type ItemTally,
  type MeasurementCountry,
  type SetTally,
  type ThenNowTally,
} from '../projections/measurement.projection.js';

/** Fewer than k people stand behind it; or it would give such a figure away. */
export interface WithheldFigure {
  readonly withheld: 'primary' | 'complementary';
}
type Reason = { readonly notEstimable: NotEstimableReason };

export interface AlphaShown {
  readonly items: number;
  /** Persons who answered every item, and those left out because an answer is missing. */
  readonly n: number;
  readonly excluded: number;
  readonly alpha: number | WithheldFigure | Reason;
}
export interface ItemShown {
  readonly item: string;
  readonly competency: string;
  readonly dimension: string;
  readonly answered: number;
  readonly missing: number;
  /** Share of right answers of a test’s item, mean anchor of a rating’s. */
  readonly difficulty: number | WithheldFigure | Reason;
  /** Correlation with the total of the other items of the dimension, and of the whole instrument. */
  readonly withDimension: number | WithheldFigure | Reason;
  readonly withWhole: number | WithheldFigure | Reason;
}
export interface ReliabilityAnswer {
  readonly cycle: string;
  readonly simulated: boolean;
  readonly k: number;
  readonly instrument: string;
  readonly version: number;
  readonly measure: MeasureKind;
  readonly scale: string;
  readonly scoring: string;
  readonly occasion: Occasion;
  /** With a result, in the programme's statistics. */
  readonly persons: number;
  readonly whole: AlphaShown;
  readonly dimensions: readonly (AlphaShown & { readonly dimension: string })[];
  readonly items: readonly ItemShown[];
}

const NOBODY: SetTally = { n: 0, total: 0, totalSquares: 0, items: [] };
const round = (value: number): number => Math.round(value * 1e6) / 1e6;

const sumsOf = ({ n, total, totalSquares, items }: SetTally, places: number): ItemSums => ({
  n,
  total,
  totalSquares,
  items: Array.from({ length: places }, (_, index) => {
    const [sum, squares, product] = items[index] ?? [0, 0, 0];
    return { sum, squares, product };
  }),
});

const PRIMARY: WithheldFigure = { withheld: 'primary' };

/** How well a version of an instrument measured on one occasion of a cycle. */
export class Reliability extends Query<ReliabilityAnswer> {
  constructor(
    readonly tenant: string,
    readonly cycle: string,
    readonly asked: { readonly instrument: string; readonly version: number; readonly occasion: Occasion },
  ) {
    super();
  }
}

@QueryHandler(Reliability)
export class ReliabilityHandler implements IQueryHandler<Reliability> {
  constructor(
    @Inject(READ_STORE) private readonly documents: ReadStore,
    private readonly streams: Streams,
  ) {}

  async execute({ tenant, cycle, asked }: Reliability): Promise<ReliabilityAnswer> {
    const { instrument, version, occasion } = asked;
    const country = await countryOf(this.documents, tenant);
    await cycleThere(this.streams, tenant, cycle);
    const published = versionOf(await this.streams.state(instrumentDecider, instrumentStream(tenant, instrument)), asked);
    const tally = (await this.documents.get(tenant, ITEM_TALLIES, itemTallyId(cycle, asked, occasion))) as unknown as
      ItemTally | undefined;
    const { k } = country;
    const persons = tally?.persons ?? 0;
    const shown = (n: number, estimate: { estimable: true; value: number } | { estimable: false; reason: NotEstimableReason }) =>
      n > 0 && n < k ? PRIMARY : estimate.estimable ? round(estimate.value) : { notEstimable: estimate.reason };
    const alphaOf = (set: SetTally, places: number): AlphaShown => {
      const excluded = persons - set.n;
      const alpha = shown(set.n, alphaFromSums(sumsOf(set, places), excluded));
      return { items: places, n: set.n, excluded, alpha };
    };
    const dimensions = [...new Set(published.items.map((item) => item.dimension))];
    const test = published.measure === 'test';
    return {
      cycle,
      ...country,
      instrument,
      version,
      measure: published.measure,
      scale: published.scale,
      scoring: scoringOf(published),
      occasion,
      persons,
      whole: alphaOf(tally?.whole ?? NOBODY, published.items.length),
      dimensions: dimensions.map((dimension) => ({
        dimension,
        ...alphaOf(tally?.dimensions[dimension] ?? NOBODY, published.items.filter((item) => item.dimension === dimension).length),
      })),
      items: published.items.map((item, place): ItemShown => {
        const [answered, sum] = tally?.answered[place] ?? [0, 0];
        const members = published.items.filter(({ dimension }) => dimension === item.dimension);
        const own = tally?.dimensions[item.dimension] ?? NOBODY;
        const whole = tally?.whole ?? NOBODY;
        const mean =
          answered === 0
            ? ({ estimable: false, reason: 'no-observations' } as const)
            : ({ estimable: true, value: sum / answered } as const);
        return {
          item: item.id,
          competency: item.competency,
          dimension: item.dimension,
          // A test counts what was left out as wrong: everybody has a mark.
          answered,
          missing: test ? 0 : persons - answered,
          difficulty: shown(answered, mean),
          withDimension: shown(own.n, itemRestCorrelation(sumsOf(own, members.length), members.indexOf(item))),
          withWhole: shown(whole.n, itemRestCorrelation(sumsOf(whole, published.items.length), place)),
        };
      }),
    };
  }
}

const DEFAULT_THRESHOLD = 10;

const countryOf = async (documents: ReadStore, tenant: string): Promise<MeasurementCountry> =>
  ((await documents.get(tenant, MEASUREMENT_COUNTRY, 'country')) as unknown as MeasurementCountry | undefined) ?? {
    simulated: false,
    k: DEFAULT_THRESHOLD,
  };

const cycleThere = async (streams: Streams, tenant: string, cycle: string): Promise<void> => {
  const { status } = await streams.state(cycleDecider, cycleStream(tenant, cycle));
  if (status === 'none') refuse('cycle-unknown', { cycle });
};

export interface ThenNowFigure {
  readonly n: number;
}
export interface ThenNowMeans extends ThenNowFigure {
  /** Means in the scale's own units. */
  readonly then: number;
  readonly now: number;
  /** How many rate the present higher than the time before, the same, lower. */
  readonly up: number;
  readonly same: number;
  readonly down: number;
}
export interface BeforeThenNow extends ThenNowFigure {
  /** What the same teachers had said at the beginning, and what they say of that time at the end. */
  readonly before: number;
  readonly then: number;
  readonly now: number;
}
export interface ThenNowAnswer {
  readonly cycle: string;
  readonly simulated: boolean;
  readonly k: number;
  readonly measure: 'self-rating';
  readonly dimensions: readonly {
    readonly dimension: string;
    readonly thenAndNow: ThenNowMeans | (ThenNowFigure & WithheldFigure);
    readonly withBefore: BeforeThenNow | (ThenNowFigure & WithheldFigure) | (ThenNowFigure & Reason);
  }[];
}

/** What teachers say in retrospect against what they say now: two ratings of one moment, no change over time. */
export class ThenAgainstNow extends Query<ThenNowAnswer> {
  constructor(
    readonly tenant: string,
    readonly cycle: string,
  ) {
    super();
  }
}

@QueryHandler(ThenAgainstNow)
export class ThenAgainstNowHandler implements IQueryHandler<ThenAgainstNow> {
  constructor(
    @Inject(READ_STORE) private readonly documents: ReadStore,
    private readonly streams: Streams,
  ) {}

  async execute({ tenant, cycle }: ThenAgainstNow): Promise<ThenNowAnswer> {
    const country = await countryOf(this.documents, tenant);
    await cycleThere(this.streams, tenant, cycle);
    const tally = (await this.documents.get(tenant, THEN_NOW, cycle)) as unknown as ThenNowTally | undefined;
    const { k } = country;
    const dimensions = Object.entries(tally?.dimensions ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
    return {
      cycle,
      ...country,
      measure: 'self-rating',
      dimensions: dimensions.map(([dimension, [n, then, now, up, same, down, m, before, thenOfThose, nowOfThose]]) => {
        const mean = (sum: number, of: number): number => round(sum / (100 * of));
        const rest = n - m;
        return {
          dimension,
          thenAndNow: n < k ? { n, ...PRIMARY } : { n, then: mean(then, n), now: mean(now, n), up, same, down },
          withBefore:
            m === 0
              ? { n: 0, notEstimable: 'no-observations' }
              : m < k
                ? { n: m, ...PRIMARY }
                : // Those without a first rating would follow from the two rows.
                  rest > 0 && rest < k
                  ? { n: m, withheld: 'complementary' }
                  : { n: m, before: mean(before, m), then: mean(thenOfThose, m), now: mean(nowOfThose, m) },
        };
      }),
    };
  }
}
