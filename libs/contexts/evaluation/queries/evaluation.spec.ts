import fc from 'fast-check';
import type { FoldableEvent } from '#libs/kernel';
import { cyclesProjection, participationsProjection } from '#libs/contexts/rollout/projections';
import { projectionId } from '#libs/projecting';
import type { ReadStore } from '#libs/read-store';
import { country, event, foldInto, MemoryView, storeOf, TeacherStory, type SchoolFixture } from '../testing/index.js';
import { joinedBins, timeToComplete } from './analysis.js';
import { BREAKDOWNS, DIMENSIONS, type BreakdownDimension } from './answers.js';
import { BreakdownBy, BreakdownByHandler } from './breakdown.js';
import { CohortReader } from './cohort-reader.js';
import { Coverage, CoverageHandler } from './coverage.js';
import { Dashboard, DashboardHandler } from './dashboard.js';
import { Evaluation, EvaluationHandler } from './evaluation.js';
import { FinalStage } from './final-stage.js';
import { CohortPeople, type Person } from './people.js';
import { Persons, PersonsHandler } from './persons.js';
import { Coverages } from './population.js';

const stores: ReadStore[] = [];
afterEach(async () => {
  for (const store of stores.splice(0)) await store.close();
});

const SECTORS = ['municipal', 'slep', 'subsidised', 'paid'] as const;
const SCHOOLS: SchoolFixture[] = Array.from({ length: 24 }, (_, at) => ({
  code: String(900001 + at),
  region: at % 3 === 0 ? 'CL-VS' : 'CL-RM',
  sector: SECTORS[at % 4],
  rurality: at % 5 === 0 ? ('rural' as const) : ('urban' as const),
}));
const pack = event('PackApplied', {
  pack: 'cl',
  sectors: [
    { code: 'municipal', regional: 'public' },
    { code: 'slep', regional: 'public' },
    { code: 'subsidised', regional: 'government-dependent-private' },
    { code: 'paid', regional: 'independent-private' },
  ],
  educationLevels: [
    { code: 'basica', isced: ['1', '2'] },
    { code: 'media', isced: ['3'] },
  ],
});

const DAY_AT = (day: string): string => `${day}T12:00:00.000Z`;
const stage = (name: string, opens: string, closes: string, graceUntil = closes) => ({
  stage: name,
  opens: DAY_AT(opens),
  closes: DAY_AT(closes),
  graceUntil: DAY_AT(graceUntil),
});
const STAGES = [
  stage('self-assessment', '2023-05-02', '2023-06-02'),
  stage('learning', '2023-06-05', '2023-11-10'),
  stage('evaluation', '2023-11-13', '2023-12-01', '2023-12-08'),
];
/** The stories' cycles have no windows of their own: here they have Chile's. */
const timetabled = (events: readonly FoldableEvent[]): FoldableEvent[] =>
  events.map((one) =>
    one.type === 'CyclePlanned'
      ? { ...one, data: { ...one.data, design: { ...(one.data as { design: object }).design, stages: STAGES } } }
      : one,
  );
const windowChanged = (scope: object | undefined, closes: string) =>
  event('CycleWindowChanged', {
    cycle: '2023',
    ...(scope ? { scope } : {}),
    ...stage('evaluation', '2023-11-13', closes),
    reason: 'storms',
  });

const given = async (...events: readonly (readonly FoldableEvent[])[]) => {
  const view = new MemoryView();
  foldInto(view, events.flat());
  const store = await storeOf(view);
  stores.push(store);
  for (const projection of [cyclesProjection, participationsProjection]) {
    const followed = new MemoryView();
    foldInto(followed, timetabled(events.flat()), projection);
    const puts = followed.entries();
    await store.commit('cl', { projection: projectionId(projection), from: undefined, to: '1', puts, deletes: [] });
  }
  const cohort = new CohortReader(store);
  const people = new CohortPeople(store);
  const coverages = new Coverages(store);
  return {
    evaluation: (at = '2024-01-31T12:00:00.000Z') =>
      new EvaluationHandler(cohort, people, coverages, new FinalStage(store)).execute(new Evaluation('cl', '2023', at)),
    breakdown: (by: BreakdownDimension) => new BreakdownByHandler(cohort, people).execute(new BreakdownBy('cl', '2023', by)),
    dashboard: () => new DashboardHandler(cohort).execute(new Dashboard('cl', '2023')),
    coverage: () => new CoverageHandler(cohort, coverages).execute(new Coverage('cl', '2023')),
    persons: (cycle = '2023') => new PersonsHandler(cohort, people).execute(new Persons('cl', cycle)),
  };
};

