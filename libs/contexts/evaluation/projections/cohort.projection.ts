import type {
  AttemptScored,
  AttemptStarted,
  AttemptSubmitted,
  GapsIdentified,
  InstrumentVersionPublished,
  VersionsEquated,
} from '#libs/contexts/assessment';
import type {
  CourseCompleted,
  CourseStarted,
  EnrolmentWaitlisted,
  LearningPathGenerated,
  SeatGiven,
  SeatsDrawn,
  TeacherEnrolled,
} from '#libs/contexts/learning';
import {
  mainAssignment,
  type Assignment,
  type ConsentGiven,
  type ConsentWithdrawn,
  type CountryCreated,
  type CycleClosed,
  type CycleOpened,
  type CyclePlanned,
  type CycleStageAdvanced,
  type InstrumentRef,
  type Localised,
  type Origin,
  type PackApplied,
  type PopulationRecorded,
  type PersonalDataErased,
  type SchoolFacts,
  type SchoolReclassified,
  type TargetsSet,
  type TeacherAssignedToSchool,
  type TeacherInvited,
  type TeacherLeftSchool,
  type TeacherRegistered,
  type TeachersMerged,
  type TeachersUnmerged,
} from '#libs/contexts/rollout/projections';
import type { FoldableEvent } from '#libs/kernel';
import { fold, foldWithout, type Projection, type View } from '#libs/projecting';
import type { AnalysisPlanRegistered } from '../evaluation.events.js';
import type { AnalysisLabel, Certification, MeasureKind } from '../queries/answers.js';
import {
  certifiedUnder,
  completedOn,
  countedAt,
  enrolledOn,
  withModality,
  withStep,
  type Fact,
  type GapList,
  type Place,
  type Result,
} from './cohort.js';
import { CLUSTERS, FACTS, GAPS, SCHOOLS_TAKING_PART, TALLIES, factId, putFact, putGaps, tallySettlement } from './tallies.js';

import { OWN_FACTS, bringBack, changeOwn, countTogether, leaveOut, putOwnGaps, setAside } from './merging.js';
import { POPULATION, TARGETS } from './population.js';

export const COUNTRY = 'cohort_country';
export const CYCLES = 'cohort_cycles';
/** When the last event of a cycle was recorded; beside the cycle, because it changes all the time. */
export const CYCLE_TIMES = 'cohort_cycle_times';
export interface CycleTimesDocument {
  readonly asOf: string;
  /** How many events have changed something of the cycle: the same number, the same facts. */
  readonly changes: number;
}
export const INSTRUMENTS = 'cohort_instruments';
export const SCHOOLS = 'cohort_schools';
const TEACHERS = 'cohort_teachers';
/** Beside the facts, by the same ids, and read only where somebody asks: levels rated at the end, competencies that the path works on. */
export const LEVELS_AFTER = 'cohort_levels_after';
export const PATHS = 'cohort_paths';

export interface CountryDocument {
  readonly origin: Origin;
  readonly suppressionThreshold: number;
  /** The country's code → the one that countries share. */
  readonly regional?: {
    readonly sectors: Readonly<Record<string, string>>;
    readonly educationLevels: Readonly<Record<string, string>>;
  };
}
/** Competency → proficiency level rated after the courses; those that were not rated are missing. */
export interface LevelsAfterDocument {
  readonly cycle: string;
  readonly teacher: string;
  readonly levels: Readonly<Record<string, number>>;
}
export interface PathDocument {
  readonly cycle: string;
  readonly teacher: string;
  /** In order, each once. */
  readonly competencies: readonly string[];
}
export interface CycleDocument {
  readonly cycle: string;
  readonly title: Localised;
  readonly status: 'planned' | 'open' | 'closed';
  readonly stage?: string;
  readonly target?: number;
  readonly selfRating: InstrumentRef;
  readonly testForms: readonly InstrumentRef[];
  /** Common scales that the test forms were put on, the newest first. */
  readonly equated?: readonly string[];
  /** What makes a participation a certified one. */
  readonly certification?: Certification;
  /** When the first final test can be begun. */
  readonly finalWindowOpens?: string;
  readonly plans?: AnalysisLabel['plans'];
}
export interface InstrumentDocument {
  readonly measure: MeasureKind;
  readonly scale: string;
  /** Ends of the scale, in hundredths of its unit. */
  readonly minimum: number;
  readonly maximum: number;
}
export type SchoolDocument = Pick<SchoolFacts, 'code' | 'name' | 'region' | 'sector' | 'rurality'>;
interface TeacherDocument {
  readonly gender?: string;
  readonly assignments: readonly Assignment[];
  /** The cycles they have a fact in, in the order they came. */
  readonly cycles: readonly string[];
  /** The pseudonym that this one counts under; those that count under this one, sorted. */
  readonly mergedInto?: string;
  readonly merged?: readonly string[];
}
const NOBODY: TeacherDocument = { assignments: [], cycles: [] };

