import fc from 'fast-check';
import type { FoldableEvent } from '#libs/kernel';
import { CERTIFICATION, country, event, foldInto, MemoryView, TeacherStory, type SchoolFixture } from '../testing/index.js';
import {
  clusterCells,
  differenceOf,
  gapAmounts,
  gapCells,
  inStatistics,
  measuredOn,
  MEASURES,
  peopleCells,
  resultCells,
  type Fact,
} from './cohort.js';
import {
  CLUSTERS,
  FACTS,
  GAPS,
  SCHOOLS_TAKING_PART,
  TALLIES,
  tallyId,
  type GapDocument,
  type GapTally,
  type TallyDocument,
} from './tallies.js';
import { STEPS } from '../queries/answers.js';
import { cohortProjection } from './cohort.projection.js';
import { peopleTallies, resultTallies, type By } from '../queries/tallied.js';

const SCHOOLS: SchoolFixture[] = [
  { code: '900001', region: 'CL-RM', sector: 'municipal', rurality: 'urban' },
  { code: '900002', region: 'CL-RM', sector: 'subsidised', rurality: 'urban' },
  { code: '900003', region: 'CL-VS', sector: 'municipal', rurality: 'rural' },
  { code: '900004', region: 'CL-VS' },
];

const folded = (...events: readonly (readonly FoldableEvent[])[]): MemoryView => {
  const view = new MemoryView();
  foldInto(view, events.flat());
  return view;
};
const factOf = (view: MemoryView, teacher: string, cycle = '2023') => view.get<Fact>(FACTS, `${cycle}|${teacher}`) as Fact;
const documentsOf = (view: MemoryView, cycle: string) =>
  view.collection<TallyDocument>(TALLIES).filter((one) => one.cycle === cycle);
const people = (view: MemoryView, by: By = 'all', cell = 'all', cycle = '2023') =>
  peopleTallies(
    documentsOf(view, cycle).filter(({ table }) => table === 'people'),
    [by],
  ).find((tally) => tally.cell === cell);
const schoolsOf = (view: MemoryView) => view.get<TallyDocument>(TALLIES, tallyId('2023', 'schools', ['all', 'all']))?.amounts[0];
const results = (view: MemoryView, measure = 'test', scale = measure === 'test' ? 'percent' : 'levels-0-5') => {
  const documents = documentsOf(view, '2023');
  return resultTallies(
    documents.filter(({ table }) => table === `results:${measure}:${scale}`),
    documents.filter(({ table }) => table === `clusters:${measure}:${scale}`),
    ['all'],
  )[0];
};

const ana = () => new TeacherStory('ana').registered('female').assigned('900001').invited();

