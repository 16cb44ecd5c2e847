import { createHmac } from 'node:crypto';
import { OCCASIONS } from '#libs/contexts/assessment';
import { csvLine, csvText } from '#libs/kernel';
import type { Fact, GapList } from './projections/cohort.js';
import { MEASURE_KINDS, STEPS, type MeasureKind } from './queries/answers.js';
import type { RegionalCodes } from './queries/cohort-reader.js';

/** What a research record keeps of one person in one cycle. Scores in the scale's own units; days as dates, UTC. */
export interface ResearchRecord {
  /** The person's code in this study, and their school's: neither is used anywhere else, and two studies share none. */
  readonly person: string;
  readonly school: string | null;
  readonly cycle: string;
  readonly region: string | null;
  readonly sector: string | null;
  readonly regionalSector: string | null;
  readonly rurality: string | null;
  readonly educationLevel: string | null;
  readonly isced: string | null;
  readonly gender: string | null;
  readonly steps: readonly string[];
  readonly coursesCompleted: number;
  readonly hoursCompleted: number;
  readonly modalities: readonly string[];
  readonly enrolledOn: string | null;
  readonly completedOn: string | null;
  readonly waitlisted: boolean;
  readonly late: boolean;
  readonly repeater: boolean;
  /** Whether a draw gave them a seat; `null` where they took part in none. */
  readonly drawn: boolean | null;
  readonly results: readonly {
    readonly measure: MeasureKind;
    readonly occasion: string;
    readonly scale: string;
    readonly score: number | null;
    readonly end: 'floor' | 'ceiling' | null;
  }[];
  /** Competency → proficiency level rated before the courses (`null`: not rated) and the levels missing to the target; the level rated at the end. */
  readonly competencies: Readonly<
    Record<string, { readonly before: number | null; readonly gap: number | null; readonly after: number | null }>
  >;
  readonly simulated: boolean;
}

/** Who agreed to research and has not taken it back, takes part, and is not forgotten. Anybody else is in no record from the next reading on. */
export const inResearch = (fact: Pick<Fact, 'purposes' | 'withdrawn' | 'erased'>): boolean =>
  fact.purposes.includes('research') && fact.purposes.includes('take-part') && !fact.withdrawn && !fact.erased;

/**
 * A code that holds in one study alone: without the secret nobody leads it back to the pseudonym, or to the code of another study.
 * 80 bits, since it only has to tell the people of a country apart.
 */
export const studyCodes =
  (secret: Buffer, study: string) =>
  (kind: 'person' | 'school', id: string): string =>
    createHmac('sha256', secret).update(`research study\n${study}\n${kind}\n${id}`).digest('hex').slice(0, 20);

const dayOf = (day: number | undefined): string | null =>
  day === undefined ? null : new Date(day * 86_400_000).toISOString().slice(0, 10);

export const researchRecord = (
  fact: Fact,
  references: {
    readonly codeOf: ReturnType<typeof studyCodes>;
    readonly regional: RegionalCodes;
    readonly gaps: GapList;
    readonly after: Readonly<Record<string, number>>;
    readonly simulated: boolean;
  },
): ResearchRecord => {
  const { codeOf, regional, gaps, after, simulated } = references;
  const { sector, educationLevel } = fact;
  const draws = Object.values(fact.draws ?? {});
  const competencies = [...new Set([...Object.keys(gaps), ...Object.keys(after)])].sort();
  return {
    person: codeOf('person', fact.teacher),
    school: fact.school === undefined ? null : codeOf('school', fact.school),
    cycle: fact.cycle,
    region: fact.region ?? null,
    sector: sector ?? null,
    regionalSector: (sector === undefined ? undefined : regional.sectors[sector]) ?? null,
    rurality: fact.rurality ?? null,
    educationLevel: educationLevel ?? null,
    isced: (educationLevel === undefined ? undefined : regional.educationLevels[educationLevel]) ?? null,
    gender: fact.gender ?? null,
    steps: fact.steps,
    coursesCompleted: fact.coursesCompleted,
    hoursCompleted: fact.hoursCompleted ?? 0,
    modalities: fact.modalities ?? [],
    enrolledOn: dayOf(fact.enrolledOn),
    completedOn: dayOf(fact.completedOn),
    waitlisted: fact.waitlisted === true,
    late: fact.late === true,
    repeater: fact.repeater === true,
    drawn: draws.length === 0 ? null : draws.some(Boolean),
    results: MEASURE_KINDS.flatMap((measure) =>
      OCCASIONS.flatMap((occasion) => {
        const result = fact.results[measure]?.[occasion];
        if (!result) return [];
        const { scale, score, end = null } = result;
        return [{ measure, occasion, scale, score: score === null ? null : score / 100, end }];
      }),
    ),
    competencies: Object.fromEntries(
      competencies.map((one) => {
        const [before, gap] = gaps[one] ?? [null, null];
        return [one, { before, gap, after: after[one] ?? null }];
      }),
    ),
    simulated,
  };
};

const RESULTS = [
  ['test', 'baseline'],
  ['test', 'final'],
  ['self-rating', 'baseline'],
  ['self-rating', 'final'],
  ['self-rating', 'retrospective'],
] as const;

type Value = string | number | boolean | null;
interface Column {
  readonly name: string;
  of(record: ResearchRecord): Value;
}

/** One column a fact, so that a statistics package reads it as it is; a missing value is an empty field. */
export const researchColumns = (competencies: readonly string[]): readonly Column[] => [
  ...(
    [
      ...['person', 'school', 'cycle', 'region', 'sector', 'regionalSector', 'rurality', 'educationLevel', 'isced', 'gender'],
      ...['coursesCompleted', 'hoursCompleted', 'enrolledOn', 'completedOn', 'waitlisted', 'late', 'repeater', 'drawn'],
    ] as readonly (keyof ResearchRecord)[]
  ).map((name) => ({ name, of: (record: ResearchRecord) => record[name] as Value })),
  { name: 'modalities', of: ({ modalities }) => modalities.join(' ') },
  ...STEPS.map((step) => ({ name: `step:${step}`, of: ({ steps }: ResearchRecord) => steps.includes(step) })),
  ...RESULTS.flatMap(([measure, occasion]) =>
    (['score', 'scale', 'end'] as const).map((part) => ({
      name: `${measure}:${occasion}:${part}`,
      of: ({ results }: ResearchRecord) =>
        results.find((one) => one.measure === measure && one.occasion === occasion)?.[part] ?? null,
    })),
  ),
  ...competencies.flatMap((competency) =>
    (['before', 'gap', 'after'] as const).map((part) => ({
      name: `competency:${competency}:${part}`,
      of: (record: ResearchRecord) => record.competencies[competency]?.[part] ?? null,
    })),
  ),
  { name: 'data', of: ({ simulated }) => (simulated ? 'simulated' : 'real') },
];

/** A line of CSV: a missing value is an empty field. */
export const recordLine = (values: readonly Value[]): string =>
  csvLine(values.map((value) => (typeof value === 'string' ? csvText(value) : String(value ?? ''))));