const schoolAt = (at: number): string => String(900001 + (at % SCHOOLS.length));
const teacher = (at: number, cycle = '2023') =>
  new TeacherStory(`t${String(at).padStart(3, '0')}`, cycle)
    .registered(at % 4 === 0 ? 'male' : 'female')
    .assigned(schoolAt(at), at % 2 === 0 ? 'basica' : 'media')
    .invited()
    .consented();
const range = (n: number): number[] => Array.from({ length: n }, (_, at) => at);
const PRE = [20, 35, 40, 50, 55, 60, 75, 80, 100, 45];
const POST = [50, 60, 45, 80, 50, 90, 85, 100, 100, 70];
const about = (value: number): unknown => expect.closeTo(value, 3);

describe('the evaluator’s page', () => {
  it('has the worked numbers of the ten pairs, each effect size under its name', async () => {
    const tested = PRE.map((pre, at) =>
      teacher(at)
        .rated('baseline', 200)
        .tested('baseline', pre * 100)
        .tested('final', (POST[at] as number) * 100),
    );
    const { measures } = await (await given([...country(SCHOOLS), pack], ...tested.map(({ events }) => events))).evaluation();
    const test = measures[0];
    expect(test).toMatchObject({
      measure: 'test',
      variants: {
        dZ: about(1.271),
        dAv: about(0.7616),
        dRms: about(0.7603),
        dRm: about(0.7475),
        dPre: about(0.7184),
        hedgesJ: about(0.9143),
        gAv: about(0.6964),
        gZ: about(1.1621),
        r: about(0.8271),
      },
      unclustered: { value: 17, low: about(7.4321), high: about(26.5679) },
      individualGain: { value: about(0.4374), n: 9, excluded: 1 },
      normalisedChange: { value: about(0.4396), n: 9, excluded: 1 },
      weighted: { notEstimable: 'no-population' },
      // Nobody was lost: whatever is assumed of nobody changes nothing.
      bounds: { low: about(17), unchanged: about(17), high: about(17), nLost: 0 },
      distribution: { before: [{ from: 0, to: 100, n: 10 }] },
    });
    expect(measures[1]).toMatchObject({ measure: 'self-rating', variants: { notEstimable: 'no-pairs' } });
  });

  const cohort = range(80).map((at) => {
    const story = teacher(at)
      .rated('baseline', 200, { '1.1': 1, '1.2': 3 })
      .tested('baseline', 4_000 + at * 10);
    return at % 4 === 3 ? story : story.tested('final', 5_000 + at * 10);
  });

  it('holds those who were lost against those who stayed, and bounds the gain', async () => {
    const { measures, flow, attrition } = await (
      await given([...country(SCHOOLS), pack], ...cohort.map(({ events }) => events))
    ).evaluation();
    expect(measures[0]?.matchedLost).toMatchObject({
      matched: { n: 60 },
      lost: { n: 20 },
      difference: { low: expect.any(Number) },
    });
    expect(measures[0]?.bounds).toMatchObject({ nPairs: 60, nLost: 20, unchanged: about(7.5) });
    expect(flow).toMatchObject({ invited: 80, baseline: 80, noRequest: { n: 80, analysed: 60, lost: 20 }, eligible: null });
    expect(attrition.map(({ by }) => by)).toEqual(['gender', 'rurality', 'regionalSector']);
    expect(attrition[0]?.first.lost.of).toBe(60);
  });

  describe('while people can still come', () => {
    const told = (...more: readonly FoldableEvent[]) =>
      given([...country(SCHOOLS), pack], ...cohort.map(({ events }) => events), more);
    const armAt = async (at: string, ...more: readonly FoldableEvent[]) =>
      (await (await told(...more)).evaluation(DAY_AT(at))).flow.noRequest;
    const waiting = cohort.flatMap((story, at) => (at % 4 === 3 ? [{ story, school: schoolAt(at) }] : []));
    const inRegion = (region: string) =>
      waiting.filter(({ school }) => SCHOOLS.find(({ code }) => code === school)?.region === region).length;

    it.each([
      ['2023-07-03', 20],
      ['2023-11-20', 20],
      ['2023-12-05', 20],
      ['2023-12-09', 0],
    ])('on %s, %i of those without a final test have not come yet; the others are lost', async (at, notYet) => {
      expect(await armAt(at)).toMatchObject({ n: 80, analysed: 60, notYet, lost: 20 - notYet });
    });

    it('goes by the window that holds where they work, and for themselves', async () => {
      expect(await armAt('2023-12-20', windowChanged({ region: 'CL-VS' }, '2023-12-22'))).toMatchObject({
        notYet: inRegion('CL-VS'),
        lost: inRegion('CL-RM'),
      });
      const [first] = waiting;
      const own = event('TeacherWindowChanged', {
        teacher: first?.story.teacher,
        cycle: '2023',
        ...stage('evaluation', '2023-11-13', '2023-12-22'),
        reason: 'sealed',
      });
      expect(await armAt('2023-12-20', own)).toMatchObject({ notYet: 1, lost: 19 });
      expect(await armAt('2023-12-23', own)).toMatchObject({ notYet: 0, lost: 20 });
    });

    it('waits for nobody once the cycle is closed', async () => {
      expect(await armAt('2023-11-20', event('CycleClosed', { cycle: '2023' }))).toMatchObject({ notYet: 0, lost: 20 });
    });

    it('holds against those who came only who can no longer come, and tells nothing about a few of the others', async () => {
      const early = await (await told()).evaluation(DAY_AT('2023-07-03'));
      expect(early.measures[0]?.matchedLost).toMatchObject({ lost: { n: 0 }, notYet: 20 });
      expect(early.attrition.map(({ first, second }) => [first.lost.n, second.lost.n])).toEqual([
        [0, 0],
        [0, 0],
        [0, 0],
      ]);
      // A school is given more time: one person can still come, whose result would be the rest of two sums.
      const [first] = waiting;
      const school = await (await told(windowChanged({ school: first?.school }, '2023-12-22'))).evaluation(DAY_AT('2023-12-20'));
      const few = waiting.filter((one) => one.school === first?.school).length;
      expect(few).toBeLessThan(10);
      expect(school.measures[0]?.matchedLost).toEqual({
        matched: { n: 60, withheld: 'complementary' },
        lost: { n: 20 - few, withheld: 'complementary' },
        notYet: few,
        difference: { withheld: 'complementary' },
      });
      expect(school.measures[0]?.bounds).toEqual({ withheld: 'complementary' });
    });
  });

  it('keeps from the evaluator, too, what would tell about a few', async () => {
    const few = cohort.map((story, at) => (at % 4 === 3 && at > 12 ? story.tested('final', 6_000) : story));
    const { measures } = await (await given([...country(SCHOOLS), pack], ...few.map(({ events }) => events))).evaluation();
    expect(measures[0]?.matchedLost.lost).toEqual({ n: 3, withheld: expect.any(String) as string });
    expect(measures[0]?.bounds).toEqual({ withheld: expect.any(String) as string });
    expect(measures[0]?.distribution.before).toEqual({ withheld: expect.any(String) as string });
  });

  it('compares who was drawn with who was not, as the draw had it', async () => {
    const asked = range(60).map((at) => teacher(at, '2023').rated('baseline', 200).tested('baseline', 4_000));
    const drawn = range(60).filter((at) => at % 2 === 0);
    const draw = event(
      'SeatsDrawn',
      {
        offering: 'o1',
        seed: 's',
        applicants: 60,
        enrolled: drawn.map((at) => asked[at]?.teacher),
        waitlisted: range(60)
          .filter((at) => at % 2 === 1)
          .map((at) => asked[at]?.teacher),
      },
      { cycle: '2023' },
    );
    const after = range(60).map((at) =>
      new TeacherStory(`t${String(at).padStart(3, '0')}`).tested('final', (at % 2 === 0 ? 5_500 : 5_000) + (at % 7) * 100),
    );
    const { lottery } = await (
      await given(
        [...country(SCHOOLS), pack],
        asked.flatMap(({ events }) => events),
        [draw],
        after.flatMap(({ events }) => events),
      )
    ).evaluation();
    expect(lottery).toMatchObject({ draws: 1, drawn: { n: 30, measured: { n: 30, of: 30 } }, notDrawn: { n: 30 } });
    const result = lottery?.finalResult;
    if (!result || !('value' in result)) throw new Error(JSON.stringify(result));
    expect(result.value).toBeCloseTo(5, 0);
    expect(result.low).toBeGreaterThan(3);
  });

  it('shows the competencies that were worked on beside the others of the same persons', async () => {
    const worked = range(20).map((at) => {
      const story = teacher(at).rated('baseline', 200, { '1.1': 1, '1.2': 3 });
      const path = event(
        'LearningPathGenerated',
        { teacher: story.teacher, cycle: '2023', steps: [{ competency: '1.1' }], withoutCourse: [] },
        { cycle: '2023' },
      );
      return [
        ...story.events,
        path,
        ...new TeacherStory(story.teacher).acceptedPath().rated('final', 250, { '1.1': at % 3 === 0 ? 1 : 2, '1.2': 3 }).events,
      ];
    });
    const { targeted } = await (await given([...country(SCHOOLS), pack], ...worked)).evaluation();
    expect(targeted).toMatchObject({ n: 20, targeted: { value: about(13 / 20) }, others: { value: 0 } });
  });

  it('is empty, not zero, where nothing happened', async () => {
    const answer = await (await given(country([]))).evaluation();
    expect(answer).toMatchObject({
      lottery: null,
      timeToComplete: { n: 0, notEstimable: 'no-observations' },
      targeted: { n: 0, notEstimable: 'no-pairs' },
      thenAndNow: { n: 0, notEstimable: 'not-asked' },
    });
    expect(answer.definitions).toContain('gain-bounds@1');
  });
});

