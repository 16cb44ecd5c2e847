import { fold, type Projection, type View } from '#libs/projecting';
import { startOfDay } from '../pack/local-date.js';
import type { CountryCreated, CycleCalendarSet, RemindersFellDue } from '../rollout.events.js';

/** A round of reminders that a cycle's calendar sets for a day; it goes once it has fallen due. */
export interface ReminderDue {
  readonly cycle: string;
  /** The day. */
  readonly wave: string;
  /** The first moment of that day in the country's zone. */
  readonly dueAt: string;
}

export const REMINDERS_DUE = 'reminders_due';
const CYCLES = 'reminders_due_cycles';
const COUNTRY = 'reminders_due_country';

interface Days {
  readonly days: readonly string[];
  readonly done: readonly string[];
}

const keyOf = (cycle: string, wave: string): string => `${cycle}/${wave}`;
const daysOf = (view: View, cycle: string): Days => view.get<Days>(CYCLES, cycle) ?? { days: [], done: [] };

/** The days on which reminders fall due, for the policy that says so. */
export const remindersDueProjection: Projection = {
  name: 'reminders-due',
  version: 1,
  collections: [{ name: REMINDERS_DUE, columns: { dueAt: 'text' }, indexes: [['dueAt']] }, { name: CYCLES }, { name: COUNTRY }],
  on: {
    CountryCreated: fold<CountryCreated['data']>(({ data: { timeZone }, metadata }, view) => {
      view.put(COUNTRY, metadata.tenant, { timeZone });
    }),
    CycleCalendarSet: fold<CycleCalendarSet['data']>(({ data: { cycle, reminders }, metadata }, view) => {
      const { timeZone } = view.get<{ timeZone: string }>(COUNTRY, metadata.tenant) ?? { timeZone: 'UTC' };
      const { days, done } = daysOf(view, cycle);
      for (const wave of days) if (!reminders.includes(wave)) view.delete(REMINDERS_DUE, keyOf(cycle, wave));
      for (const wave of reminders) {
        if (done.includes(wave)) continue;
        const due: ReminderDue = { cycle, wave, dueAt: startOfDay(wave, timeZone) };
        view.put(REMINDERS_DUE, keyOf(cycle, wave), due);
      }
      view.put(CYCLES, cycle, { days: reminders, done });
    }),
    RemindersFellDue: fold<RemindersFellDue['data']>(({ data: { cycle, wave } }, view) => {
      const { days, done } = daysOf(view, cycle);
      view.delete(REMINDERS_DUE, keyOf(cycle, wave));
      view.put(CYCLES, cycle, { days, done: [...done, wave] });
    }),
  },
};