describe('a fact', () => {
  it('begins with the invitation, at the school of the main assignment', () => {
    const view = folded(country(SCHOOLS), ana().assigned('900003', 'media', 10).events);
    expect(factOf(view, 'ana')).toMatchObject({
      school: '900001',
      region: 'CL-RM',
      sector: 'municipal',
      rurality: 'urban',
      educationLevel: 'basica',
      gender: 'female',
      steps: ['invited'],
    });
  });

  it('counts where the person stood when the self-assessment was handed in', () => {
    const moved = ana().consented().left('900001').assigned('900003', 'media').rated('baseline', 210);
    const view = folded(country(SCHOOLS), moved.events);
    expect(factOf(view, 'ana')).toMatchObject({ school: '900003', region: 'CL-VS', educationLevel: 'media' });
    expect(factOf(view, 'ana').pinned.registration).toMatchObject({ school: '900001', region: 'CL-RM' });
    expect(people(view, 'region', 'CL-RM')).toBeUndefined();
    expect(people(view, 'region', 'CL-VS')).toMatchObject({ 'through:submitted': 1, 'through:invited': 1 });
  });

  it('keeps its school’s sector when the school is reclassified later; who comes later gets the new one', () => {
    const view = folded(
      country(SCHOOLS),
      ana().events,
      [event('SchoolReclassified', { code: '900001', from: 'municipal', to: 'slep' })],
      new TeacherStory('berta').registered('female').assigned('900001').invited().events,
    );
    expect(factOf(view, 'ana').sector).toBe('municipal');
    expect(factOf(view, 'berta').sector).toBe('slep');
    expect(people(view, 'sector', 'municipal')?.persons).toBe(1);
    expect(people(view, 'sector', 'slep')?.persons).toBe(1);
  });

  it('pins where the person stood at enrolment, start and end', () => {
    const story = ana().consented().rated('baseline', 200).sawProfile().acceptedPath().enrolled();
    story.left('900001').assigned('900002').startedCourse().left('900002').assigned('900003').tested('final', 7_000);
    const { pinned, school } = factOf(folded(country(SCHOOLS), story.events), 'ana');
    expect(school).toBe('900001');
    expect([pinned.submission, pinned.enrolment, pinned.start, pinned.end].map((place) => place?.school)).toEqual([
      '900001',
      '900001',
      '900002',
      '900003',
    ]);
  });

  it('says unknown where nothing is known, and never invents', () => {
    const view = folded(country(SCHOOLS), new TeacherStory('x').registered().invited().events);
    expect(factOf(view, 'x').school).toBeUndefined();
    expect(people(view, 'gender', 'unknown')?.persons).toBe(1);
    expect(people(view, 'region-sector', 'unknown|unknown')?.persons).toBe(1);
    expect(schoolsOf(view)).toBeUndefined();
  });

  it('is flagged when the person is forgotten, and stays in the tallies', () => {
    const story = ana().consented().rated('baseline', 200).tested('baseline', 4_000);
    const before = folded(country(SCHOOLS), story.events);
    const after = folded(country(SCHOOLS), story.erased().events);
    expect(factOf(after, 'ana').erased).toBe(true);
    expect(people(after)).toEqual({ ...people(before), erased: 1 });
    expect(results(after)).toEqual(results(before));
    expect(after.collection('cohort_teachers')).toEqual([]);
  });
});

describe('the funnel', () => {
  it('counts a step as gone through only after every one before it', () => {
    const view = folded(
      country(SCHOOLS),
      ana().consented().rated('baseline', 200).sawProfile().acceptedPath().enrolled().startedCourse().completedCourse().events,
      new TeacherStory('berta')
        .registered()
        .assigned('900002')
        .invited()
        .consented()
        .rated('baseline', 200)
        .waitlisted()
        .tested('final', 5_000).events,
    );
    expect(people(view)).toMatchObject({
      persons: 2,
      'through:submitted': 2,
      'through:profile-seen': 1,
      'through:course-completed': 1,
      'through:final-test': 0,
      'anyhow:final-test': 1,
      waitlisted: 1,
      waitlistedFinalTest: 1,
    });
    expect(schoolsOf(view)).toBe(2);
  });

  it('certifies whoever meets the cycle’s rule, whichever part of it comes last', () => {
    const through = (name: string) =>
      new TeacherStory(name).registered().invited().consented().rated('baseline', 200).sawProfile().acceptedPath().enrolled();
    const stories = [
      through('hours last').startedCourse().completedCourse().tested('final', 5_000).completedCourse(),
      through('test last').startedCourse().completedCourse().completedCourse().tested('final', 1_000),
      through('too few hours').startedCourse().completedCourse().tested('final', 9_000),
      through('no final test').startedCourse().completedCourse().completedCourse(),
    ].flatMap(({ events }) => events);
    expect(people(folded(country(SCHOOLS), stories))).toMatchObject({ 'through:final-test': 3, 'through:certified': 2 });
    const without = country(SCHOOLS, ['2023'], 10, { ...CERTIFICATION, finalTest: false });
    expect(people(folded(without, stories))).toMatchObject({ 'anyhow:certified': 3, 'through:certified': 2 });
  });

  it('counts one draw for all who asked', () => {
    const waiting = ['ana', 'berta', 'carla'].flatMap((name) => new TeacherStory(name).registered().invited().events);
    const drawn = event(
      'SeatsDrawn',
      { offering: 'o', seed: 's', applicants: 3, enrolled: ['carla', 'ana'], waitlisted: ['berta'] },
      { cycle: '2023' },
    );
    expect(people(folded(country(SCHOOLS), waiting, [drawn]))).toMatchObject({ 'anyhow:enrolled': 2, waitlisted: 1 });
  });

  it('knows who comes again, and takes each cycle for itself', () => {
    const view = folded(country(SCHOOLS, ['2023', '2024']), ana().events, new TeacherStory('ana', '2024').invited().events);
    expect(people(view)).toMatchObject({ persons: 1, repeaters: 0 });
    expect(people(view, 'all', 'all', '2024')).toMatchObject({ persons: 1, repeaters: 1 });
  });
});