describe('the time to complete', () => {
  const person = (enrolledOn: number, completedOn?: number): Person =>
    ({
      purposes: ['take-part', 'programme-statistics'],
      enrolledOn,
      ...(completedOn === undefined ? {} : { completedOn }),
    }) as unknown as Person;

  it('watches those without a course to the end, and stops where too few are watched', () => {
    const found = timeToComplete(
      [...range(12).map(() => person(0, 10)), ...range(12).map(() => person(0, 30)), ...range(4).map(() => person(0))],
      60,
      10,
    );
    if (!('weeks' in found)) throw new Error(JSON.stringify(found));
    expect(found).toMatchObject({ n: 28, completed: 24, medianDays: { value: 30 } });
    expect(found.weeks.map(({ day }) => day)).toEqual([0, 7, 14, 21, 28]);
    expect(found.weeks[2]?.completed).toBeCloseTo(12 / 28, 9);
  });
});

describe('bins', () => {
  it('hold k or more, all of the values, and lie side by side', () => {
    const scores = fc.array(fc.integer({ min: 0, max: 100 }), { minLength: 10, maxLength: 200 });
    fc.assert(
      fc.property(scores, (values) => {
        const bins = joinedBins(values, 0, 100, 10, 10);
        expect(bins.reduce((sum, { n }) => sum + n, 0)).toBe(values.length);
        for (const { n } of bins) expect(n).toBeGreaterThanOrEqual(10);
        expect([bins[0]?.from, bins.at(-1)?.to]).toEqual([0, 100]);
        bins.slice(1).forEach(({ from }, at) => expect(from).toBe(bins[at]?.to));
      }),
    );
  });
});

