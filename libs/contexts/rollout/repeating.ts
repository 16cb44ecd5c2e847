import { createHash } from 'node:crypto';
import type { Instant } from '#libs/kernel';
import { instant } from '#libs/kernel';
import { endOfDay, localDateAt, startOfDay, type LocalDate } from './pack/local-date.js';
import type { CycleTerms } from './cycle.js';
import type { CarryOver, CycleCalendar, CycleDesign, StageWindow } from './rollout.events.js';
import type { ParticipationDocument } from './projections/participations.projection.js';

/** The same day so many years later; the last of February where that year has no 29th. */
export const dateShifted = (date: LocalDate, years: number): LocalDate => {
  const shifted = `${String(Number(date.slice(0, 4)) + years).padStart(4, '0')}${date.slice(4)}`;
  const leap = (year: number) => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  return shifted.endsWith('-02-29') && !leap(Number(shifted.slice(0, 4))) ? `${shifted.slice(0, 4)}-02-28` : shifted;
};

/** The same time of the same day in the country's zone, so many years later: what closed with a day's last moment does so again. */
export const momentShifted = (at: Instant, years: number, zone: string): Instant => {
  const day = localDateAt(zone, Date.parse(at));
  const shifted = dateShifted(day, years);
  if (at === endOfDay(day, zone)) return endOfDay(shifted, zone);
  return instant(Date.parse(startOfDay(shifted, zone)) + Date.parse(at) - Date.parse(startOfDay(day, zone)));
};

const windowShifted = <Window extends StageWindow>(window: Window, years: number, zone: string): Window => ({
  ...window,
  opens: momentShifted(window.opens, years, zone),
  closes: momentShifted(window.closes, years, zone),
  graceUntil: momentShifted(window.graceUntil, years, zone),
});

/**
 * A design for another year: every window shifted, everything else as it was. What was extended in the course of the year was for that
 * year. The draw of test forms gets a seed of its own, or everybody would begin with the form they began with before.
 */
export const designShifted = (
  design: CycleDesign,
  to: { readonly cycle: string; readonly years: number; readonly zone: string },
): CycleDesign => {
  const { cycle, years, zone } = to;
  const { stages, regionalWindows, formSeed, ...rest } = design;
  return {
    ...rest,
    formSeed: `${formSeed}/${cycle}`,
    stages: stages.map((window) => windowShifted(window, years, zone)),
    ...(regionalWindows ? { regionalWindows: regionalWindows.map((window) => windowShifted(window, years, zone)) } : {}),
  };
};

const calendarShifted = ({ schoolYear, launch, reminders, entries }: CycleCalendar, years: number): CycleCalendar => ({
  schoolYear: { from: dateShifted(schoolYear.from, years), to: dateShifted(schoolYear.to, years) },
  launch: dateShifted(launch, years),
  reminders: reminders.map((date) => dateShifted(date, years)),
  // A closure was of its year; holidays and breaks come again.
  entries: entries
    .filter(({ kind }) => kind !== 'closure')
    .map((entry) => ({ ...entry, from: dateShifted(entry.from, years), to: dateShifted(entry.to, years) })),
});

export const termsShifted = ({ calendar, eligibility, targets }: CycleTerms, years: number): CycleTerms => ({
  ...(calendar ? { calendar: calendarShifted(calendar, years) } : {}),
  ...(eligibility ? { eligibility } : {}),
  ...(targets ? { targets } : {}),
});

export const DEFAULT_CARRY_OVER: CarryOver = { invite: 'consented', share: 1, completedCoursesCount: true, flagRepeaters: true };

/** Whether the carry-over invites somebody again, as far as their participation tells; `trained` says who completed a course. */
export const invitedAgain = (
  rule: CarryOver,
  one: Pick<ParticipationDocument, 'teacher' | 'step' | 'merged' | 'consent'>,
  references: { readonly cycle: string; readonly trained: ReadonlySet<string> },
): boolean => {
  // Who took their consent back is not asked again by a rule; a person may.
  if (one.merged || one.step === 'withdrawn' || rule.invite === 'nobody') return false;
  if (rule.invite === 'consented' && one.consent === null) return false;
  if (rule.invite === 'trained' && !references.trained.has(one.teacher)) return false;
  return drawn(references.cycle, one.teacher) < rule.share;
};

/** A number in [0, 1) that follows from cycle and pseudonym: the draw can be repeated, and nobody can choose it. */
const drawn = (cycle: string, teacher: string): number =>
  createHash('sha256').update(`invited again\n${cycle}\n${teacher}`).digest().readUInt32BE(0) / 2 ** 32;