describe('results', () => {
  it('pair one measure on one scale, and nothing else', () => {
    const view = folded(
      country(SCHOOLS),
      ana().consented().rated('baseline', 235).tested('final', 7_000).events,
      new TeacherStory('berta')
        .assigned('900001')
        .invited()
        .consented()
        .tested('baseline', 4_000)
        .tested('final', 300, 'other-scale').events,
    );
    expect(results(view)).toMatchObject({ pre: 1, post: 1, pairs: 0 });
    expect(results(view, 'test', 'other-scale')).toMatchObject({ pre: 0, post: 1, pairs: 0 });
    expect(results(view, 'self-rating')).toMatchObject({ pre: 1, preSum: 235, pairs: 0 });
  });

  it('leave out whoever withdrew from taking part, and count them as withdrawn', () => {
    const story = ana().consented().rated('baseline', 200, { '1.1': 1 }).tested('baseline', 4_000);
    const view = folded(country(SCHOOLS), story.withdrew('programme-statistics', 'research', 'take-part').events);
    expect(results(view)).toBeUndefined();
    expect(view.collection<GapTally>(TALLIES).filter(({ table }) => table === 'gaps')).toEqual([]);
    expect(people(view)).toMatchObject({ persons: 1, withdrawn: 1, 'through:submitted': 1, withoutStatistics: 0 });
    const again = folded(country(SCHOOLS), story.consented().events);
    expect(results(again)).toMatchObject({ pre: 1, preSum: 4_000 });
    expect(people(again)).toMatchObject({ withdrawn: 0 });
  });

  it('leave out whoever never agreed to statistics; the funnel has them', () => {
    const view = folded(country(SCHOOLS), ana().consented('take-part').rated('baseline', 200, { '1.1': 1 }).events);
    expect(results(view, 'self-rating')).toBeUndefined();
    expect(people(view)).toMatchObject({ 'through:submitted': 1, withoutStatistics: 1 });
  });

  it('know the ends of each scale', () => {
    const view = folded(
      country(SCHOOLS),
      ana().consented().rated('baseline', 500).tested('baseline', 0).tested('final', 10_000).events,
    );
    expect(results(view)).toMatchObject({ preFloor: 1, preCeiling: 0, postCeiling: 1, up: 1 });
    expect(results(view, 'self-rating')).toMatchObject({ preFloor: 0, preCeiling: 1 });
  });

  it('park an attempt on an instrument that was never published', () => {
    const scored = ana().consented().tested('baseline', 100).events;
    expect(() => folded(scored)).toThrow('never published');
  });
});