describe('a breakdown', () => {
  const plan = (at: string) =>
    event(
      'AnalysisPlanRegistered',
      { cycle: '2023', plan: 'main', measures: ['test'], breakdowns: ['modality'], documentDigest: 'd' },
      { cycle: '2023', at },
    );
  const planned = (opens: string) =>
    country(SCHOOLS).map((one) =>
      one.type === 'CyclePlanned'
        ? {
            ...one,
            data: {
              ...one.data,
              design: { ...(one.data as { design: object }).design, stages: [{ stage: 'evaluation', opens }] },
            },
          }
        : one,
    );
  const learners = range(60).map((at) => {
    const story = teacher(at).rated('baseline', 200).tested('baseline', 4_000);
    return at < 40
      ? story
          .enrolled()
          .startedCourse()
          .completedCourse()
          .tested('final', 5_000 + at)
      : story;
  });

  it('is exploratory unless a plan named it before the final window opened', async () => {
    const opens = '2023-11-06T03:00:00.000Z';
    const early = await given(planned(opens), [plan('2023-10-01T12:00:00.000Z')]);
    expect((await early.breakdown('modality')).exploratory).toBe(false);
    expect((await early.breakdown('gender')).exploratory).toBe(true);
    const late = await given(planned(opens), [plan('2023-11-07T12:00:00.000Z')]);
    expect((await late.breakdown('modality')).exploratory).toBe(true);
    expect((await late.dashboard()).plan).toMatchObject({
      finalWindowOpens: opens,
      planned: [],
      plans: [{ beforeFinalWindow: false }],
    });
  });

  it('by modality says of those in no course that it does not apply', async () => {
    const answer = await (
      await given([...country(SCHOOLS), pack], ...learners.map(({ events }) => events))
    ).breakdown('modality');
    expect(answer.people.map(({ cell, enrolled }) => [cell, enrolled])).toEqual([
      ['distance', 40],
      ['not-applicable', 0],
    ]);
    expect(answer.people[1]?.completion).toMatchObject({ n: 0, of: 0, share: null });
  });

  it('has parity of proportions with its interval, and none where too few stand behind it', async () => {
    const programme = await given([...country(SCHOOLS), pack], ...learners.map(({ events }) => events));
    const [participation, completion] = (await programme.breakdown('gender')).parity;
    expect(participation).toMatchObject({ indicator: 'participation', disadvantaged: 'female', numerator: { of: 45 } });
    expect(completion).toMatchObject({ indicator: 'completion', numerator: { of: 30 }, notEstimable: 'no-spread' });
    const rural = (await programme.breakdown('rurality')).parity.find(({ indicator }) => indicator === 'completion');
    expect(rural).toMatchObject({ disadvantaged: 'rural', numerator: { of: 9 }, withheld: 'primary' });
  });

  it('of what is tallied is what the dashboard shows', async () => {
    const programme = await given([...country(SCHOOLS), pack], ...learners.map(({ events }) => events));
    const dashboard = await programme.dashboard();
    for (const by of DIMENSIONS) {
      const { measures, people } = await programme.breakdown(by);
      measures.forEach((measure, at) => expect(measure.groups).toEqual(dashboard.measures[at]?.by[by]));
      expect(people.map(({ cell, invited, trained }) => [cell, invited, trained])).toEqual(
        dashboard.people[by].map(({ cell, invited, trained }) => [cell, invited, trained]),
      );
    }
  });

  it('by the shared codes shows no sum that would give a small sector away', async () => {
    // Of the public schools' teachers with both results only four are at a school of the local service.
    const uneven = range(96).map((at) => {
      const story = teacher(at).rated('baseline', 200).tested('baseline', 4_000);
      return SECTORS[at % 4] === 'slep' && at > 16 ? story : story.tested('final', 5_000 + at);
    });
    const programme = await given([...country(SCHOOLS), pack], ...uneven.map(({ events }) => events));
    const own = (await programme.breakdown('sector')).measures[1]?.groups ?? [];
    const shared = (await programme.breakdown('regionalSector')).measures[1]?.groups ?? [];
    const shown = (groups: typeof own) => groups.filter(({ gain }) => 'mean' in gain).map(({ cell }) => cell);
    expect(own.find(({ cell }) => cell === 'slep')?.gain).toMatchObject({ nPairs: 4, withheld: 'primary' });
    // With "public" shown, "municipal" beside it would give the four away.
    expect(shown(shared).includes('public') && shown(own).includes('municipal')).toBe(false);
  });
});

