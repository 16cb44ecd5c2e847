import { refuse, type Instant } from '#libs/kernel';
import type { CycleDesign, RegionalWindow, Stage, StageWindow, WindowChange, WindowScope } from './rollout.events.js';

/** Where somebody stands, as far as windows ask: school and region of the main assignment. What is unknown is left out. */
export interface Place {
  readonly region?: string;
  readonly school?: string;
  readonly teacher?: string;
}

/** What a stage's windows follow from: the design, and what was changed since, in the order in which it was decided. */
export interface Timetable extends Pick<CycleDesign, 'stages' | 'regionalWindows'> {
  readonly windowChanges?: readonly WindowChange[];
}

const NARROWEST = ['teacher', 'school', 'region', 'everybody'] as const;
export type ScopeKind = (typeof NARROWEST)[number];

export const scopeKind = (scope: WindowScope | undefined): ScopeKind =>
  scope === undefined ? 'everybody' : 'teacher' in scope ? 'teacher' : 'school' in scope ? 'school' : 'region';

const concerns = (scope: WindowScope | undefined, place: Place): boolean =>
  scope === undefined ||
  ('teacher' in scope
    ? scope.teacher === place.teacher
    : 'school' in scope
      ? scope.school === place.school
      : scope.region === place.region);

const sameScope = (a: WindowScope | undefined, b: WindowScope | undefined): boolean =>
  scopeKind(a) === scopeKind(b) && JSON.stringify(a) === JSON.stringify(b);

/** The timetable of one person: the cycle's, with what was changed for them alone. */
export const withOwn = (timetable: Timetable, own: readonly WindowChange[] = []): Timetable =>
  own.length === 0 ? timetable : { ...timetable, windowChanges: [...(timetable.windowChanges ?? []), ...own] };

/**
 * The window of a stage that holds for somebody: the narrowest scope that says anything about them wins (person, school, region,
 * everybody), and within one scope what was decided last. A change that leaves the opening out keeps the one that held for them before.
 * `undefined` for a stage that the design does not have.
 */
export const effectiveWindow = (timetable: Timetable, stage: Stage, place: Place = {}): StageWindow | undefined => {
  const designed = timetable.stages.find((one) => one.stage === stage);
  if (!designed) return undefined;
  const ownOf = (kind: ScopeKind): (Pick<StageWindow, 'closes' | 'graceUntil'> & { opens?: Instant }) | undefined => {
    const change = timetable.windowChanges?.findLast(
      (one) => one.stage === stage && scopeKind(one.scope) === kind && concerns(one.scope, place),
    );
    return change ?? (kind === 'region' ? regionalWindow(timetable.regionalWindows, stage, place.region) : undefined);
  };
  const narrowing = NARROWEST.toReversed().flatMap((kind) => ownOf(kind) ?? []);
  return narrowing.reduce<StageWindow>(
    (window, own) => ({ stage, opens: own.opens ?? window.opens, closes: own.closes, graceUntil: own.graceUntil }),
    { stage, opens: designed.opens, closes: designed.closes, graceUntil: designed.graceUntil },
  );
};

const regionalWindow = (
  windows: readonly RegionalWindow[] | undefined,
  stage: Stage,
  region: string | undefined,
): RegionalWindow | undefined =>
  region === undefined ? undefined : windows?.find((one) => one.stage === stage && one.regions.includes(region));

/** A design with the windows that hold for one person in place of everybody's: who decides about them needs to know nothing of scopes. */
export const designFor = <Design extends Timetable>(design: Design, place: Place, own: readonly WindowChange[] = []): Design => ({
  ...design,
  stages: design.stages.map((window) => effectiveWindow(withOwn(design, own), window.stage, place) ?? window),
  regionalWindows: undefined,
  windowChanges: [],
});

/** Whether it makes a difference where somebody works: most cycles have one window for all, and nobody's school needs to be looked up. */
export const differsByPlace = (timetable: Timetable, stage: Stage): boolean =>
  timetable.regionalWindows?.some((one) => one.stage === stage) === true ||
  timetable.windowChanges?.some((one) => one.stage === stage && ['region', 'school'].includes(scopeKind(one.scope))) === true;

export type WindowState = 'not-yet' | 'open' | 'grace' | 'closed';

/** `grace`: closed, but what is handed in still counts and is flagged late. */
export const windowState = ({ opens, closes, graceUntil }: StageWindow, at: Instant): WindowState =>
  at < opens ? 'not-yet' : at <= closes ? 'open' : at <= graceUntil ? 'grace' : 'closed';

/** The window, if something may be handed in at `at`; between closing and the end of grace it counts and is late. @throws Refusal window-not-open | window-closed */
export const openAt = (window: StageWindow, at: Instant): StageWindow => {
  const { stage, opens, closes, graceUntil } = window;
  if (at < opens) refuse('window-not-open', { stage, opens });
  if (at > graceUntil) refuse('window-closed', { stage, closes, graceUntil });
  return window;
};

/** The stage's window for somebody. @throws Refusal window-not-open for a stage that the design does not have */
export const windowOf = (timetable: Timetable, stage: Stage, place: Place = {}): StageWindow =>
  effectiveWindow(timetable, stage, place) ?? refuse('window-not-open', { stage, opens: 'unknown' });

