import fc from 'fast-check';
import type { Gap } from '#libs/contexts/assessment';
import { carriedOver, derivePath, firstPath, pathRulesOf, renewPath, type OfferedCourse } from './path-rules.js';

const at = '2023-06-20T12:00:00.000Z';
const rules = pathRulesOf({ maxSteps: 4 });
const gap = (competency: string, observed: number | null, target: number): Gap => ({
  competency,
  observed,
  target,
  gap: observed === null ? null : Math.max(0, target - observed),
});
const offer = (
  course: string,
  develops: readonly (readonly [string, number, number])[],
  terms: Partial<OfferedCourse> = {},
): OfferedCourse => ({
  offering: `${course}-o`,
  course,
  modality: 'distance',
  starts: '2023-07-17T04:00:00.000Z',
  ends: '2023-10-28T02:59:59.999Z',
  hours: 12,
  develops: develops.map(([competency, from, to]) => ({ competency, from, to })),
  full: false,
  ...terms,
});
const derive = (gaps: Gap[], offered: OfferedCourse[], region?: string, steps = 4) =>
  derivePath(gaps, offered, { region, at }, { ...rules, maxSteps: steps });
const told = (path: ReturnType<typeof derive>) => path.steps.map((step) => `${step.competency} ${step.offering} ${step.reason}`);