// ── random histories ────────────────────────────────────────────────────────────────────────────────────────────────────
const score = fc.option(
  fc.integer({ min: 0, max: 100 }).map((n) => n * 100),
  { freq: 8 },
);
const school = fc.constantFrom(...SCHOOLS.map(({ code }) => code));
const deed = fc.oneof(
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('assign' as const),
      school,
      hours: fc.integer({ min: 1, max: 40 }),
      level: fc.constantFrom('basica', 'media'),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('leave' as const), school }) },
  { weight: 1, arbitrary: fc.constant({ do: 'invite' as const }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('consent' as const), all: fc.boolean() }) },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('withdraw' as const), purpose: fc.constantFrom('take-part', 'programme-statistics') }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('rate' as const),
      occasion: fc.constantFrom('baseline' as const, 'final' as const),
      score: fc.option(fc.integer({ min: 0, max: 500 })),
      gaps: fc.dictionary(fc.constantFrom('1.1', '1.2', '2.1'), fc.option(fc.integer({ min: 0, max: 5 })), {
        noNullPrototype: true,
      }),
      late: fc.boolean(),
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('test' as const),
      occasion: fc.constantFrom('baseline' as const, 'final' as const),
      score,
      scale: fc.constantFrom('percent', 'percent', 'percent', 'other'),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constantFrom(
        'sawProfile' as const,
        'acceptedPath' as const,
        'enrolled' as const,
        'seatGiven' as const,
        'waitlisted' as const,
        'startedCourse' as const,
        'completedCourse' as const,
        'erased' as const,
      ),
    }),
  },
);
const life = fc.record({
  gender: fc.constantFrom('female', 'male', undefined),
  deeds: fc.array(fc.tuple(fc.constantFrom('2023', '2024'), deed), { maxLength: 25 }),
});
type Life = typeof life extends fc.Arbitrary<infer T> ? T : never;

const tell = ({ gender, deeds }: Life, teacher: string): FoldableEvent[] => {
  const events = [...new TeacherStory(teacher).registered(gender).events];
  for (const [cycle, what] of deeds) {
    const story = new TeacherStory(teacher, cycle, () => `2023-06-01T12:00:00.${String(events.length).padStart(3, '0')}Z`);
    switch (what.do) {
      case 'assign':
        story.assigned(what.school, what.level, what.hours);
        break;
      case 'leave':
        story.left(what.school);
        break;
      case 'invite':
        story.invited();
        break;
      case 'consent':
        story.consented(...(what.all ? [] : ['take-part']));
        break;
      case 'withdraw':
        story.withdrew(what.purpose);
        break;
      case 'rate':
        story.rated(what.occasion, what.score, what.gaps, what.late);
        break;
      case 'test':
        story.tested(what.occasion, what.score, what.scale);
        break;
      default:
        story[what.do]();
    }
    events.push(...story.events);
  }
  return events;
};

/** Merges the teachers' own histories in an order that the numbers draw; each keeps its own order. */
const interleave = (histories: readonly FoldableEvent[][], draws: readonly number[]): FoldableEvent[] => {
  const queues = histories.map((history) => [...history]);
  const merged: FoldableEvent[] = [];
  for (let at = 0; queues.some((queue) => queue.length > 0); at += 1) {
    const open = queues.filter((queue) => queue.length > 0);
    const next = open[(draws[at % draws.length] ?? 0) % open.length]?.shift();
    if (next) merged.push(next);
  }
  return merged;
};

const lives = fc.array(life, { minLength: 1, maxLength: 6 });
const draws = fc.array(fc.nat(50), { minLength: 1, maxLength: 60 });
const historiesOf = (all: readonly Life[]) => all.map((one, index) => tell(one, `t${index}`));
const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

