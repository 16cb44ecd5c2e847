import fc from 'fast-check';
import { specification } from '#libs/kernel/testing';
import { changeWindow, cycleDecider } from './cycle.js';
import { changeOwnWindow, participationDecider } from './participation.js';
import type { CycleEvent, ParticipationEvent, Stage, WindowChange, WindowScope } from './rollout.events.js';
import { design } from './testing/index.js';
import {
  checkTimetable,
  designFor,
  differsByPlace,
  effectiveWindow,
  openWindow,
  stillOpen,
  windowState,
  withOwn,
  type Place,
  type Timetable,
} from './windows.js';

const { given } = specification(cycleDecider);
const person = specification(participationDecider);
const planned: CycleEvent = { type: 'CyclePlanned', data: { cycle: '2023', title: { es: 'Ciclo' }, design } };
const opened: CycleEvent = { type: 'CycleOpened', data: { cycle: '2023' } };

const AT = '2023-06-12T12:00:00.000Z';
const window = (closes: string, graceUntil = closes, scope?: WindowScope): WindowChange => ({
  stage: 'self-assessment',
  ...(scope ? { scope } : {}),
  closes: `2023-06-${closes}T03:59:59.999Z`,
  graceUntil: `2023-06-${graceUntil}T03:59:59.999Z`,
});
const change = (changed: WindowChange, place: Place = {}, at = AT) => ({
  command: { cycle: '2023', at, change: changed, reason: 'Storms.' },
  place,
});
const changed = (one: WindowChange): CycleEvent => ({
  type: 'CycleWindowChanged',
  data: { cycle: '2023', ...one, reason: 'Storms.' },
});
const closing = (timetable: Timetable, place: Place) => effectiveWindow(timetable, 'self-assessment', place)?.closes;
const biobio = { region: 'CL-BI' };
const mistral = { region: 'CL-BI', school: '900001' };
const rosa = { ...mistral, teacher: 'rosa' };

describe('the window that holds for somebody', () => {
  it('is the design’s while nothing was changed, and nobody’s school needs to be known', () => {
    expect(effectiveWindow(design, 'self-assessment', rosa)).toEqual(design.stages[0]);
    expect(differsByPlace(design, 'self-assessment')).toBe(false);
  });

  it('is a region’s own from the start where the design says so', () => {
    const own = {
      stage: 'learning' as const,
      opens: '2023-07-24T04:00:00.000Z',
      closes: '2023-11-18T02:59:59.999Z',
      graceUntil: '2023-11-25T02:59:59.999Z',
    };
    const timetable = { ...design, regionalWindows: [{ ...own, regions: ['CL-AI', 'CL-MA'] }] };
    expect(effectiveWindow(timetable, 'learning', { region: 'CL-MA' })).toEqual(own);
    expect(effectiveWindow(timetable, 'learning', biobio)).toEqual(design.stages[1]);
    expect(effectiveWindow(timetable, 'learning', {})).toEqual(design.stages[1]);
    expect([differsByPlace(timetable, 'learning'), differsByPlace(timetable, 'evaluation')]).toEqual([true, false]);
  });

  it('follows the narrowest scope, and within it the latest change', () => {
    const windowChanges = [
      window('13', '20', biobio),
      window('12', '20', { school: '900001' }),
      window('14', '20', biobio),
      window('15', '20'),
    ];
    const timetable = { ...design, windowChanges };
    expect(closing(timetable, {})).toBe('2023-06-15T03:59:59.999Z');
    expect(closing(timetable, biobio)).toBe('2023-06-14T03:59:59.999Z');
    expect(closing(timetable, mistral)).toBe('2023-06-12T03:59:59.999Z');
    expect(closing(withOwn(timetable, [window('19', '20', { teacher: 'rosa' })]), rosa)).toBe('2023-06-19T03:59:59.999Z');
  });

  it('stands in a person’s own design in place of everybody’s', () => {
    const timetable = { ...design, windowChanges: [window('14', '20', biobio)] };
    const own = designFor(timetable, rosa, [window('19', '20', { teacher: 'rosa' })]);
    expect(own.stages.map(({ closes }) => closes)).toEqual([
      '2023-06-19T03:59:59.999Z',
      ...design.stages.slice(1).map(({ closes }) => closes),
    ]);
    expect(closing(own, {})).toBe('2023-06-19T03:59:59.999Z');
  });

  it('counts late answers and says so, and takes none after grace, wherever somebody is', () => {
    const timetable = { ...design, windowChanges: [window('18', '20', biobio)] };
    const at = '2023-06-19T12:00:00.000Z';
    expect(windowState(openWindow(timetable, 'self-assessment', at, biobio), at)).toBe('grace');
    expect(() => openWindow(timetable, 'self-assessment', at, { region: 'CL-RM' })).toThrow('window-closed');
    expect(() => openWindow(timetable, 'self-assessment', '2023-06-20T04:00:00.000Z', biobio)).toThrow('window-closed');
  });

  it('is the last change of the narrowest scope, whatever else was changed', () => {
    const scopes = fc.constantFrom<WindowScope | undefined>(
      undefined,
      biobio,
      { region: 'CL-RM' },
      { school: '900001' },
      { teacher: 'rosa' },
    );
    const stages = fc.constantFrom<Stage>('self-assessment', 'evaluation');
    const changes = fc.array(
      fc.record({ scope: scopes, stage: stages, day: fc.integer({ min: 10, max: 28 }) }).map(({ scope, stage, day }) => ({
        ...window(String(day), String(day), scope),
        stage,
      })),
      { maxLength: 12 },
    );
    fc.assert(
      fc.property(changes, (windowChanges) => {
        const of = (fits: (scope: WindowScope | undefined) => boolean) =>
          windowChanges.filter(({ scope, stage }) => stage === 'self-assessment' && fits(scope)).at(-1)?.closes;
        const expected =
          of((scope) => scope !== undefined && 'teacher' in scope) ??
          of((scope) => scope !== undefined && 'school' in scope) ??
          of((scope) => scope !== undefined && 'region' in scope && scope.region === 'CL-BI') ??
          of((scope) => scope === undefined) ??
          design.stages[0]?.closes;
        expect(closing({ ...design, windowChanges }, rosa)).toBe(expected);
      }),
    );
  });
});

