import { Refusal, type FoldableEvent } from '#libs/kernel';
import type { ReadStore } from '#libs/read-store';
import { country, event, foldInto, MemoryView, storeOf, TeacherStory, type SchoolFixture } from '../testing/index.js';
import type { GainFigure, GainValue } from './answers.js';
import { CohortReader } from './cohort-reader.js';
import { Dashboard, DashboardHandler } from './dashboard.js';
import { DataState, DataStateHandler } from './data-state.js';
import { Funnel, FunnelHandler } from './funnel.js';
import { Gain, GainHandler, type GainAsked } from './gain.js';
import { GapHeatMap, GapHeatMapHandler } from './gap-heat-map.js';
import { CohortPeople } from './people.js';
import { Coverages } from './population.js';
import { MyCertification, MyCertificationHandler } from './my-certification.js';
import { SchoolParticipation, SchoolParticipationHandler } from './school-participation.js';

const stores: ReadStore[] = [];
afterEach(async () => {
  for (const store of stores.splice(0)) await store.close();
});

const given = async (...events: readonly (readonly FoldableEvent[])[]) => {
  const view = new MemoryView();
  foldInto(view, events.flat());
  const store = await storeOf(view);
  stores.push(store);
  const cohort = new CohortReader(store);
  return {
    funnel: (by: Funnel['by'] = null) => new FunnelHandler(cohort, new Coverages(store)).execute(new Funnel('cl', '2023', by)),
    dashboard: () => new DashboardHandler(cohort).execute(new Dashboard('cl', '2023')),
    heatMap: (by: GapHeatMap['by']) =>
      new GapHeatMapHandler(cohort, new CohortPeople(store)).execute(new GapHeatMap('cl', '2023', by)),
    gain: (asked: GainAsked = {}) => new GainHandler(cohort).execute(new Gain('cl', '2023', asked)),
    certification: (teacher: string, cycle = '2023') =>
      new MyCertificationHandler(store, cohort).execute(new MyCertification('cl', cycle, teacher)),
    dataState: () => new DataStateHandler(cohort).execute(new DataState('cl', '2023')),
    schools: (limit: number, cursor?: string, only?: string) =>
      new SchoolParticipationHandler(store, cohort).execute(new SchoolParticipation('cl', '2023', { limit, cursor }, only)),
  };
};

const school = (code: number, rest: Omit<SchoolFixture, 'code'> = {}): SchoolFixture => ({ code: String(code), ...rest });
const participant = (name: string, at: string, gender = 'female') =>
  new TeacherStory(name).registered(gender).assigned(at).invited().consented();
const shown = (gain: GainFigure): GainFigure & GainValue => {
  if (!('mean' in gain)) throw new Error(`the gain is not shown: ${JSON.stringify(gain)}`);
  return gain;
};
const refused = async (run: Promise<unknown>) => {
  const error: unknown = await run.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof Refusal)) throw new Error('nothing was refused');
  return error;
};

const PRE = [20, 35, 40, 50, 55, 60, 75, 80, 100, 45];
const POST = [50, 60, 45, 80, 50, 90, 85, 100, 100, 70];