/** The tallies as somebody would count them who has only the facts, from scratch and without increments. */
const countedFrom = (facts: readonly Fact[], gaps: readonly GapDocument[]): Record<string, object> => {
  const counted: Record<string, object> = {};
  const cellsOf = (of: (fact: Fact) => (readonly [string, string])[], members: readonly Fact[]) => {
    const groups = new Map<string, { cell: readonly [string, string]; cycle: string; members: Fact[] }>();
    for (const fact of members) {
      for (const cell of of(fact)) {
        const key = `${fact.cycle}|${cell.join('|')}`;
        const group = groups.get(key) ?? { cell, cycle: fact.cycle, members: [] };
        group.members.push(fact);
        groups.set(key, group);
      }
    }
    return [...groups.values()];
  };
  const steps = (fact: Fact): readonly string[] => fact.steps;
  for (const { cell, cycle, members } of cellsOf(peopleCells, facts)) {
    counted[tallyId(cycle, 'people', cell)] = [
      members.length,
      sum(members.map((fact) => fact.coursesCompleted)),
      members.filter((fact) => fact.erased).length,
      members.filter((fact) => fact.late).length,
      members.filter((fact) => fact.repeater).length,
      members.filter((fact) => fact.waitlisted && !steps(fact).includes('enrolled')).length,
      members.filter((fact) => fact.waitlisted && !steps(fact).includes('enrolled') && steps(fact).includes('final-test')).length,
      members.filter((fact) => fact.withdrawn).length,
      members.filter((fact) => steps(fact).includes('consented') && !fact.withdrawn && !inStatistics(fact)).length,
      ...STEPS.map(
        (_, at) => members.filter((fact) => STEPS.slice(0, at + 1).every((step) => steps(fact).includes(step))).length,
      ),
      ...STEPS.map((step) => members.filter((fact) => steps(fact).includes(step)).length),
    ];
  }
  for (const cycle of new Set(facts.map((fact) => fact.cycle))) {
    const schools = new Set(facts.flatMap((fact) => (fact.cycle === cycle ? (fact.school ?? []) : []))).size;
    if (schools > 0) counted[tallyId(cycle, 'schools', ['all', 'all'])] = [schools];
  }
  for (const measure of MEASURES) {
    for (const scale of ['percent', 'other', 'levels-0-5']) {
      const measured = (fact: Fact) => measuredOn(fact, measure, scale);
      const squares = (values: readonly number[]) => sum(values.map((value) => value ** 2));
      for (const { cell, cycle, members } of cellsOf(resultCells, facts.filter(measured))) {
        const pre = members.flatMap((fact) => measured(fact)?.pre ?? []);
        const post = members.flatMap((fact) => measured(fact)?.post ?? []);
        const of = (some: readonly { score: number; end?: string }[]) => [
          some.length,
          sum(some.map(({ score: value }) => value)),
          squares(some.map(({ score: value }) => value)),
          some.filter(({ end }) => end === 'floor').length,
          some.filter(({ end }) => end === 'ceiling').length,
        ];
        const pairs = members.flatMap((fact) => {
          const { pre: a, post: b } = measured(fact) ?? {};
          return a && b ? [{ a: a.score, b: b.score, d: b.score - a.score }] : [];
        });
        counted[tallyId(cycle, `results:${measure}:${scale}`, cell)] = [
          members.length,
          ...of(pre),
          ...of(post),
          pairs.length,
          sum(pairs.map(({ a }) => a)),
          sum(pairs.map(({ b }) => b)),
          squares(pairs.map(({ a }) => a)),
          squares(pairs.map(({ b }) => b)),
          sum(pairs.map(({ a, b }) => a * b)),
          sum(pairs.map(({ d }) => d)),
          squares(pairs.map(({ d }) => d)),
          pairs.filter(({ d }) => d > 0).length,
          pairs.filter(({ d }) => d === 0).length,
          pairs.filter(({ d }) => d < 0).length,
        ];
      }
      const paired = facts.filter((fact) => differenceOf(measured(fact)) !== undefined);
      for (const { cell, cycle, members } of cellsOf(clusterCells, paired)) {
        const schools = new Map<string, number[]>();
        for (const fact of members) {
          const code = fact.school ?? `~${fact.teacher}`;
          schools.set(code, [...(schools.get(code) ?? []), differenceOf(measured(fact)) ?? NaN]);
        }
        const each = [...schools.values()];
        counted[tallyId(cycle, `clusters:${measure}:${scale}`, cell)] = [
          each.length,
          squares(each.map(sum)),
          sum(each.map((own) => own.length * sum(own))),
          squares(each.map((own) => own.length)),
        ];
      }
    }
  }
  const gapsOf = (fact: Fact) => gaps.find((one) => one.cycle === fact.cycle && one.teacher === fact.teacher)?.gaps;
  for (const { cell, cycle, members } of cellsOf(
    gapCells,
    facts.filter((fact) => inStatistics(fact) && gapsOf(fact)),
  )) {
    const competencies: Record<string, number[]> = {};
    for (const fact of members) {
      for (const [competency, gap] of Object.entries(gapsOf(fact) ?? {})) {
        competencies[competency] = gapAmounts(gap).map((amount, at) => amount + (competencies[competency]?.[at] ?? 0));
      }
    }
    counted[tallyId(cycle, 'gaps', cell)] = [members.length, competencies];
  }
  return counted;
};

