import type { Text } from '#libs/kernel';
import { levelsOf, type Framework } from '#libs/contexts/frameworks';
import type { CycleTerms } from '../cycle.js';
import type { PopulationCount } from '../population.js';
import type { CycleDesign, PackApplied, PeopleCell } from '../rollout.events.js';
import { endOfDay, startOfDay } from './local-date.js';
import type { PackContent, PackCourse, PackCycle, PackInstrument, PopulationRow } from './pack-schema.js';

/** What a pack's files become when they leave the folder: bare dates are instants, proficiency levels are numbers from 0. */

const found = <Part>(parts: Readonly<Record<string, Part>>, id: string, what: string): Part => {
  const part = Object.hasOwn(parts, id) ? parts[id] : undefined;
  if (part === undefined) throw new RangeError(`the pack has no ${what} "${id}"`);
  return part;
};

/** Proficiency level → its place, 0 for the lowest. @throws RangeError for a framework without levels, or a level it has not */
export const levelNumber = (framework: Framework, level: string): number => {
  const place = levelsOf(framework)?.findIndex((each) => each.code === level) ?? -1;
  if (place < 0) throw new RangeError(`${framework.id} has no proficiency level "${level}"`);
  return place;
};

export const cycleIn = (pack: PackContent, label: string): PackCycle => found(pack.cycles, label, 'cycle');

/** Opens with the first instant of a day and closes with the last one, in the country's zone. */
const windowOf = (zone: string, days: { opens: string; closes: string }) => ({
  opens: startOfDay(days.opens, zone),
  closes: endOfDay(days.closes, zone),
});

/** The design of a cycle as a plan of it says it. @throws RangeError for a label that the pack has not */
export const cycleDesignOf = (pack: PackContent, label: string): CycleDesign => {
  const cycle = cycleIn(pack, label);
  const framework = found(pack.frameworks, cycle.framework, 'framework');
  const profile = found(pack.targetProfiles, cycle.targetProfile, 'target profile');
  const consent = found(pack.consents, cycle.consent, 'consent text');
  const pathRules = found(pack.pathRules, cycle.pathRules, 'path rules');
  const instrumentRef = (name: string) => {
    const { instrument, version } = found(pack.instruments, name, 'instrument');
    return { instrument, version };
  };
  const zone = pack.country.timeZone;
  return {
    framework: { framework: framework.id, version: String(framework.version) },
    selfRating: instrumentRef(cycle.selfRating),
    ...(cycle.retrospective === undefined ? {} : { retrospective: instrumentRef(cycle.retrospective) }),
    testForms: [instrumentRef(cycle.testForms[0]), instrumentRef(cycle.testForms[1])],
    formSeed: cycle.formSeed,
    stages: cycle.stages.map((each) => ({
      stage: each.stage,
      ...windowOf(zone, each),
      graceUntil: endOfDay(each.graceUntil, zone),
    })),
    ...(cycle.stages.some(({ regional }) => regional)
      ? {
          regionalWindows: cycle.stages.flatMap(({ stage, regional = [] }) =>
            regional.map((each) => ({
              stage,
              regions: each.regions,
              ...windowOf(zone, each),
              graceUntil: endOfDay(each.graceUntil, zone),
            })),
          ),
        }
      : {}),
    consent: { version: `${consent.id}-${consent.version}`, text: consent.text, purposes: consent.purposes },
    targetProfile: {
      version: `${profile.id}-${profile.version}`,
      decidedBy: profile.decidedBy,
      targets: Object.fromEntries(
        Object.entries(profile.targets).map(([educationLevel, targets]) => [
          educationLevel,
          Object.fromEntries(Object.entries(targets).map(([competency, level]) => [competency, levelNumber(framework, level)])),
        ]),
      ),
    },
    gapRules: { version: cycle.gapRules },
    pathRules: { version: cycle.pathRules, maxSteps: pathRules.maxSteps },
    target: cycle.target,
    ...(cycle.certification === undefined ? {} : { certification: cycle.certification }),
  };
};

/** A row of population.csv or targets.csv; `*` is everybody of an axis, which is left out. */
const cellOf = ({ region, sector, educationLevel, gender, rurality, teachers }: PopulationRow): PeopleCell => ({
  ...Object.fromEntries(Object.entries({ region, sector, educationLevel, gender, rurality }).filter(([, code]) => code !== '*')),
  teachers,
});

/** Official only where every row is. */
const statusOf = (rows: readonly { readonly status: 'illustrative' | 'official' }[]) =>
  rows.some(({ status }) => status === 'illustrative') ? ('illustrative' as const) : ('official' as const);

/** Calendar, eligibility and targets of a cycle, as the pack has them. */
export const cycleTermsOf = (pack: PackContent, label: string): CycleTerms => {
  const { schoolYear, launch, reminders, calendar } = cycleIn(pack, label);
  return {
    calendar: { schoolYear, launch, reminders, entries: calendar },
    eligibility: { ...pack.eligibility, version: String(pack.eligibility.version) },
    targets: {
      status: statusOf(pack.targets),
      note: pack.population.targetsNote,
      rows: pack.targets.map((row) => ({ indicator: row.indicator, ...cellOf(row) })),
    },
  };
};