describe('a learning path', () => {
  it('begins with the largest gap, then the next; higher target and framework order break ties', () => {
    const path = derive(
      [gap('1.10', 1, 2), gap('1.9', 1, 2), gap('2.1', 2, 3), gap('3.1', 0, 2), gap('4.1', 3, 3)],
      [offer('a', [['1.9', 1, 2]]), offer('b', [['1.10', 1, 2]]), offer('c', [['2.1', 1, 3]]), offer('d', [['3.1', 0, 2]])],
    );
    expect(told(path)).toEqual(['3.1 d-o largest-gap', '2.1 c-o next-gap', '1.9 a-o next-gap', '1.10 b-o next-gap']);
    expect(path.steps[0]).toEqual({
      course: 'd',
      offering: 'd-o',
      competency: '3.1',
      from: 0,
      to: 2,
      reason: 'largest-gap',
      gap: 2,
    });
  });

  it('takes a course that begins one level above at most and leads beyond', () => {
    const offered = [offer('far', [['1.1', 2, 4]]), offer('near', [['1.1', 1, 2]]), offer('low', [['1.1', 0, 1]])];
    expect(told(derive([gap('1.1', 0, 3)], offered))).toEqual(['1.1 near-o largest-gap']);
    expect(told(derive([gap('1.1', 1, 3)], offered))).toEqual(['1.1 far-o largest-gap']);
    expect(derive([gap('1.1', 4, 5)], offered)).toEqual({ steps: [], withoutCourse: ['1.1'] });
  });

  it('prefers what closes more of the gap, then what serves more gaps, then the shorter', () => {
    const gaps = [gap('1.1', 1, 3), gap('1.2', 1, 2)];
    expect(told(derive(gaps, [offer('half', [['1.1', 1, 2]]), offer('whole', [['1.1', 1, 3]])]))[0]).toContain('whole');
    const broad = offer('broad', [
      ['1.1', 1, 3],
      ['1.2', 1, 2],
    ]);
    expect(told(derive(gaps, [offer('whole', [['1.1', 1, 3]]), broad]))[0]).toContain('broad');
    expect(
      told(derive([gaps[0] as Gap], [offer('long', [['1.1', 1, 3]], { hours: 30 }), offer('short', [['1.1', 1, 3]])]))[0],
    ).toContain('short');
    // Beyond the target nothing counts as closed.
    expect(told(derive([gap('1.1', 1, 2)], [offer('b-far', [['1.1', 1, 5]]), offer('a-near', [['1.1', 1, 2]])]))[0]).toContain(
      'a-near',
    );
  });

  it('has no course twice: a further gap that it serves stands behind it', () => {
    const both = offer('both', [
      ['1.1', 0, 3],
      ['2.1', 0, 2],
    ]);
    const path = derive([gap('1.1', 0, 3), gap('3.1', 0, 2), gap('2.1', 1, 2)], [both, offer('other', [['3.1', 0, 2]])]);
    expect(told(path)).toEqual(['1.1 both-o largest-gap', '2.1 both-o also-develops', '3.1 other-o next-gap']);
  });

  it('has at most so many courses and hours, and names gaps for which there is none', () => {
    const many = ['1.1', '1.2', '1.3', '1.4', '2.1'].map((id) => offer(`c${id}`, [[id, 0, 2]]));
    const gaps = ['1.1', '1.2', '1.3', '1.4', '2.1', '9.9'].map((id) => gap(id, 0, 2));
    const path = derive(gaps, many);
    expect(path.steps).toHaveLength(4);
    // What did not fit is not without a course.
    expect(path.withoutCourse).toEqual(['9.9']);
    const heavy = many.map((one) => ({ ...one, hours: 40 }));
    expect(derive(gaps, heavy).steps).toHaveLength(2);
  });

  it('leaves out what is over or bound to another region, and takes the own region before the nation', () => {
    const [over, elsewhere, national, own] = [
      offer('c', [['1.1', 0, 2]], { offering: 'over', ends: at }),
      offer('c', [['1.1', 0, 2]], { offering: 'elsewhere', region: 'CL-BI' }),
      offer('c', [['1.1', 0, 2]], { offering: 'national' }),
      offer('c', [['1.1', 0, 2]], { offering: 'own', region: 'CL-AR', modality: 'in-class' }),
    ];
    const gaps = [gap('1.1', 0, 2)];
    expect(derive(gaps, [over, elsewhere], 'CL-AR')).toEqual({ steps: [], withoutCourse: ['1.1'] });
    expect(told(derive(gaps, [national, own], 'CL-AR'))).toEqual(['1.1 own largest-gap']);
    expect(told(derive(gaps, [national, own]))).toEqual(['1.1 national largest-gap']);
    expect(told(derive(gaps, [national, { ...own, full: true }], 'CL-AR'))).toEqual(['1.1 national largest-gap']);
  });

  it('says nothing of what was not rated or reaches its target', () => {
    expect(derive([gap('1.1', null, 3), gap('1.2', 3, 3)], [offer('a', [['1.1', 0, 3]])])).toEqual({
      steps: [],
      withoutCourse: [],
    });
  });

  it('follows from its input alone, whatever its order, and keeps its promises', () => {
    const competency = fc.constantFrom('1.1', '1.2', '1.10', '2.1', '2.2', '3.1');
    const gaps = fc.uniqueArray(
      fc.record({ competency, observed: fc.option(fc.integer({ min: 0, max: 5 })), target: fc.integer({ min: 0, max: 5 }) }),
      { selector: (one) => one.competency, maxLength: 6 },
    );
    const develops = fc.uniqueArray(fc.tuple(competency, fc.integer({ min: 0, max: 3 }), fc.integer({ min: 4, max: 5 })), {
      selector: ([id]) => id,
      minLength: 1,
      maxLength: 3,
    });
    const offered = fc.uniqueArray(
      fc.record({
        course: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g'),
        develops,
        hours: fc.integer({ min: 4, max: 40 }),
        full: fc.boolean(),
        region: fc.constantFrom(undefined, 'CL-AR', 'CL-BI'),
      }),
      { selector: (one) => one.course, maxLength: 7 },
    );
    fc.assert(
      fc.property(gaps, offered, fc.integer({ min: 1, max: 5 }), (raw, courses, steps) => {
        const profile = raw.map((one) => gap(one.competency, one.observed, one.target));
        const catalogue = courses.map((one) =>
          offer(one.course, one.develops, { hours: one.hours, full: one.full, region: one.region }),
        );
        const path = derive(profile, catalogue, 'CL-AR', steps);
        expect(derive(profile.toReversed(), catalogue.toReversed(), 'CL-AR', steps)).toEqual(path);
        const chosen = [...new Set(path.steps.map(({ course }) => course))];
        expect(path.steps.filter(({ reason }) => reason !== 'also-develops')).toHaveLength(chosen.length);
        expect(chosen.length).toBeLessThanOrEqual(steps);
        expect(
          courses.filter(({ course }) => chosen.includes(course)).reduce((sum, { hours }) => sum + hours, 0),
        ).toBeLessThanOrEqual(rules.maxHours);
        expect(new Set(path.steps.map((step) => step.competency)).size).toBe(path.steps.length);
        for (const step of path.steps) {
          const observed = profile.find((one) => one.competency === step.competency)?.observed ?? Number.NaN;
          expect(step.gap).toBeGreaterThan(0);
          expect(step.to).toBeGreaterThan(observed);
          expect(step.from).toBeLessThanOrEqual(observed + 1);
          expect(path.withoutCourse).not.toContain(step.competency);
        }
      }),
    );
  });
});