describe('tallies, over random histories', () => {
  it('are what a count of the facts from scratch gives', () => {
    fc.assert(
      fc.property(lives, draws, (all, order) => {
        const view = folded(country(SCHOOLS, ['2023', '2024']), interleave(historiesOf(all), order));
        const counted = countedFrom(view.collection<Fact>(FACTS), view.collection<GapDocument>(GAPS));
        const tallies = view.entries().filter(({ collection }) => collection === TALLIES);
        expect(tallies.map(({ id }) => id).sort()).toEqual(Object.keys(counted).sort());
        for (const { id, document } of tallies) {
          const { amounts, people: members, competencies } = document;
          expect(amounts ?? [members, competencies]).toEqual(counted[id]);
        }
      }),
      { numRuns: 100 },
    );
  });

  it('do not depend, to the byte, on the order between different teachers', () => {
    fc.assert(
      fc.property(lives, draws, draws, (all, one, other) => {
        const bytes = [one, other].map((order) =>
          folded(country(SCHOOLS, ['2023', '2024']), interleave(historiesOf(all), order)).bytes(),
        );
        expect(bytes[0]).toBe(bytes[1]);
      }),
      { numRuns: 80 },
    );
  });

  it('are the same from documents in memory and from documents that come back from a store', () => {
    fc.assert(
      fc.property(lives, draws, (all, order) => {
        const events = [...country(SCHOOLS, ['2023', '2024']), ...interleave(historiesOf(all), order)];
        const cold = new MemoryView({ cold: true });
        foldInto(cold, events);
        expect(cold.bytes()).toBe(folded(events).bytes());
      }),
      { numRuns: 40 },
    );
  });

  it('do not depend, to the byte, on which events are settled together', () => {
    fc.assert(
      fc.property(lives, draws, fc.integer({ min: 1, max: 9 }), (all, order, batch) => {
        const events = [...country(SCHOOLS, ['2023', '2024']), ...interleave(historiesOf(all), order)];
        const stepwise = new MemoryView();
        foldInto(stepwise, events, cohortProjection, batch);
        expect(stepwise.bytes()).toBe(folded(events).bytes());
      }),
      { numRuns: 60 },
    );
  });

  it('are gone when nobody is counted any more', () => {
    const story = ana().consented().rated('baseline', 200, { '1.1': 2 }).tested('baseline', 4_000).tested('final', 6_000);
    const view = folded(country(SCHOOLS), story.withdrew('take-part', 'programme-statistics').events);
    expect(view.collection(CLUSTERS)).toEqual([]);
    expect(new Set(view.collection<TallyDocument>(TALLIES).map(({ table }) => table))).toEqual(new Set(['people', 'schools']));
    expect(view.collection(SCHOOLS_TAKING_PART)).toHaveLength(1);
  });
});