/** The count of eligible teachers that a pack brings. */
export const populationOf = ({ population }: PackContent): Omit<PopulationCount, 'digest'> => ({
  asOf: population.asOf,
  status: statusOf([population, ...population.rows]),
  note: population.note,
  rows: population.rows.map(cellOf),
});

/** What of a pack becomes a country's own: codes, names and notices. */
export const packAppliedOf = (pack: PackContent & { id: string; version: string; digest: string }): PackApplied['data'] => {
  const { country } = pack;
  return {
    pack: pack.id,
    version: pack.version,
    digest: pack.digest,
    regions: country.regions.map(({ code, name }) => ({ code, name })),
    sectors: country.sectors.map(({ code, name, regional }) => ({ code, name, regional })),
    educationLevels: country.educationLevels.map(({ code, name, isced }) => ({ code, name, isced: [...isced] })),
    notices: [...country.notices, ...country.attributions],
    ...(country.nationalIdRule === undefined ? {} : { nationalIdRule: country.nationalIdRule }),
  };
};

/** An instrument version as it is published: without what only its makers need, and with the keys where it is a test. */
export interface PackInstrumentContent extends Pick<
  PackInstrument,
  'instrument' | 'version' | 'title' | 'instructions' | 'measure' | 'scale' | 'framework' | 'minutes'
> {
  readonly form?: string;
  readonly about?: 'then';
  readonly items: readonly {
    readonly id: string;
    readonly competency: string;
    readonly dimension: string;
    readonly prompt: Text;
    readonly promptFor?: Readonly<Record<string, Text>>;
    readonly options: readonly { readonly value: number | string; readonly text: Text }[];
    readonly notApplicable: boolean;
  }[];
  readonly scoring: {
    readonly rule: 'mean-of-anchors' | 'percent-correct';
    readonly version: string;
    readonly minimumAnswered?: { readonly dimension: number; readonly whole: number };
  };
  /** Item → right option; never to leave the server. */
  readonly keys?: Readonly<Record<string, string>>;
}

/** The instruments that a cycle uses: self-rating, then the two forms with their keys, and what is asked in retrospect. */
export const instrumentsOf = (pack: PackContent, label: string): readonly PackInstrumentContent[] => {
  const cycle = cycleIn(pack, label);
  const retrospective = cycle.retrospective === undefined ? [] : [cycle.retrospective];
  return [cycle.selfRating, ...cycle.testForms, ...retrospective].map((name) => {
    const instrument = found(pack.instruments, name, 'instrument');
    if (instrument.measure === 'self-rating') return instrument;
    const { items, scoring, ...rest } = instrument;
    return {
      ...rest,
      items: items.map(({ difficulty: _, ...item }) => item),
      scoring: { rule: scoring.rule, version: scoring.version },
      keys: found(pack.keys, name, 'keys').keys,
    };
  });
};

/** A course as the catalogue keeps it: proficiency levels as numbers from 0 to 5 on DigCompEdu. */
export interface PackCourseContent extends Omit<PackCourse, 'develops' | 'offerings'> {
  readonly develops: readonly { readonly competency: string; readonly from: number; readonly to: number }[];
}
/** An offering of a cycle; times are UTC. */
export interface PackOfferingContent {
  readonly offering: string;
  readonly course: string;
  readonly cycle: string;
  readonly modality: 'distance' | 'hybrid' | 'in-class';
  readonly starts: string;
  readonly ends: string;
  readonly region?: string;
  readonly seats: number | null;
  readonly allocation: 'first-come' | 'lottery';
  /** Until when a seat can be asked for; a lottery draws after that. */
  readonly enrolment: { readonly opens: string; readonly closes: string };
}

/** The courses of a cycle and what of them is on offer, in the order of the catalogue. */
export const coursesOf = (
  pack: PackContent,
  label: string,
): { readonly courses: readonly PackCourseContent[]; readonly offerings: readonly PackOfferingContent[] } => {
  const cycle = cycleIn(pack, label);
  const framework = found(pack.frameworks, cycle.framework, 'framework');
  const catalogue = found(pack.courses, cycle.courses, 'catalogue');
  const zone = pack.country.timeZone;
  return {
    courses: catalogue.courses.map(({ offerings: _, ...course }) => ({
      ...course,
      develops: course.develops.map(({ competency, from, to }) => ({
        competency,
        from: levelNumber(framework, from),
        to: levelNumber(framework, to),
      })),
    })),
    offerings: catalogue.courses.flatMap((course) =>
      course.offerings.map(({ enrolment, starts, ends, region, ...offering }) => ({
        ...offering,
        course: course.course,
        cycle: label,
        starts: startOfDay(starts, zone),
        ends: endOfDay(ends, zone),
        ...(region === undefined ? {} : { region }),
        enrolment: windowOf(zone, enrolment),
      })),
    ),
  };
};
