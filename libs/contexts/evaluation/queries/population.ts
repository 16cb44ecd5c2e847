import { Inject, Injectable } from '@nestjs/common';
import { findEvery, READ_STORE, type ReadStore } from '#libs/read-store';
import { UNKNOWN, type BreakdownDimension, type Dimension } from './answers.js';
import { POPULATION, TARGETS, type PopulationPart, type TargetsDocument } from '../projections/population.js';
import type { RegionalCodes } from './cohort-reader.js';
import type { Person } from './people.js';

type Axis = Exclude<BreakdownDimension, 'modality'>;
type Cell = Readonly<Partial<Record<Dimension, string>>> & { readonly teachers: number };

const AXIS_OF: Readonly<Record<Axis, Dimension>> = {
  region: 'region',
  sector: 'sector',
  regionalSector: 'sector',
  educationLevel: 'educationLevel',
  isced: 'educationLevel',
  gender: 'gender',
  rurality: 'rurality',
};
const AXES: readonly Dimension[] = ['region', 'sector', 'educationLevel', 'gender', 'rurality'];

const codeOf = (axis: Axis, own: string, { sectors, educationLevels }: RegionalCodes): string =>
  (axis === 'regionalSector' ? sectors[own] : axis === 'isced' ? educationLevels[own] : own) ?? UNKNOWN;

const sumOf = (cells: readonly Cell[]): number => cells.reduce((sum, { teachers }) => sum + teachers, 0);

/** Who could take part, as somebody counted them. */
export class Population {
  constructor(
    readonly asOf: string,
    readonly status: string,
    readonly note: Readonly<Record<string, string>>,
    private readonly rows: readonly Cell[],
  ) {}

  get eligible(): number {
    return sumOf(this.rows);
  }

  /** Cell → how many there are; `undefined` where the count does not go by this axis. */
  by(axis: Axis, codes: RegionalCodes): ReadonlyMap<string, number> | undefined {
    return this.byAll([axis], codes);
  }

  /** As `by`, for groups of several axes together; the parts of a cell are separated by `|`. */
  byAll(axes: readonly Axis[], codes: RegionalCodes): ReadonlyMap<string, number> | undefined {
    if (this.rows.some((row) => axes.some((axis) => row[AXIS_OF[axis]] === undefined))) return undefined;
    const cells = new Map<string, number>();
    for (const row of this.rows) {
      const cell = axes.map((axis) => codeOf(axis, row[AXIS_OF[axis]] ?? UNKNOWN, codes)).join('|');
      cells.set(cell, (cells.get(cell) ?? 0) + row.teachers);
    }
    return cells;
  }

  /**
   * How many of the population each of the people stands for, by region and sector (post-stratification, N_h / n_h); those whose place is
   * unknown or not in the count stand for nobody.
   */
  weightsFor(people: readonly Person[]): (person: Person) => number | undefined {
    const key = ({ region, sector }: { region?: string; sector?: string }) =>
      region === undefined || sector === undefined ? undefined : `${region}|${sector}`;
    const there = new Map<string, number>();
    for (const row of this.rows) {
      const cell = key(row);
      if (cell !== undefined) there.set(cell, (there.get(cell) ?? 0) + row.teachers);
    }
    const here = new Map<string, number>();
    for (const person of people) {
      const cell = key(person);
      if (cell !== undefined) here.set(cell, (here.get(cell) ?? 0) + 1);
    }
    return (person) => {
      const cell = key(person);
      const [all, some] = cell === undefined ? [] : [there.get(cell), here.get(cell)];
      return all === undefined || some === undefined || all === 0 ? undefined : all / some;
    };
  }
}

/** What a cycle wants to reach. */
export class Targets {
  constructor(private readonly rows: TargetsDocument['rows']) {}

  /** The target of a cell of one axis, or of everybody where no axis is told; `null` where none was set. */
  of(indicator: 'reached' | 'trained', axis?: Axis, cell?: string): number | null {
    const found = this.rows.find(
      (row) =>
        row.indicator === indicator &&
        AXES.every((one) => row[one] === (axis !== undefined && one === AXIS_OF[axis] ? cell : undefined)),
    );
    return found?.teachers ?? null;
  }

  /** A target of shared codes is the sum of its parts, where each has one. */
  ofShared(indicator: 'reached' | 'trained', axis: Axis, codes: readonly string[]): number | null {
    const parts = codes.map((code) => this.of(indicator, axis, code));
    return parts.length === 0 || parts.some((part) => part === null) ? null : parts.reduce<number>((sum, n) => sum + (n ?? 0), 0);
  }
}

/** Reads how many there are and how many are wanted. */
@Injectable()
export class Coverages {
  constructor(@Inject(READ_STORE) private readonly documents: ReadStore) {}

  async population(tenant: string): Promise<Population | undefined> {
    const parts = await findEvery<PopulationPart>(this.documents, tenant, POPULATION);
    const first = parts.find(({ part }) => part === 1);
    if (!first) return undefined;
    const rows = parts
      .filter(({ digest }) => digest === first.digest)
      .sort((a, b) => a.part - b.part)
      .flatMap((part) => part.rows);
    return new Population(first.asOf, first.status, first.note, rows);
  }

  async targets(tenant: string, cycle: string): Promise<Targets> {
    const found = (await this.documents.get(tenant, TARGETS, cycle)) as unknown as TargetsDocument | undefined;
    return new Targets(found?.rows ?? []);
  }
}