describe('the learning gain', () => {
  const tenSchools = PRE.map((_, at) => school(900001 + at, { region: 'CL-RM', sector: 'municipal', rurality: 'urban' }));
  const tested = PRE.map((pre, at) =>
    participant(`t${at}`, String(900001 + at))
      .rated('baseline', 200)
      .tested('baseline', pre * 100)
      .tested('final', (POST[at] as number) * 100),
  );

  it('has the worked numbers, from the events to the answer', async () => {
    const programme = await given(country(tenSchools), ...tested.map(({ events }) => events));
    const { gain, name, simulated, k } = await programme.gain();
    expect({ name, simulated, k }).toEqual({ name: 'learning gain', simulated: true, k: 10 });
    const value = shown(gain);
    expect(value).toMatchObject({
      measure: 'test',
      scale: 'percent',
      nPre: 10,
      nPost: 10,
      nPairs: 10,
      attrition: 0,
      up: 8,
      same: 1,
      down: 1,
    });
    expect(value.interval).toBe('clustered by school');
    const numbers = { mean: 17, low: 7.4321, high: 26.5679, meanPre: 56, meanPost: 73, gAv: 0.6964, classGain: 0.3864 };
    for (const [key, expected] of Object.entries(numbers)) {
      expect(Math.abs(Number(value[key as keyof GainValue]) - expected)).toBeLessThan(1e-3);
    }
    expect(value.schools).toBe(10);
  });

  it('has a wider interval where the same pairs come from few schools that are alike', async () => {
    const few = PRE.map((pre, at) =>
      participant(`t${at}`, pre < 56 ? '900001' : '900002')
        .tested('baseline', pre * 100)
        .tested('final', (POST[at] as number) * 100),
    );
    const value = shown((await (await given(country(tenSchools), ...few.map(({ events }) => events))).gain()).gain);
    expect(value.mean).toBeCloseTo(17, 9);
    expect(value.schools).toBe(2);
    expect((value.high ?? 0) - (value.low ?? 0)).toBeGreaterThan(19.2);
  });

  it('of one school has no interval', async () => {
    const one = PRE.map((pre, at) =>
      participant(`t${at}`, '900001')
        .tested('baseline', pre * 100)
        .tested('final', (POST[at] as number) * 100),
    );
    const value = shown((await (await given(country(tenSchools), ...one.map(({ events }) => events))).gain()).gain);
    expect([value.low, value.high, value.schools]).toEqual([null, null, 1]);
  });

  it('is not estimable without a baseline, and says so instead of a number', async () => {
    const late = PRE.map((_, at) =>
      participant(`t${at}`, String(900001 + at))
        .rated('baseline', 200)
        .tested('final', 7_000),
    );
    const { gain } = await (await given(country(tenSchools), ...late.map(({ events }) => events))).gain();
    expect(gain).toMatchObject({ notEstimable: 'no-baseline', nPre: 0, nPost: 10, nPairs: 0, matchRate: null });
    expect(gain).not.toHaveProperty('mean');
  });

  it('is refused between a self-rating and a test', async () => {
    const programme = await given(country(tenSchools), ...tested.map(({ events }) => events));
    const asked: GainAsked[] = [
      { pre: { instrument: 'self-rating', version: 1 }, post: { instrument: 'test-form-a', version: 1 } },
      { measure: 'self-rating', otherMeasure: 'test' },
      { measure: 'test', scale: 'percent', otherScale: 'levels-0-5' },
    ];
    for (const one of asked) expect((await refused(programme.gain(one))).code).toBe('measures-not-comparable');
    expect((await refused(programme.gain({ measure: 'test', scale: 'stanine' }))).code).toBe('measure-not-in-cycle');
    expect((await refused(programme.gain({ pre: { instrument: 'none', version: 1 } }))).code).toBe('instrument-unknown');
    const forms = await programme.gain({
      pre: { instrument: 'test-form-a', version: 1 },
      post: { instrument: 'test-form-b', version: 1 },
    });
    expect(forms.gain).toEqual((await programme.gain()).gain);
  });

  it('is withheld where fewer than k stand behind it; the counts are shown', async () => {
    const { gain } = await (await given(country(tenSchools, ['2023'], 11), ...tested.map(({ events }) => events))).gain();
    expect(gain).toMatchObject({ withheld: 'primary', nPairs: 10, nPre: 10 });
    expect(gain).not.toHaveProperty('mean');
  });

  it('of a self-rating is a change: no share of a possible gain, no effect size', async () => {
    const rated = PRE.map((_, at) =>
      participant(`t${at}`, String(900001 + at))
        .rated('baseline', 200)
        .rated('final', 220 + at),
    );
    const { gain, name } = await (
      await given(country(tenSchools), ...rated.map(({ events }) => events))
    ).gain({ measure: 'self-rating' });
    expect(name).toBe('self-rating change');
    // All ten of ten: who knows one of them would know how they changed.
    expect(shown(gain)).toMatchObject({ gAv: null, classGain: null, up: { withheld: 'primary' } });
    expect(shown(gain).mean).toBeCloseTo(0.245, 9);
  });
});

