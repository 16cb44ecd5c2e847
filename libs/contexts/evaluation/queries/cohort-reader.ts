import { Inject, Injectable } from '@nestjs/common';
import { refuse } from '#libs/kernel';
import { findEvery, READ_STORE, type Filter, type ReadStore } from '#libs/read-store';
import {
  COUNTRY,
  CYCLES,
  CYCLE_TIMES,
  INSTRUMENTS,
  type CountryDocument,
  type CycleDocument,
  type InstrumentDocument,
} from '../projections/cohort.projection.js';
import {
  ALL,
  GAP_TABLE,
  PEOPLE_TABLE,
  SCHOOL_TABLE,
  TALLIES,
  clusterTable,
  resultTable,
  tallyId,
  type GapTally,
  type TallyDocument,
} from '../projections/tallies.js';
import { MEASURES } from '../projections/cohort.js';
import type { AnalysisLabel, AnswerHead, Equated, MeasureKind } from './answers.js';
import { cited } from './definitions.js';
import {
  PEOPLE_SOURCES,
  RESULT_SOURCES,
  peopleTallies,
  resultTallies,
  storedFor,
  type By,
  type PeopleTally,
  type ResultTally,
} from './tallied.js';

const DEFAULT_THRESHOLD = 10;
/** A measure on one scale, as an instrument of the cycle has it; the ends of the scale in its own units. */
export interface ScaleOfCycle {
  readonly measure: MeasureKind;
  readonly scale: string;
  readonly minimum: number;
  readonly maximum: number;
  readonly equated?: Equated;
}

/** Everything about a cycle that is no number. */
export interface CycleRead {
  readonly head: AnswerHead;
  readonly design: CycleDocument;
  readonly regional: RegionalCodes;
}
/** The country's code → the one that countries share. */
export type RegionalCodes = NonNullable<CountryDocument['regional']>;

export const analysisLabel = ({ finalWindowOpens, plans = [] }: CycleDocument): AnalysisLabel => ({
  finalWindowOpens: finalWindowOpens ?? null,
  plans,
  planned: [...new Set(plans.filter((plan) => plan.beforeFinalWindow).flatMap(({ breakdowns }) => breakdowns))].sort(),
});

/** Reads the cohort's tallies; how many teachers stand behind them changes nothing about what is read. */
@Injectable()
export class CohortReader {
  constructor(@Inject(READ_STORE) private readonly documents: ReadStore) {}

  /**
   * @param definitions of the figures that the answer has
   * @throws Refusal cycle-unknown
   */
  async cycle(tenant: string, cycle: string, ...definitions: readonly string[]): Promise<CycleRead> {
    const [design, times, country] = (await Promise.all([
      this.documents.get(tenant, CYCLES, cycle),
      this.documents.get(tenant, CYCLE_TIMES, cycle),
      this.documents.get(tenant, COUNTRY, 'country'),
    ])) as unknown as [CycleDocument | undefined, { asOf: string } | undefined, CountryDocument | undefined];
    if (!design) return refuse('cycle-unknown', { cycle });
    return {
      head: {
        cycle,
        simulated: country?.origin === 'simulated',
        asOf: times?.asOf ?? null,
        k: country?.suppressionThreshold ?? DEFAULT_THRESHOLD,
        definitions: cited(...definitions),
      },
      design,
      regional: country?.regional ?? { educationLevels: {}, sectors: {} },
    };
  }