describe('who can still come to a stage', () => {
  const end = '2023-07-01T00:00:00.000Z';
  it('is everybody before and while it is open, grace and all, and nobody afterwards', () => {
    const { opens, graceUntil } = effectiveWindow(design, 'self-assessment') ?? { opens: '', graceUntil: '' };
    expect(opens).not.toBe('');
    expect(
      ['2000-01-01T00:00:00.000Z', opens, graceUntil, '2100-01-01T00:00:00.000Z'].map((at) =>
        stillOpen(design, 'self-assessment', at),
      ),
    ).toEqual(['everybody', 'everybody', 'everybody', 'nobody']);
  });

  it('is some where a region or a school was given more time, until that is over too', () => {
    for (const scope of [biobio, { school: '900001' }]) {
      const extended = { ...design, windowChanges: [{ ...window('30', '30', scope), closes: end, graceUntil: end }] };
      expect(stillOpen(extended, 'self-assessment', '2023-06-30T12:00:00.000Z')).toBe('some');
      expect(stillOpen(extended, 'self-assessment', '2023-07-02T12:00:00.000Z')).toBe('nobody');
      expect(stillOpen(extended, 'evaluation', '2023-07-02T12:00:00.000Z')).toBe('everybody');
    }
  });

  it('property: is nobody where and only where the window of every place has closed', () => {
    const places = [undefined, biobio, { region: 'CL-VS' }, { school: '900001' }];
    const changes = fc.array(
      fc
        .record({ scope: fc.constantFrom(...places), day: fc.integer({ min: 10, max: 28 }) })
        .map(({ scope, day }) => window(String(day), String(day), scope)),
      { maxLength: 6 },
    );
    fc.assert(
      fc.property(changes, fc.integer({ min: 10, max: 28 }), (windowChanges, day) => {
        const timetable = { stages: design.stages, windowChanges };
        const at = `2023-06-${day}T12:00:00.000Z`;
        const open = places.map(
          (place) => windowState(effectiveWindow(timetable, 'self-assessment', place ?? {}) as never, at) !== 'closed',
        );
        expect(stillOpen(timetable, 'self-assessment', at) === 'nobody').toBe(!open.includes(true));
        if (!open.includes(false)) expect(stillOpen(timetable, 'self-assessment', at)).toBe('everybody');
      }),
    );
  });
});