type CycleEvent<Data extends object = object> = FoldableEvent<string, Data>;

const cycleOf = ({ data, metadata }: CycleEvent): string => {
  const cycle = 'cycle' in data && typeof data.cycle === 'string' ? data.cycle : metadata.cycle;
  if (cycle === undefined) throw new Error('an event of a cycle does not say of which');
  return cycle;
};

const touch = (view: View, cycle: string, recordedAt: string): void => {
  const before = view.get<CycleTimesDocument>(CYCLE_TIMES, cycle);
  const asOf = before === undefined || before.asOf < recordedAt ? recordedAt : before.asOf;
  view.put(CYCLE_TIMES, cycle, { asOf, changes: (before?.changes ?? 0) + 1 });
};

/** Where the teacher works now: the school of the main assignment with the facts the register gives today. */
const placeOf = (view: View, teacher: string): Place => {
  const main = mainAssignment(view.get<TeacherDocument>(TEACHERS, teacher)?.assignments ?? []);
  if (!main) return {};
  const school = view.get<SchoolDocument>(SCHOOLS, main.school);
  return {
    educationLevel: main.educationLevel,
    ...(school?.region === undefined ? {} : { region: school.region }),
    ...(school?.rurality === undefined ? {} : { rurality: school.rurality }),
    school: main.school,
    ...(school?.sector === undefined ? {} : { sector: school.sector }),
  };
};

const openFact = (view: View, cycle: string, teacher: string): Fact => {
  const person = view.get<TeacherDocument>(TEACHERS, teacher) ?? NOBODY;
  const place = placeOf(view, teacher);
  view.put(TEACHERS, teacher, { ...person, cycles: [...person.cycles, cycle] });
  const { educationLevel, region, rurality, school, sector } = place;
  return {
    coursesCompleted: 0,
    cycle,
    educationLevel,
    gender: person.gender,
    pinned: { registration: place },
    purposes: [],
    region,
    repeater: person.cycles.some((one) => one < cycle) ? true : undefined,
    results: {},
    rurality,
    school,
    sector,
    steps: [],
    teacher,
  };
};

const isMerged = (view: View, teacher: string): boolean => {
  const person = view.get<TeacherDocument>(TEACHERS, teacher);
  return person?.mergedInto !== undefined || (person?.merged ?? []).length > 0;
};

/** Counts a person who was registered under several pseudonyms anew. */
const together = (view: View, cycle: string, teacher: string): Fact | undefined => {
  const kept = view.get<TeacherDocument>(TEACHERS, teacher)?.mergedInto ?? teacher;
  const merged = view.get<TeacherDocument>(TEACHERS, kept)?.merged ?? [];
  const cycles = [kept, ...merged].flatMap((one) => view.get<TeacherDocument>(TEACHERS, one)?.cycles ?? []);
  return countTogether(
    view,
    cycle,
    kept,
    merged,
    cycles.some((one) => one < cycle),
    view.get<CycleDocument>(CYCLES, cycle)?.certification,
  );
};

/** Every cycle that one of the two has done something in, each touched. */
const cyclesOf = (view: View, teachers: readonly string[], recordedAt: string): string[] => {
  const cycles = [...new Set(teachers.flatMap((one) => view.get<TeacherDocument>(TEACHERS, one)?.cycles ?? []))].sort();
  for (const cycle of cycles) touch(view, cycle, recordedAt);
  return cycles;
};

