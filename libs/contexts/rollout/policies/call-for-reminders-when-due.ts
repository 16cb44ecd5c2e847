import type { Policy } from '#libs/policies';
import { REMINDERS_DUE, type ReminderDue } from '../projections/reminders-due.projection.js';
import { CallForReminders } from '../use-cases/call-for-reminders.js';

/** The calendar's days of reminders. People remind; the record says that it was time, and the team's first page shows whom. */
export const remindersFallDuePolicy: Policy = {
  name: 'reminders-fall-due',
  says: 'On the calendar’s days of reminders the country’s team is told whom to remind.',
  due: {
    collection: REMINDERS_DUE,
    react: (document) => {
      const { cycle, wave } = document as unknown as ReminderDue;
      return [{ step: 'call', command: (context) => new CallForReminders(context, cycle, wave) }];
    },
  },
  // A cycle that is not running has nobody to remind: its day is past when it opens.
  settledBy: ['cycle-unknown', 'cycle-not-open', 'no-window-to-remind-of'],
};