describe('a path in the year after', () => {
  const ratedAt = '2024-05-20T12:00:00.000Z';
  const now = { region: undefined, at: '2024-06-20T12:00:00.000Z' };
  const catalogue = [
    offer('basics', [['1.1', 0, 2]], { ends: '2024-10-28T02:59:59.999Z' }),
    offer('further', [['1.1', 1, 4]], { ends: '2024-10-28T02:59:59.999Z' }),
    offer('only', [['2.1', 0, 3]], { ends: '2024-10-28T02:59:59.999Z' }),
  ];
  const completed = (course: string, on: string) => ({
    course,
    develops: catalogue.find((one) => one.course === course)?.develops ?? [],
    at: on,
  });
  const first = (gaps: Gap[], ...before: ReturnType<typeof completed>[]) =>
    firstPath(gaps, catalogue, now, rules, carriedOver(before, ratedAt));

  it('has no course again that was completed last year; a gap that only this one could close is none of the catalogue', () => {
    const gaps = [gap('1.1', 0, 2), gap('2.1', 1, 3), gap('9.9', 0, 1)];
    expect(told(first(gaps))).toEqual(['2.1 only-o largest-gap', '1.1 basics-o next-gap']);
    const path = first(gaps, completed('basics', '2023-10-20T12:00:00.000Z'), completed('only', '2023-10-20T12:00:00.000Z'));
    expect(told(path)).toEqual(['1.1 further-o largest-gap']);
    expect(path.withoutCourse).toEqual(['9.9']);
  });

  it('believes the self-rating that came after the course, and the course that came after the self-rating', () => {
    const gaps = [gap('1.1', 0, 4)];
    expect(first(gaps, completed('basics', '2023-10-20T12:00:00.000Z')).steps[0]).toMatchObject({ course: 'further', gap: 4 });
    expect(first(gaps, completed('basics', '2024-06-01T12:00:00.000Z')).steps[0]).toMatchObject({ course: 'further', gap: 2 });
    expect(first([gap('2.1', 0, 3)], completed('only', '2024-06-01T12:00:00.000Z'))).toEqual({ steps: [], withoutCourse: [] });
  });

  it('keeps to it when it is derived anew', () => {
    const gaps = [gap('1.1', 0, 2), gap('2.1', 0, 3)];
    const before = carriedOver([completed('only', '2023-10-20T12:00:00.000Z')], ratedAt);
    const path = firstPath(gaps, catalogue, now, rules, before);
    const held = new Map([['basics-o', 'completed']]);
    const renewed = renewPath(path.steps, held, gaps, catalogue, now, rules, before);
    expect(told(renewed)).toEqual(['1.1 basics-o largest-gap']);
    expect(renewed.withoutCourse).toEqual([]);
  });

  it('never names a completed course, and is the plain path where nothing was completed', () => {
    const courses = fc.subarray(['basics', 'further', 'only']);
    const levels = fc.record({ one: fc.integer({ min: 0, max: 4 }), two: fc.integer({ min: 0, max: 4 }) });
    fc.assert(
      fc.property(courses, levels, fc.boolean(), (done, { one, two }, late) => {
        const gaps = [gap('1.1', one, 4), gap('2.1', two, 4)];
        const on = late ? '2024-06-01T12:00:00.000Z' : '2023-10-20T12:00:00.000Z';
        const path = first(gaps, ...done.map((course) => completed(course, on)));
        expect(path.steps.some(({ course }) => done.includes(course))).toBe(false);
        if (done.length === 0) expect(path).toEqual(derivePath(gaps, catalogue, now, rules));
        for (const step of path.steps) expect(step.gap).toBeGreaterThan(0);
      }),
    );
  });
});