const merged = fold<TeachersMerged['data']>(({ data: { kept, merged: other }, metadata }, view) => {
  const [one, two] = [kept, other].map((teacher) => view.get<TeacherDocument>(TEACHERS, teacher) ?? NOBODY);
  view.put(TEACHERS, kept, { ...one, merged: [...new Set([...(one?.merged ?? []), other])].sort() });
  view.put(TEACHERS, other, { ...two, mergedInto: kept });
  for (const cycle of cyclesOf(view, [kept, other], metadata.recordedAt)) {
    setAside(view, cycle, kept);
    setAside(view, cycle, other);
    leaveOut(view, cycle, other);
    together(view, cycle, kept);
  }
});

const unmerged = fold<TeachersUnmerged['data']>(({ data: { kept, merged: other }, metadata }, view) => {
  const [one, two] = [kept, other].map((teacher) => view.get<TeacherDocument>(TEACHERS, teacher) ?? NOBODY);
  const rest = (one?.merged ?? []).filter((teacher) => teacher !== other);
  const { mergedInto: _, ...alone } = two ?? NOBODY;
  view.put(TEACHERS, kept, { ...one, merged: rest });
  view.put(TEACHERS, other, alone);
  for (const cycle of cyclesOf(view, [kept, other], metadata.recordedAt)) {
    bringBack(view, cycle, other);
    if (rest.length === 0) bringBack(view, cycle, kept);
    else if (!together(view, cycle, kept)) leaveOut(view, cycle, kept);
  }
});

/** What comes in late may belong to an earlier cycle: then those after it are ones that the person came back to. */
const markReturns = (view: View, cycle: string, teacher: string, recordedAt: string): void => {
  const own = view.get<TeacherDocument>(TEACHERS, teacher) ?? NOBODY;
  const later = own.cycles.filter((one) => one > cycle);
  const returned = (fact: Fact): Fact => ({ ...fact, repeater: true });
  if (!isMerged(view, teacher)) {
    for (const one of later) {
      const fact = view.get<Fact>(FACTS, factId(one, teacher));
      if (!fact || fact.repeater) continue;
      touch(view, one, recordedAt);
      putFact(view, returned(fact));
    }
    return;
  }
  for (const one of later) changeOwn(view, one, teacher, () => openFact(view, one, teacher), returned);
  const kept = own.mergedInto ?? teacher;
  const pseudonyms = [kept, ...(view.get<TeacherDocument>(TEACHERS, kept)?.merged ?? [])];
  const all = new Set(pseudonyms.flatMap((one) => view.get<TeacherDocument>(TEACHERS, one)?.cycles ?? []));
  for (const one of [...all].filter((label) => label > cycle).sort()) {
    touch(view, one, recordedAt);
    together(view, one, kept);
  }
};

/** One change of one teacher's fact; the fact begins with whatever comes first. */
const changeFact = (event: CycleEvent, view: View, teacher: string, change: (fact: Fact, cycle: string) => Fact): Fact => {
  const cycle = cycleOf(event);
  touch(view, cycle, event.metadata.recordedAt);
  const before = view.get<Fact>(FACTS, factId(cycle, teacher));
  // Whoever counts by themselves has a fact that names nobody else; the others are few.
  if (before ? before.merged : isMerged(view, teacher)) {
    let opened = false;
    changeOwn(
      view,
      cycle,
      teacher,
      () => {
        opened = true;
        return openFact(view, cycle, teacher);
      },
      (own) => change(own, cycle),
    );
    if (opened) markReturns(view, cycle, teacher, event.metadata.recordedAt);
    return together(view, cycle, teacher) as Fact;
  }
  const fact = before ?? openFact(view, cycle, teacher);
  const after = change(fact, cycle);
  if (after !== before) putFact(view, after);
  if (!before) markReturns(view, cycle, teacher, event.metadata.recordedAt);
  return after;
};

const changeCycle = (view: View, event: CycleEvent<{ cycle: string }>, change: Partial<CycleDocument>): void => {
  const { cycle } = event.data;
  const before = view.get<CycleDocument>(CYCLES, cycle);
  if (!before) throw new Error('the cycle was never planned');
  touch(view, cycle, event.metadata.recordedAt);
  view.put(CYCLES, cycle, { ...before, ...change });
};