/** The stage's window for somebody, checked against the time. @throws Refusal window-not-open | window-closed */
export const openWindow = (timetable: Timetable, stage: Stage, at: Instant, place: Place = {}): StageWindow =>
  openAt(windowOf(timetable, stage, place), at);

/** Who can still come to a stage: `some` where only regions or schools with a window of their own can. */
export type StillOpen = 'everybody' | 'some' | 'nobody';

/** For whom a stage is still ahead or open at `at`, by every window that the cycle knows; one that was changed for a person alone stands with that person. */
export const stillOpen = (timetable: Timetable, stage: Stage, at: Instant): StillOpen => {
  const scopes = (timetable.windowChanges ?? []).flatMap((change) =>
    change.stage === stage && change.scope ? [change.scope] : [],
  );
  const regions = (timetable.regionalWindows ?? []).flatMap((one) => (one.stage === stage ? one.regions : []));
  const places: Place[] = [{}, ...regions.map((region) => ({ region })), ...scopes];
  const open = places.filter((place) => {
    const window = effectiveWindow(timetable, stage, place);
    return window !== undefined && windowState(window, at) !== 'closed';
  });
  return open.length === 0 ? 'nobody' : open.length === places.length ? 'everybody' : 'some';
};

export const STAGE_ORDER: readonly Stage[] = ['self-assessment', 'learning', 'evaluation'];

const rightSideOut = ({ stage, opens, closes, graceUntil }: StageWindow, field: string): void => {
  if (opens >= closes || closes > graceUntil) refuse('window-inside-out', { stage, opens, closes, graceUntil }, field);
};

/**
 * Courses may still run while the final test is open. The two rounds of measurement must not touch, for anybody: an answer belongs to one.
 * @throws Refusal windows-overlap
 */
const roundsApart = (timetable: Timetable, place: Place, field: string): void => {
  const baseline = effectiveWindow(timetable, 'self-assessment', place);
  const final = effectiveWindow(timetable, 'evaluation', place);
  if (baseline && final && final.opens <= baseline.graceUntil)
    refuse(
      'windows-overlap',
      { first: baseline.stage, second: final.stage, until: baseline.graceUntil, opens: final.opens },
      field,
    );
};

/**
 * Whether a change says anything new for its scope; the same window twice does not.
 * @throws Refusal window-inside-out | window-ends-in-the-past | windows-overlap
 */
export const changesWindow = (timetable: Timetable, change: WindowChange, place: Place, at: Instant): boolean => {
  const { stage, scope, closes, graceUntil } = change;
  const changes = timetable.windowChanges ?? [];
  const before = windowOf(timetable, stage, place);
  rightSideOut({ stage, opens: change.opens ?? before.opens, closes, graceUntil }, '/closes');
  const last = changes.findLast((one) => one.stage === stage && sameScope(one.scope, scope));
  const same = (a: WindowChange) => a.closes === closes && a.graceUntil === graceUntil && a.opens === (change.opens ?? a.opens);
  if (last && same(last)) return false;
  if (graceUntil < at) refuse('window-ends-in-the-past', { stage, graceUntil, now: at }, '/graceUntil');
  roundsApart({ ...timetable, windowChanges: [...changes, change] }, place, '/closes');
  return true;
};

/** Each stage once, in the programme's order, each window right side out; a region has one window a stage, and the two rounds are apart everywhere. */
export const checkTimetable = ({ stages, regionalWindows = [] }: Timetable, regions: readonly string[] | undefined): void => {
  stages.forEach((window, index) => {
    const field = `/design/stages/${index}`;
    if (STAGE_ORDER.indexOf(window.stage) !== index)
      refuse('stages-out-of-order', { stage: window.stage, expected: STAGE_ORDER[index] ?? 'none' }, field);
    rightSideOut(window, field);
    const before = stages[index - 1];
    if (before && window.opens < before.opens)
      refuse(
        'stage-opens-too-early',
        { stage: window.stage, opens: window.opens, before: before.stage, earliest: before.opens },
        `${field}/opens`,
      );
  });
  if (stages.length !== STAGE_ORDER.length)
    refuse('stages-out-of-order', { stage: 'none', expected: STAGE_ORDER[stages.length] ?? 'none' }, '/design/stages');
  roundsApart({ stages }, {}, '/design/stages/2/opens');
  const taken = new Map<string, Instant>();
  regionalWindows.forEach((window, index) => {
    const field = `/design/regionalWindows/${index}`;
    rightSideOut(window, field);
    for (const region of window.regions) {
      if (regions && !regions.includes(region)) refuse('region-unknown', { region }, `${field}/regions`);
      const known = taken.get(`${window.stage} ${region}`);
      if (known !== undefined)
        refuse('windows-contradictory', { stage: window.stage, region, closes: known, other: window.closes }, field);
      taken.set(`${window.stage} ${region}`, window.closes);
    }
  });
  regionalWindows.forEach(({ regions: named }, index) => {
    for (const region of named) roundsApart({ stages, regionalWindows }, { region }, `/design/regionalWindows/${index}`);
  });
};