  /**
   * What the cycle's instruments measure, the self-rating first. Where the test's forms were put on a common scale the test has one scale all the same: the
   * newest on which anybody's result stands; who has a result on another one is counted beside it.
   */
  async scales(tenant: string, design: CycleDocument): Promise<readonly ScaleOfCycle[]> {
    const every = await this.everyScale(tenant, design);
    if ((design.equated ?? []).length === 0) return every;
    const tests = await Promise.all(
      every
        .filter(({ measure }) => measure === 'test')
        .map(async (scale) => {
          const [all] = await this.results(tenant, design.cycle, scale, ['all']);
          return { scale, people: all ? all.pre + all.post - all.pairs : 0 };
        }),
    );
    const [inForce, ...others] = [...tests].sort((a, b) => Number(b.people > 0) - Number(a.people > 0));
    const equated: Equated = {
      common: inForce !== undefined && (design.equated ?? []).includes(inForce.scale.scale),
      with: others.map(({ scale }) => scale.scale),
      elsewhere: others.reduce((sum, { people }) => sum + people, 0),
    };
    return [...every.filter(({ measure }) => measure !== 'test'), ...(inForce ? [{ ...inForce.scale, equated }] : [])];
  }

  /** Each measure and scale once; a common scale of the forms before their own. */
  async everyScale(tenant: string, { selfRating, testForms, equated = [] }: CycleDocument): Promise<readonly ScaleOfCycle[]> {
    const ids = [selfRating, ...testForms].map(({ instrument, version }) => `${instrument}@${version}`);
    const scales = new Map<string, ScaleOfCycle>(
      equated.map((scale) => [`test:${scale}`, { measure: 'test', scale, minimum: 0, maximum: 100 }]),
    );
    for (const one of (await this.documents.getMany(tenant, INSTRUMENTS, ids)) as unknown as (InstrumentDocument | undefined)[]) {
      if (one) scales.set(`${one.measure}:${one.scale}`, { ...one, minimum: one.minimum / 100, maximum: one.maximum / 100 });
    }
    return [...scales.values()].sort((a, b) => MEASURES.indexOf(a.measure) - MEASURES.indexOf(b.measure));
  }

  async instrument(tenant: string, ref: { instrument: string; version: number }): Promise<InstrumentDocument> {
    const found = await this.documents.get(tenant, INSTRUMENTS, `${ref.instrument}@${ref.version}`);
    return (found as unknown as InstrumentDocument | undefined) ?? refuse('instrument-unknown', { ...ref });
  }

  async people(tenant: string, cycle: string, by: readonly By[]): Promise<readonly PeopleTally[]> {
    return peopleTallies(await this.#tallies<TallyDocument>(tenant, cycle, [PEOPLE_TABLE], storedFor(by, PEOPLE_SOURCES)), by);
  }

  async schools(tenant: string, cycle: string): Promise<number> {
    const document = await this.documents.get(tenant, TALLIES, tallyId(cycle, SCHOOL_TABLE, ALL));
    return (document as unknown as TallyDocument | undefined)?.amounts[0] ?? 0;
  }

  async results(
    tenant: string,
    cycle: string,
    { measure, scale }: Pick<ScaleOfCycle, 'measure' | 'scale'>,
    by: readonly By[],
  ): Promise<readonly ResultTally[]> {
    const clusters = clusterTable(measure, scale);
    // In one reading: the two have to be of the same moment.
    const found = await this.#tallies<TallyDocument>(
      tenant,
      cycle,
      [resultTable(measure, scale), clusters],
      [...new Set([...by, ...storedFor(by, RESULT_SOURCES)])],
    );
    return resultTallies(
      found.filter(({ table }) => table !== clusters),
      found.filter(({ table }) => table === clusters),
      by,
    );
  }

  /** Every cycle that was planned, by label. */
  cycles(tenant: string): Promise<readonly CycleDocument[]> {
    return findEvery<CycleDocument>(this.documents, tenant, CYCLES);
  }

  gaps(tenant: string, cycle: string, by: 'region' | 'sector' | 'educationLevel'): Promise<readonly GapTally[]> {
    return this.#tallies(tenant, cycle, [GAP_TABLE], [by]);
  }

  /** Of these stored dimensions, sorted by id. */
  async #tallies<Tally>(
    tenant: string,
    cycle: string,
    tables: readonly string[],
    by: readonly string[],
  ): Promise<readonly Tally[]> {
    const filter: Filter = { cycle, table: { in: tables }, by: { in: by } };
    return findEvery<Tally>(this.documents, tenant, TALLIES, { filter });
  }
}