const putSchool = fold<SchoolFacts>(({ data: { code, name, region, sector, rurality } }, view) => {
  view.put(SCHOOLS, code, { code, name, region, rurality, sector });
});

const certified = (view: View, fact: Fact): Fact =>
  certifiedUnder(view.get<CycleDocument>(CYCLES, fact.cycle)?.certification, fact);

const started = fold<AttemptStarted>((event, view) => {
  const { measure, occasion, teacher } = event.data;
  if (measure === 'self-rating' && occasion === 'baseline') changeFact(event, view, teacher, (fact) => withStep(fact, 'started'));
});

const selfAssessmentSubmitted = fold<AttemptSubmitted>((event, view) => {
  const { late, occasion, teacher } = event.data;
  changeFact(event, view, teacher, (fact) => {
    const flagged: Fact = late && !fact.late ? { ...fact, late: true } : fact;
    if (occasion !== 'baseline') return flagged;
    const place = placeOf(view, teacher);
    return withStep({ ...countedAt(flagged, place), pinned: { ...fact.pinned, submission: place } }, 'submitted');
  });
});

const testSubmitted = fold<AttemptSubmitted>((event, view) => {
  const { late, occasion, teacher } = event.data;
  changeFact(event, view, teacher, (fact) => {
    const flagged: Fact = late && !fact.late ? { ...fact, late: true } : fact;
    if (occasion !== 'final') return flagged;
    return certified(view, withStep({ ...flagged, pinned: { ...fact.pinned, end: placeOf(view, teacher) } }, 'final-test'));
  });
});

/** The newest result counts, whichever version of the scoring made it. */
const scored = foldWithout<AttemptScored['data'], 'byCompetency' | 'byDimension' | 'marks'>(
  ['byCompetency', 'byDimension', 'marks'],
  (event, view) => {
    const { attempt, equating, instrument, measure, occasion, scale, teacher, version, whole } = event.data;
    const published = view.get<InstrumentDocument>(INSTRUMENTS, `${instrument}@${version}`);
    if (!published) throw new Error(`scored on ${instrument} version ${version}, which was never published`);
    const { score } = whole;
    // Floor and ceiling are the form's own: a line through two forms may lead beyond or stay within them.
    const raw = equating ? equating.raw.score : score;
    const end = raw === null ? undefined : raw <= published.minimum ? 'floor' : raw >= published.maximum ? 'ceiling' : undefined;
    const result: Result = end === undefined ? { attempt, scale, score } : { attempt, end, scale, score };
    changeFact(event, view, teacher, (fact) => ({
      ...fact,
      results: { ...fact.results, [measure]: { ...fact.results[measure], [occasion]: result } },
    }));
  },
);

const gapsIdentified = fold<GapsIdentified['data']>((event, view) => {
  const { attempt, gaps, teacher } = event.data;
  const list: Record<string, GapList[string]> = {};
  for (const { competency, observed, gap } of gaps) list[competency] = [observed, gap ?? 0];
  const fact = changeFact(event, view, teacher, (one) => one);
  if (fact.merged && putOwnGaps(view, fact.cycle, teacher, attempt, list)) {
    together(view, fact.cycle, teacher);
    return;
  }
  const ratings = fact.results['self-rating'];
  if (ratings?.final?.attempt === attempt) {
    const levels: Record<string, number> = {};
    for (const { competency, observed } of gaps) if (observed !== null) levels[competency] = observed;
    view.put(LEVELS_AFTER, factId(fact.cycle, teacher), { cycle: fact.cycle, levels, teacher });
  }
  // The heat-map shows what courses are offered for: the gaps before them.
  if (ratings?.baseline?.attempt !== attempt) return;
  putGaps(view, fact, list);
});

const waitlist = (event: CycleEvent, view: View, teacher: string): void => {
  changeFact(event, view, teacher, (fact) =>
    fact.waitlisted
      ? fact
      : {
          ...fact,
          waitlisted: true,
          pinned: fact.pinned.enrolment ? fact.pinned : { ...fact.pinned, enrolment: placeOf(view, teacher) },
        },
  );
};

/** In days, so that what is kept of a time is a whole number. */
const dayOf = ({ metadata }: CycleEvent): number => Math.floor(Date.parse(metadata.occurredAt) / 86_400_000);