describe('coverage', () => {
  it('without a population says so, and never a share of nothing', async () => {
    const answer = await (await given([...country(SCHOOLS), pack], teacher(1).events)).coverage();
    expect(answer.population).toEqual({ asOf: null, status: null, note: null, total: null });
    expect(answer.all).toMatchObject({ invited: 1, population: null, coverage: null, target: 1_000 });
    expect(answer.by.regionalSector).toMatchObject([{ cell: 'public', invited: 1, population: null }]);
  });
});

describe('persons over two years', () => {
  const both = [...country(SCHOOLS, ['2023', '2024']), pack];
  const first = range(40).map((at) =>
    teacher(at, '2023')
      .rated('baseline', 200)
      .sawProfile()
      .tested('final', 6_000 + at * 10),
  );
  const second = range(40).map((at) =>
    teacher(at + 20, '2024')
      .rated('baseline', 200)
      .sawProfile()
      .tested('baseline', 5_800 + (at + 20) * 10),
  );
  const years = () => given(both, ...first.map(({ events }) => events), ...second.map(({ events }) => events));

  it('counts each person once over all cycles', async () => {
    const answer = await (await years()).persons('2024');
    expect(answer.cycles.map(({ cycle, reached, repeaters }) => [cycle, reached, repeaters])).toEqual([
      ['2023', 40, 0],
      ['2024', 40, 20],
    ]);
    expect(answer.distinct).toEqual({ invited: 60, reached: 60, trained: 0 });
    expect(answer.back).toMatchObject({ n: 20, of: 40 });
  });

  it('holds the start of the next cycle against the end of the one before, in the same persons', async () => {
    const { retention } = await (await years()).persons('2024');
    expect(retention.find(({ measure }) => measure === 'test')).toMatchObject({
      from: '2023',
      to: '2024',
      nEnd: 40,
      nStart: 40,
      nPairs: 20,
      value: about(-2),
    });
  });

  it('of a first cycle are its own, and nobody can be back', async () => {
    const answer = await (await years()).persons('2023');
    expect(answer).toMatchObject({ distinct: { reached: 40 }, back: null, retention: [] });
  });
});

it('every breakdown is one that can be asked for', () => expect(new Set(BREAKDOWNS).size).toBe(BREAKDOWNS.length));