describe('the dashboard', () => {
  // Urban and rural as regions, women and men as sectors: 40/30 and 6/24 pairs.
  const cells = [
    { region: 'urban', sector: 'F', n: 40 },
    { region: 'urban', sector: 'M', n: 30 },
    { region: 'rural', sector: 'F', n: 6 },
    { region: 'rural', sector: 'M', n: 24 },
  ];
  const schools = cells.flatMap(({ region, sector }, at) =>
    [0, 1, 2].map((one) => school(900010 + at * 10 + one, { region, sector })),
  );
  const everybody = cells.flatMap(({ n }, at) =>
    Array.from({ length: n }, (_, index) =>
      participant(`t${at}-${index}`, String(900010 + at * 10 + (index % 3)))
        .rated('baseline', 200 + index, { '1.1': index % 4, '1.2': null })
        .sawProfile()
        .tested('baseline', 4_000 + index * 10)
        .tested('final', 5_000 + index * 20),
    ),
  );
  const events = everybody.map((story) => story.events);

  it('withholds the small cell, and the three that would give it away; margins are shown', async () => {
    const { measures } = await (await given(country(schools), ...events)).dashboard();
    const test = measures.find(({ measure }) => measure === 'test');
    const marks = test?.regionBySector.map(({ region, sector, gain }) => [
      region,
      sector,
      'withheld' in gain ? gain.withheld : null,
    ]);
    expect(marks).toEqual([
      ['rural', 'F', 'primary'],
      ['rural', 'M', 'complementary'],
      ['urban', 'F', 'complementary'],
      ['urban', 'M', 'complementary'],
    ]);
    expect(test?.by.region.map(({ cell, gain }) => [cell, gain.nPairs, 'mean' in gain])).toEqual([
      ['rural', 30, true],
      ['urban', 70, true],
    ]);
    expect(test?.by.sector.map(({ cell, gain }) => [cell, gain.nPairs, 'mean' in gain])).toEqual([
      ['F', 46, true],
      ['M', 54, true],
    ]);
    expect(test?.regionBySector.every(({ gain }) => !('mean' in gain))).toBe(true);
    expect(shown((test as NonNullable<typeof test>).gain).nPairs).toBe(100);
  });

  it('says how many were reached and trained, against the target', async () => {
    const answer = await (await given(country(schools), ...events)).dashboard();
    expect(answer).toMatchObject({
      cycle: '2023',
      status: 'open',
      simulated: true,
      target: 1_000,
      invited: 100,
      reached: { n: 100, of: 1_000, share: 0.1 },
      trained: { n: 0, of: 1_000, share: 0 },
      schools: 12,
      asOf: '2023-05-08T12:00:00.000Z',
    });
    expect(answer.measures.map(({ measure, minimum, maximum }) => [measure, minimum, maximum])).toEqual([
      ['self-rating', 0, 5],
      ['test', 0, 100],
    ]);
    expect(answer.measures[0]?.before).toMatchObject({ n: 100, floor: 0, ceiling: 0 });
    expect(answer.measures[0]?.gain).toMatchObject({ notEstimable: 'no-pairs', nPre: 100, attrition: 1 });
    expect(answer.people.gender).toEqual([{ cell: 'female', invited: 100, submitted: 100, reached: 100, trained: 0 }]);
  });

  it('withholds the mean before where few were lost since: beside the gain, the rest of it would be theirs', async () => {
    const lost = Array.from({ length: 4 }, (_, at) => participant(`lost${at}`, '900010').tested('baseline', 9_000).events);
    const { measures } = await (await given(country(schools), ...events, ...lost)).dashboard();
    const test = measures.find(({ measure }) => measure === 'test');
    expect(test?.before).toEqual({ n: 104, withheld: 'complementary' });
    expect(test?.after).toHaveProperty('mean');
    expect(test?.gain).toMatchObject({ nPairs: 100, nPre: 104 });
    expect(test?.gain).toHaveProperty('mean');
  });

  it('of a cycle that nobody planned is refused', async () => {
    const programme = await given(country(schools, ['2024']));
    expect((await refused(programme.dashboard())).code).toBe('cycle-unknown');
  });

  it('of an empty cycle has no numbers, not zeros', async () => {
    const answer = await (await given(country([]))).dashboard();
    expect(answer.measures.map(({ before, gain }) => [before, 'notEstimable' in gain && gain.notEstimable])).toEqual([
      [{ n: 0, notEstimable: 'no-observations' }, 'no-baseline'],
      [{ n: 0, notEstimable: 'no-observations' }, 'no-baseline'],
    ]);
    expect(answer.asOf).not.toBeNull();
  });

  it('has the gaps of each group, without the groups that are too small', async () => {
    const map = await (await given(country(schools), ...events)).heatMap('sector');
    expect(map.competencies).toEqual(['1.1', '1.2']);
    expect(map.all[1]).toEqual({ n: 0, notRated: 100, notEstimable: 'no-observations' });
    expect(map.rows.map(({ cell, gaps }) => [cell, gaps[0]?.n])).toEqual([
      ['F', 46],
      ['M', 54],
    ]);
    const observed = (n: number) => Array.from({ length: n }, (_, index) => index % 4);
    const men = [...observed(30), ...observed(24)];
    expect(map.rows[1]?.gaps[0]).toEqual({
      n: 54,
      notRated: 0,
      meanGap: men.reduce((sum, level) => sum + 3 - level, 0) / 54,
      shareWithGap: men.filter((level) => level < 3).length / 54,
      meanObserved: men.reduce((sum, level) => sum + level, 0) / 54,
    });
    const small = await (await given(country(schools), ...events.slice(0, 45), ...events.slice(70, 76))).heatMap('region');
    expect(small.rows.map(({ gaps }) => gaps[0])).toMatchObject([{ withheld: 'primary' }, { withheld: 'complementary' }]);
    expect(small.all[0]).toHaveProperty('meanGap');
  });

  it('has a funnel by group that adds up', async () => {
    const programme = await given(country(schools), ...events);
    const answer = await programme.funnel('region-sector');
    expect(answer.groups.map(({ cell, steps }) => [...cell, steps.find(({ step }) => step === 'invited')?.n])).toEqual([
      ['rural', 'F', 6],
      ['rural', 'M', 24],
      ['urban', 'F', 40],
      ['urban', 'M', 30],
    ]);
    const steps = Object.fromEntries(answer.all.steps.map((step) => [step.step, step]));
    expect(steps['invited']).toMatchObject({
      step: 'invited',
      n: 100,
      anyhow: 100,
      ofPrevious: null,
      ofFirst: { n: 100, of: 100, share: 1 },
    });
    expect(steps['path-accepted']).toMatchObject({ n: 0, ofPrevious: { n: 0, of: 100, share: 0 } });
    expect(steps['enrolled']).toMatchObject({ n: 0, ofPrevious: { n: 0, of: 0, share: null } });
    expect(steps['final-test']).toMatchObject({ n: 0, anyhow: 100 });
    expect((await programme.funnel()).groups).toEqual([]);
    expect(steps['eligible']).toEqual({ step: 'eligible', n: null, anyhow: null, ofPrevious: null, ofFirst: null });
    expect(steps['certified']).toMatchObject({ n: 0, anyhow: 0 });
  });

  it('begins the funnel with the population where somebody counted it, by the groups that it was counted by', async () => {
    const rows = [
      { region: 'urban', sector: 'F', teachers: 400 },
      { region: 'rural', sector: 'M', teachers: 100 },
    ];
    const counted = event('PopulationRecorded', {
      ...{ asOf: '2023-03-01', digest: 'd', note: {}, part: 1, parts: 1, rows, status: 'official' },
    });
    const programme = await given(country(schools), ...events, [counted]);
    const { all, population } = await programme.funnel();
    expect(population).toEqual({ asOf: '2023-03-01', status: 'official' });
    expect(all.steps[0]).toMatchObject({ step: 'eligible', n: 500, ofPrevious: null });
    expect(all.steps[1]).toMatchObject({ n: 100, ofPrevious: { n: 100, of: 500, share: 0.2, low: null, high: null } });
    const eligible = async (by: Funnel['by']) =>
      (await programme.funnel(by)).groups.map(({ cell, steps }) => [cell.join(' '), steps[0]?.n]);
    expect(await eligible('region-sector')).toEqual([
      ['rural F', 0],
      ['rural M', 100],
      ['urban F', 400],
      ['urban M', 0],
    ]);
    // Nobody counted the population by gender.
    expect(new Set((await eligible('gender')).map(([, n]) => n))).toEqual(new Set([null]));
  });

  it('says of a cycle that certifies nobody that it does not, and never none', async () => {
    const programme = await given(country(schools, ['2023'], 10, null), ...events);
    const { all, certification } = await programme.funnel();
    expect(certification).toBeNull();
    expect(all.steps.at(-1)).toEqual({ step: 'certified', n: null, anyhow: null, ofPrevious: null, ofFirst: null });
  });

  it('tells each teacher whether they are certified, and what is missing', async () => {
    const through = (name: string) =>
      participant(name, schools[0]?.code ?? '')
        .rated('baseline', 200)
        .sawProfile()
        .acceptedPath()
        .enrolled()
        .startedCourse();
    const stories = [
      through('certified').completedCourse().completedCourse().tested('final', 1_000),
      through('too few hours').completedCourse().tested('final', 9_000),
      through('no final test').completedCourse().completedCourse(),
      participant('only invited', schools[0]?.code ?? ''),
    ].flatMap((story) => story.events);
    const programme = await given(country(schools), stories);
    const told = async (name: string) => {
      const { takesPart, certified, hoursCompleted, finalTest, missing } = await programme.certification(name);
      return { takesPart, certified, hoursCompleted, finalTest, missing };
    };
    const nothing = { hours: 0, finalTest: false };
    expect(await told('certified')).toEqual({
      ...{ takesPart: true, certified: true, hoursCompleted: 16, finalTest: true, missing: nothing },
    });
    expect(await told('too few hours')).toMatchObject({ certified: false, missing: { hours: 2, finalTest: false } });
    expect(await told('no final test')).toMatchObject({ certified: false, missing: { hours: 0, finalTest: true } });
    expect(await told('only invited')).toMatchObject({ certified: false, missing: { hours: 10, finalTest: true } });
    expect(await told('somebody else')).toMatchObject({ takesPart: false, certified: false });
    expect(await programme.certification('certified')).toMatchObject({ simulated: true, rule: { version: 'c-1' } });
    // As many as the funnel counts.
    expect((await programme.funnel()).all.steps.at(-1)).toMatchObject({ step: 'certified', anyhow: 1 });

    const without = await given(country(schools, ['2023'], 10, null), stories);
    expect(await without.certification('certified')).toMatchObject({ rule: null, certified: false, missing: nothing });
    expect((await refused(without.certification('certified', '2031'))).code).toBe('cycle-unknown');
  });

  it('lists the schools in pages, with counts and nothing else', async () => {
    const programme = await given(country(schools), ...events);
    const first = await programme.schools(8);
    const second = await programme.schools(8, first.next);
    expect([...first.items, ...second.items].map((item) => item.school)).toEqual(schools.map(({ code }) => code).sort());
    expect(second.next).toBeUndefined();
    expect(first.items[0]).toEqual({
      school: '900010',
      name: 'Escuela 900010',
      region: 'urban',
      sector: 'F',
      rurality: null,
      invited: 14,
      consented: 14,
      started: 14,
      submitted: 14,
      profileSeen: 14,
      enrolled: 0,
      completed: 0,
      finalTest: 14,
    });
    expect((await programme.schools(8, undefined, '900020')).items.map((item) => item.school)).toEqual(['900020']);
    expect((await programme.schools(8, undefined, 'elsewhere')).items).toMatchObject([{ school: 'elsewhere', invited: 0 }]);
    expect((await refused(programme.schools(8, 'nonsense'))).code).toBe('cursor-malformed');
  });

  it('knows what it does not know', async () => {
    const nowhere = new TeacherStory('nowhere').registered().invited().events;
    const answer = await (await given(country(schools), ...events, nowhere)).dataState();
    expect(answer).toMatchObject({ persons: 101, submitted: 100, schools: 12, views: [] });
    expect(answer.unknown.region).toMatchObject({ n: 1, of: 101, share: 1 / 101 });
    expect(answer.unknown.rurality.n).toBe(101);
    expect(answer.results).toMatchObject([
      { measure: 'self-rating', nPre: 100, nPairs: 0 },
      { measure: 'test', nPre: 100, nPairs: 100 },
    ]);
  });
});
