import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import type { InstrumentRef } from '#libs/contexts/rollout';
import { comparable, type MeasureAndScale } from '#libs/indicators';
import { refuse } from '#libs/kernel';
import { DIMENSIONS, type GainAnswer, type MeasureKind } from './answers.js';
import { CohortReader, analysisLabel, type ScaleOfCycle } from './cohort-reader.js';
import { cited } from './definitions.js';
import { BREAKDOWN, breakdown } from './results.js';

/** What is to be subtracted from what: two instrument versions, or two measures on their scales (the cycle's test unless told). */
export interface GainAsked {
  readonly pre?: InstrumentRef;
  readonly post?: InstrumentRef;
  readonly measure?: MeasureKind;
  readonly scale?: string;
  readonly otherMeasure?: MeasureKind;
  readonly otherScale?: string;
}

/** The change of those measured twice. @throws Refusal measures-not-comparable | measure-not-in-cycle | instrument-unknown | cycle-unknown */
export class Gain extends Query<GainAnswer> {
  constructor(
    readonly tenant: string,
    readonly cycle: string,
    readonly asked: GainAsked,
  ) {
    super();
  }
}

@QueryHandler(Gain)
export class GainHandler implements IQueryHandler<Gain> {
  constructor(private readonly cohort: CohortReader) {}

  async execute({ tenant, cycle, asked }: Gain): Promise<GainAnswer> {
    const { head, design, regional } = await this.cohort.cycle(tenant, cycle);
    const scales = await this.cohort.everyScale(tenant, design);
    const [first, last] = await this.#sides(tenant, asked, await this.cohort.scales(tenant, design));
    if (!comparable(first, last)) {
      refuse('measures-not-comparable', {
        measure: first.measure,
        scale: first.scale,
        other: last.measure,
        otherScale: last.scale,
      });
    }
    const scale = scales.find((one) => comparable(one, first));
    if (!scale) return refuse('measure-not-in-cycle', { measure: first.measure, scale: first.scale, cycle });
    const tallies = await this.cohort.results(tenant, cycle, scale, BREAKDOWN);
    const { gain, by } = breakdown(scale, tallies, head.k, regional);
    return {
      ...head,
      definitions: cited(...(scale.measure === 'test' ? ['learning-gain', 'g-av', 'class-gain'] : ['self-rating-change'])),
      plan: analysisLabel(design),
      name: scale.measure === 'test' ? 'learning gain' : 'self-rating change',
      gain,
      by: Object.fromEntries(
        DIMENSIONS.map((dimension) => [dimension, by[dimension].map((group) => ({ cell: group.cell, gain: group.gain }))]),
      ) as unknown as GainAnswer['by'],
    };
  }

  async #sides(
    tenant: string,
    { pre, post, measure, scale, otherMeasure, otherScale }: GainAsked,
    scales: readonly ScaleOfCycle[],
  ): Promise<[MeasureAndScale, MeasureAndScale]> {
    if (pre || post) {
      const one = await this.cohort.instrument(tenant, (pre ?? post) as InstrumentRef);
      return [one, post ? await this.cohort.instrument(tenant, post) : one];
    }
    const scaleOf = (kind: MeasureKind): string => scales.find((one) => one.measure === kind)?.scale ?? UNNAMED;
    const kind = measure ?? 'test';
    const first: MeasureAndScale = { measure: kind, scale: scale ?? scaleOf(kind) };
    const otherKind = otherMeasure ?? kind;
    return [first, { measure: otherKind, scale: otherScale ?? (otherKind === kind ? first.scale : scaleOf(otherKind)) }];
  }
}

/** Stands for the scale of a measure that no instrument of the cycle has. */
const UNNAMED = '?';