const drawn = (event: CycleEvent, view: View, teacher: string, offering: string, seat: boolean): void => {
  changeFact(event, view, teacher, (fact) => ({ ...fact, draws: { ...fact.draws, [offering]: seat } }));
};

const enrol = (event: CycleEvent, view: View, teacher: string): void => {
  changeFact(event, view, teacher, (fact) =>
    enrolledOn(
      fact.steps.includes('enrolled')
        ? fact
        : withStep({ ...fact, pinned: { ...fact.pinned, enrolment: placeOf(view, teacher) } }, 'enrolled'),
      dayOf(event),
    ),
  );
};

/**
 * The cohort of each cycle: one fact a teacher, and every tally made from the facts. It keeps what it needs to know of countries,
 * cycles, instruments, schools and teachers itself.
 */
export const cohortProjection: Projection = {
  name: 'cohort',
  version: 3,
  weight: 380,
  collections: [
    {
      name: FACTS,
      columns: {
        cycle: 'text',
        teacher: 'text',
        school: 'text',
        region: 'text',
        sector: 'text',
        rurality: 'text',
        educationLevel: 'text',
        gender: 'text',
      },
      indexes: [['cycle', 'teacher']],
    },
    { name: GAPS, columns: { cycle: 'text' }, indexes: [['cycle']] },
    { name: TALLIES, columns: { cycle: 'text', table: 'text', by: 'text' }, indexes: [['cycle', 'table', 'by']] },
    { name: CLUSTERS },
    { name: SCHOOLS_TAKING_PART, columns: { cycle: 'text', school: 'text' }, indexes: [['cycle', 'school']] },
    { name: COUNTRY },
    { name: CYCLES },
    { name: CYCLE_TIMES },
    { name: INSTRUMENTS },
    { name: SCHOOLS },
    { name: TEACHERS },
    { name: OWN_FACTS },
    { name: POPULATION },
    { name: TARGETS },
    { name: LEVELS_AFTER, columns: { cycle: 'text' }, indexes: [['cycle']] },
    { name: PATHS, columns: { cycle: 'text' }, indexes: [['cycle']] },
  ],
  settlement: tallySettlement,
  on: {
    CountryCreated: fold<CountryCreated['data']>(({ data: { origin, suppressionThreshold } }, view) => {
      view.put(COUNTRY, 'country', { ...view.get(COUNTRY, 'country'), origin, suppressionThreshold });
    }),
    PackApplied: fold<PackApplied['data']>(({ data: { educationLevels, sectors } }, view) => {
      const regional = {
        educationLevels: Object.fromEntries(educationLevels.map(({ code, isced }) => [code, isced.join('+')])),
        sectors: Object.fromEntries(sectors.map((sector) => [sector.code, sector.regional])),
      };
      view.put(COUNTRY, 'country', { ...view.get(COUNTRY, 'country'), regional });
    }),
    CyclePlanned: fold<CyclePlanned['data']>((event, view) => {
      const { cycle, design, title } = event.data;
      const { certification, selfRating, target, testForms } = design;
      const finalWindowOpens = (design.stages ?? []).find(({ stage }) => stage === 'evaluation')?.opens;
      touch(view, cycle, event.metadata.recordedAt);
      view.put(CYCLES, cycle, {
        certification,
        cycle,
        finalWindowOpens,
        selfRating,
        status: 'planned',
        target,
        testForms,
        title,
      });
    }),
    AnalysisPlanRegistered: fold<AnalysisPlanRegistered['data']>((event, view) => {
      const { breakdowns, cycle, documentDigest, measures, plan } = event.data;
      const { recordedAt: registeredAt } = event.metadata;
      const known = view.get<CycleDocument>(CYCLES, cycle);
      if (!known) throw new Error('the cycle was never planned');
      const beforeFinalWindow = known.finalWindowOpens === undefined || registeredAt < known.finalWindowOpens;
      const plans = [
        ...(known.plans ?? []).filter((one) => one.plan !== plan),
        { beforeFinalWindow, breakdowns, documentDigest, measures, plan, registeredAt },
      ].sort((a, b) => (a.plan < b.plan ? -1 : 1));
      changeCycle(view, event, { plans });
    }),
    CycleOpened: fold<CycleOpened['data']>((event, view) => changeCycle(view, event, { status: 'open' })),
    CycleStageAdvanced: fold<CycleStageAdvanced['data']>((event, view) => changeCycle(view, event, { stage: event.data.to })),
    CycleClosed: fold<CycleClosed['data']>((event, view) => changeCycle(view, event, { status: 'closed' })),
    InstrumentVersionPublished: fold<InstrumentVersionPublished['data']>(({ data }, view) => {
      const { instrument, items, measure, scale, scoring, version } = data;
      const values = items.flatMap((item) =>
        item.options.flatMap(({ value }) => (typeof value === 'number' ? [value * 100] : [])),
      );
      const [minimum, maximum] =
        scoring.rule === 'percent-correct' ? [0, 10_000] : [Math.min(...values, Infinity), Math.max(...values, -Infinity)];
      view.put(INSTRUMENTS, `${instrument}@${version}`, { maximum, measure, minimum, scale });
    }),

    SchoolRegistered: putSchool,
    SchoolCorrected: putSchool,
    SchoolReclassified: fold<SchoolReclassified['data']>(({ data: { code, to } }, view) => {
      view.put(SCHOOLS, code, { ...view.get<SchoolDocument>(SCHOOLS, code), code, sector: to });
    }),

    TeacherRegistered: fold<TeacherRegistered['data']>(({ data: { teacher, gender } }, view) => {
      view.put(TEACHERS, teacher, { ...(view.get<TeacherDocument>(TEACHERS, teacher) ?? NOBODY), gender });
    }),
    TeacherAssignedToSchool: fold<TeacherAssignedToSchool['data']>(({ data }, view) => {
      const { teacher, ...assignment } = data;
      const person = view.get<TeacherDocument>(TEACHERS, teacher) ?? NOBODY;
      const others = person.assignments.filter((one) => one.school !== assignment.school);
      view.put(TEACHERS, teacher, { ...person, assignments: [...others, assignment] });
    }),
    TeacherLeftSchool: fold<TeacherLeftSchool['data']>(({ data: { school, teacher } }, view) => {
      const person = view.get<TeacherDocument>(TEACHERS, teacher) ?? NOBODY;
      view.put(TEACHERS, teacher, { ...person, assignments: person.assignments.filter((one) => one.school !== school) });
    }),
    PersonalDataErased: fold<PersonalDataErased['data']>(({ data: { teacher }, metadata }, view) => {
      const person = view.get<TeacherDocument>(TEACHERS, teacher);
      for (const cycle of person?.cycles ?? []) {
        touch(view, cycle, metadata.recordedAt);
        if (person && isMerged(view, teacher)) {
          changeOwn(
            view,
            cycle,
            teacher,
            () => openFact(view, cycle, teacher),
            (own) => ({ ...own, erased: true }),
          );
          together(view, cycle, teacher);
          continue;
        }
        const before = view.get<Fact>(FACTS, factId(cycle, teacher));
        if (before) putFact(view, { ...before, erased: true });
      }
      // The facts stay, pseudonymous, so that the tallies do; what only serves the person goes. That two pseudonyms are one person has to be known as
      // long as they count as one.
      if (person && isMerged(view, teacher))
        view.put(TEACHERS, teacher, {
          assignments: [],
          cycles: person.cycles,
          merged: person.merged,
          mergedInto: person.mergedInto,
        });
      else view.delete(TEACHERS, teacher);
    }),

    TeachersMerged: merged,
    TeachersUnmerged: unmerged,
    PopulationRecorded: fold<PopulationRecorded['data']>(({ data: { asOf, digest, note, part, rows, status } }, view) => {
      view.put(POPULATION, String(part), { asOf, digest, note, part, rows, status });
    }),
    TargetsSet: fold<TargetsSet['data']>((event, view) => {
      const { cycle, rows } = event.data;
      touch(view, cycle, event.metadata.recordedAt);
      view.put(TARGETS, cycle, { cycle, rows });
    }),

    TeacherInvited: fold<TeacherInvited['data']>((event, view) => {
      changeFact(event, view, event.data.teacher, (fact) => withStep(fact, 'invited'));
    }),
    ConsentGiven: fold<ConsentGiven['data']>((event, view) => {
      const { purposes, teacher } = event.data;
      changeFact(event, view, teacher, (fact) => {
        const { withdrawn: _, ...rest } = fact;
        return withStep({ ...rest, purposes }, 'consented');
      });
    }),
    ConsentWithdrawn: fold<ConsentWithdrawn['data']>((event, view) => {
      const { purposes, teacher } = event.data;
      changeFact(event, view, teacher, (fact) => ({
        ...fact,
        purposes: fact.purposes.filter((purpose) => !purposes.includes(purpose)),
        withdrawn: fact.withdrawn ?? (purposes.includes('take-part') ? true : undefined),
      }));
    }),
    ProfileAcknowledged: fold<{ teacher: string; cycle: string }>((event, view) => {
      changeFact(event, view, event.data.teacher, (fact) => withStep(fact, 'profile-seen'));
    }),

    SelfAssessmentStarted: started,
    SelfAssessmentSubmitted: selfAssessmentSubmitted,
    TestSubmitted: testSubmitted,
    AttemptScored: scored,
    AttemptRescored: scored,
    VersionsEquated: fold<VersionsEquated['data']>((event, view) => {
      const { cycle, scale } = event.data;
      const others = (view.get<CycleDocument>(CYCLES, cycle)?.equated ?? []).filter((one) => one !== scale);
      changeCycle(view, event, { equated: [scale, ...others] });
    }),
    GapsIdentified: gapsIdentified,

    LearningPathGenerated: fold<LearningPathGenerated['data']>((event, view) => {
      const { steps, teacher } = event.data;
      const cycle = cycleOf(event);
      // What was worked on is the path that was accepted; one that is made anew on later evidence changes nothing about it.
      if (view.get<Fact>(FACTS, factId(cycle, teacher))?.steps.includes('path-accepted')) return;
      const competencies = [...new Set(steps.map(({ competency }) => competency))].sort();
      view.put(PATHS, factId(cycle, teacher), { competencies, cycle, teacher });
    }),
    PathAccepted: fold<{ teacher: string; cycle: string }>((event, view) => {
      changeFact(event, view, event.data.teacher, (fact) => withStep(fact, 'path-accepted'));
    }),
    TeacherEnrolled: fold<TeacherEnrolled['data']>((event, view) => {
      const { modality, teacher } = event.data;
      enrol(event, view, teacher);
      changeFact(event, view, teacher, (fact) => withModality(fact, modality));
    }),
    SeatGiven: fold<SeatGiven['data']>((event, view) => enrol(event, view, event.data.teacher)),
    EnrolmentWaitlisted: fold<EnrolmentWaitlisted['data']>((event, view) => waitlist(event, view, event.data.teacher)),
    SeatsDrawn: fold<SeatsDrawn['data']>((event, view) => {
      const { enrolled, offering, waitlisted } = event.data;
      // One event, thousands of facts: what is not in memory is asked for before the first change, since each miss starts this again.
      const cycle = cycleOf(event);
      for (const teacher of [...enrolled, ...waitlisted]) {
        view.get(FACTS, factId(cycle, teacher));
        placeOf(view, teacher);
      }
      for (const teacher of enrolled) {
        enrol(event, view, teacher);
        drawn(event, view, teacher, offering, true);
      }
      for (const teacher of waitlisted) {
        waitlist(event, view, teacher);
        drawn(event, view, teacher, offering, false);
      }
    }),
    CourseStarted: fold<CourseStarted['data']>((event, view) => {
      const { teacher } = event.data;
      changeFact(event, view, teacher, (fact) =>
        fact.steps.includes('course-started')
          ? fact
          : withStep({ ...fact, pinned: { ...fact.pinned, start: placeOf(view, teacher) } }, 'course-started'),
      );
    }),
    CourseCompleted: fold<CourseCompleted['data']>((event, view) => {
      const { hours, teacher } = event.data;
      changeFact(event, view, teacher, (fact) => {
        const more: Fact = {
          ...fact,
          coursesCompleted: fact.coursesCompleted + 1,
          hoursCompleted: (fact.hoursCompleted ?? 0) + hours,
        };
        return certified(view, completedOn(withStep(more, 'course-completed'), dayOf(event)));
      });
    }),
  },
};