describe('two pseudonyms of one person', () => {
  const merge = (type: 'TeachersMerged' | 'TeachersUnmerged', at = '2023-09-01T12:00:00.000Z') =>
    event(type, { kept: 't0', merged: 't1', reason: 'registered twice' }, { at });
  const [t0, t1] = ['t0', 't1'].map((name) => new TeacherStory(name).registered('female').assigned('900001'));
  const COUNTED = [FACTS, GAPS, TALLIES, CLUSTERS, SCHOOLS_TAKING_PART];
  const counted = (view: MemoryView): string =>
    JSON.stringify(
      COUNTED.map((collection) => view.entries().filter((one) => one.collection === collection)).map((all) =>
        all.sort((a, b) => (a.id < b.id ? -1 : 1)),
      ),
    );
  const [one, other] = [
    t0?.invited().consented().rated('baseline', 200, { '1.1': 2 }),
    t1?.invited().consented().tested('baseline', 4_000),
  ];
  const both = [...country(SCHOOLS), ...(one?.events ?? []), ...(other?.events ?? [])];

  it('are counted once, with what was done under either', () => {
    const view = folded(both, [merge('TeachersMerged')]);
    expect(people(view)).toMatchObject({ persons: 1, 'through:invited': 1, 'through:submitted': 1 });
    expect(results(view)).toMatchObject({ pre: 1, preSum: 4_000 });
    expect(view.get(FACTS, '2023|t1')).toBeUndefined();
    expect(factOf(view, 't0')).toMatchObject({ merged: ['t1'], results: { test: { baseline: { score: 4_000 } } } });
  });

  it('go on counting as one: what is done later under the second counts for the first', () => {
    const later = new TeacherStory('t1').tested('final', 7_000).events;
    const view = folded(both, [merge('TeachersMerged')], later);
    expect(results(view)).toMatchObject({ pairs: 1, differenceSum: 3_000 });
    expect(view.get(FACTS, '2023|t1')).toBeUndefined();
  });

  it('are certified for what was done under both together', () => {
    const halves = [new TeacherStory('t0').completedCourse(), new TeacherStory('t1').completedCourse().tested('final', 7_000)];
    const view = folded(both, ...halves.map(({ events }) => events), [merge('TeachersMerged')]);
    expect(factOf(view, 't0')).toMatchObject({ hoursCompleted: 16, steps: expect.arrayContaining(['certified']) });
    expect(people(view)).toMatchObject({ 'anyhow:certified': 1 });
  });

  it('withdrawn under one are withdrawn', () => {
    const view = folded(both, [merge('TeachersMerged')], new TeacherStory('t1').withdrew('take-part').events);
    expect(people(view)).toMatchObject({ persons: 1, withdrawn: 1 });
    expect(results(view)).toBeUndefined();
  });

  it('are two again after all, with everything that each did meanwhile', () => {
    const later = new TeacherStory('t1').tested('final', 7_000).events;
    const view = folded(both, [merge('TeachersMerged')], later, [merge('TeachersUnmerged')]);
    expect(counted(view)).toBe(counted(folded(both, later)));
  });

  it('forgotten stay one in the tallies, flagged', () => {
    const view = folded(
      both,
      [merge('TeachersMerged')],
      new TeacherStory('t1').erased().events,
      new TeacherStory('t1').tested('final', 7_000).events,
    );
    expect(people(view)).toMatchObject({ persons: 1, erased: 1 });
    expect(results(view)).toMatchObject({ pairs: 1 });
  });

  // Who is forgotten can no longer be found to be somebody else.
  const remembered = life.map((one) => ({ ...one, deeds: one.deeds.filter(([, { do: what }]) => what !== 'erased') }));
  const two = fc.array(remembered, { minLength: 2, maxLength: 4 });
  const insert = (events: readonly FoldableEvent[], at: number, one: FoldableEvent): FoldableEvent[] => {
    // Not before both are registered.
    const from = events.reduce(
      (last, { type, data }, index) =>
        type === 'TeacherRegistered' && ['t0', 't1'].includes(String((data as { teacher: string }).teacher)) ? index + 1 : last,
      0,
    );
    const place = from + (at % (events.length - from + 1));
    return [...events.slice(0, place), one, ...events.slice(place)];
  };

  it('give the same tallies whenever it is found out, and none of it stays when it was wrong', () => {
    fc.assert(
      fc.property(two, draws, fc.nat(200), fc.nat(200), (all, order, early, late) => {
        const events = interleave(historiesOf(all), order);
        const start = country(SCHOOLS, ['2023', '2024']);
        const [first, second] = [early, late].map((at) => folded(start, insert(events, at, merge('TeachersMerged'))));
        expect(counted(first as MemoryView)).toBe(counted(second as MemoryView));
        const undone = folded(start, insert(events, early, merge('TeachersMerged')), [merge('TeachersUnmerged')]);
        expect(counted(undone)).toBe(counted(folded(start, events)));
        const tallies = countedFrom(
          (first as MemoryView).collection<Fact>(FACTS),
          (first as MemoryView).collection<GapDocument>(GAPS),
        );
        const kept = (first as MemoryView).entries().filter(({ collection }) => collection === TALLIES);
        expect(kept.map(({ id }) => id).sort()).toEqual(Object.keys(tallies).sort());
      }),
      { numRuns: 60 },
    );
  });
});