describe('changing a window', () => {
  it('extends it for a region, with the reason; the same again changes nothing', () => {
    const { command, place } = change(window('18', '20', biobio), biobio);
    given(planned, opened)
      .when((cycle) => changeWindow(command, cycle, place))
      .then(changed(window('18', '20', biobio)));
    given(planned, opened, changed(window('18', '20', biobio)))
      .when((cycle) => changeWindow(command, cycle, place))
      .thenNothing();
  });

  it('reopens what has closed, and keeps the opening that held unless another is given', () => {
    const { command } = change(window('30'), {}, '2023-06-25T12:00:00.000Z');
    given(planned, opened)
      .when((cycle) => changeWindow(command, cycle, {}))
      .then(changed(window('30')));
    expect(effectiveWindow({ ...design, windowChanges: [window('30')] }, 'self-assessment')?.opens).toBe(design.stages[0]?.opens);
  });

  it('never ends in the past, before it opens, or after the final round has opened', () => {
    const refused = (one: WindowChange, code: string, at = AT) =>
      given(planned, opened)
        .when((cycle) => changeWindow(change(one, biobio, at).command, cycle, biobio))
        .refuses(code);
    refused(window('11', '11', biobio), 'window-ends-in-the-past');
    refused({ ...window('20'), graceUntil: '2023-06-19T03:59:59.999Z' }, 'window-inside-out');
    refused({ ...window('20'), opens: '2023-06-30T03:59:59.999Z' }, 'window-inside-out');
    refused({ ...window('20', '20', biobio), graceUntil: '2023-11-06T03:00:00.000Z' }, 'windows-overlap');
  });

  it('is for cycles that are planned or open', () => {
    const { command } = change(window('18'));
    given()
      .when((cycle) => changeWindow(command, cycle, {}))
      .refuses('cycle-unknown');
    given(planned, opened, { type: 'CycleClosed', data: { cycle: '2023' } })
      .when((cycle) => changeWindow(command, cycle, {}))
      .refuses('cycle-closed');
  });

  it('can be for one person who is invited; why is kept with that person', () => {
    const invited: ParticipationEvent = { type: 'TeacherInvited', data: { teacher: 'rosa', cycle: '2023' } };
    const own = window('19', '20', { teacher: 'rosa' });
    const command = { teacher: 'rosa', cycle: '2023', change: own, reason: 'In hospital.', at: AT };
    const references = { timetable: design, place: rosa };
    const { scope: _scope, ...data } = own;
    const extended: ParticipationEvent = {
      type: 'TeacherWindowChanged',
      data: { teacher: 'rosa', cycle: '2023', ...data, reason: 'In hospital.' },
    };
    person
      .given(invited)
      .when((state) => changeOwnWindow(command, state, references))
      .then(extended);
    person
      .given(invited, extended)
      .when((state) => changeOwnWindow(command, state, references))
      .thenNothing();
    person
      .given()
      .when((state) => changeOwnWindow(command, state, references))
      .refuses('teacher-not-invited', { teacher: 'rosa' });
  });
});

describe('a calendar', () => {
  const [first, learning, last] = design.stages as [
    (typeof design.stages)[0],
    (typeof design.stages)[0],
    (typeof design.stages)[0],
  ];

  it('keeps the two rounds of measurement apart, everywhere', () => {
    const early = { ...last, opens: first.graceUntil };
    expect(() => checkTimetable({ stages: [first, { ...learning, opens: first.graceUntil }, early] }, undefined)).toThrow(
      'windows-overlap',
    );
    const long = { ...first, graceUntil: last.opens, regions: ['CL-AI'] };
    expect(() => checkTimetable({ stages: design.stages, regionalWindows: [long] }, undefined)).toThrow('windows-overlap');
  });

  it('gives a region of the country one window a stage', () => {
    const own = { ...learning, regions: ['CL-AI'] };
    expect(() => checkTimetable({ stages: design.stages, regionalWindows: [own] }, ['CL-AI'])).not.toThrow();
    expect(() => checkTimetable({ stages: design.stages, regionalWindows: [own] }, ['CL-RM'])).toThrow('region-unknown');
    expect(() => checkTimetable({ stages: design.stages, regionalWindows: [own, own] }, undefined)).toThrow(
      'windows-contradictory',
    );
    expect(() => checkTimetable({ stages: design.stages, regionalWindows: [{ ...own, closes: own.opens }] }, undefined)).toThrow(
      'window-inside-out',
    );
  });
});
