import { covers, refuse, streamName, type Decider, type Instant } from '#libs/kernel';
import type { CycleDesign, ParticipationEvent, Purpose, ReminderChannel, Stage, WindowChange } from './rollout.events.js';
import { changesWindow, withOwn, type Place, type Timetable } from './windows.js';

/** A teacher in one cycle: invited, consenting purpose by purpose, having seen their profile. */
export interface Participation {
  readonly teacher?: string;
  readonly cycle?: string;
  readonly invited: boolean;
  readonly consented: boolean;
  readonly purposes: readonly Purpose[];
  /** Since when they take part without a break; on paper, when they signed. */
  readonly consentedAt?: Instant;
  /** The attempt whose profile was acknowledged last. */
  readonly acknowledged?: string;
  /** What was changed of the cycle's windows for this person alone. */
  readonly windowChanges?: readonly WindowChange[];
  /** Consent to take part was given and taken back. */
  readonly withdrawn?: boolean;
  /** Waves of reminders that reached this person. */
  readonly reminded?: readonly string[];
}

export const participationDecider: Decider<Participation, ParticipationEvent> = {
  category: 'participation',
  initial: { invited: false, consented: false, purposes: [] },
  evolve: (participation, event) => {
    switch (event.type) {
      case 'TeacherInvited':
        return { ...participation, teacher: event.data.teacher, cycle: event.data.cycle, invited: true };
      case 'ConsentGiven':
        return {
          ...participation,
          consented: event.data.purposes.includes('take-part'),
          purposes: event.data.purposes,
          consentedAt: participation.consented ? participation.consentedAt : event.metadata.occurredAt,
          withdrawn: false,
        };
      case 'ConsentWithdrawn': {
        const purposes = participation.purposes.filter((purpose) => !event.data.purposes.includes(purpose));
        const consented = purposes.includes('take-part');
        return { ...participation, consented, purposes, withdrawn: participation.withdrawn === true || !consented };
      }
      case 'ProfileAcknowledged':
        return { ...participation, acknowledged: event.data.attempt };
      case 'TeacherReminded':
        return { ...participation, reminded: [...(participation.reminded ?? []), reminderOf(event.data)] };
      case 'TeacherWindowChanged': {
        const { teacher, cycle: _cycle, reason: _reason, ...change } = event.data;
        return { ...participation, windowChanges: [...(participation.windowChanges ?? []), { ...change, scope: { teacher } }] };
      }
    }
  },
};

const reminderOf = ({ stage, wave, channel }: { stage: Stage; wave: string; channel: ReminderChannel }): string =>
  `${stage} ${wave} ${channel}`;

/**
 * One person's participation from those of their registrations, the one that counts first. They take part once they agreed under any of them, for
 * what they agreed to under each, until they withdraw; what was extended for one of them holds for the person.
 */
export const jointParticipation = (teacher: string, registrations: readonly Participation[]): Participation => {
  const [only, ...joined] = registrations;
  if (only !== undefined && joined.length === 0) return only;
  const agreed = registrations.filter(({ consented }) => consented);
  const withdrawn = registrations.some((one) => one.withdrawn === true && !one.consented);
  const consented = agreed.length > 0 && !withdrawn;
  const since = agreed.flatMap(({ consentedAt }) => consentedAt ?? []).sort();
  return {
    ...only,
    invited: registrations.some(({ invited }) => invited),
    consented,
    purposes: consented
      ? (agreed[0]?.purposes ?? []).filter((one) => agreed.every(({ purposes }) => purposes.includes(one)))
      : [],
    consentedAt: since[0],
    acknowledged: registrations.map(({ acknowledged }) => acknowledged).find((attempt) => attempt !== undefined),
    windowChanges: registrations
      .toReversed()
      .flatMap(({ windowChanges = [] }) => windowChanges.map((change) => ({ ...change, scope: { teacher } }))),
    withdrawn,
    reminded: [...new Set(registrations.flatMap(({ reminded = [] }) => reminded))],
  };
};

export const participationStream = (tenant: string, cycle: string, teacher: string) =>
  streamName({ tenant, cycle, category: 'participation', id: teacher });

export const inviteTeacher = (
  { teacher, cycle, returningFrom }: { teacher: string; cycle: string; returningFrom?: string },
  participation: Participation,
): ParticipationEvent[] =>
  participation.invited
    ? []
    : [{ type: 'TeacherInvited', data: { teacher, cycle, ...(returningFrom === undefined ? {} : { returningFrom }) } }];

export const giveConsent = (
  command: {
    teacher: string;
    cycle: string;
    version: string;
    language: string;
    purposes: readonly Purpose[];
    /** Signed on paper, entered by somebody else. */
    entered?: 'paper';
  },
  participation: Participation,
  asked: CycleDesign['consent'],
): ParticipationEvent[] => {
  if (!participation.invited) refuse('not-invited', { cycle: command.cycle });
  if (command.version !== asked.version)
    refuse('consent-text-outdated', { given: command.version, asked: asked.version }, '/version');
  // Nobody agrees to a text that they cannot have read.
  if (!covers(asked.text, command.language))
    refuse('consent-language-not-offered', { language: command.language, offered: Object.keys(asked.text) }, '/language');
  if (!command.purposes.includes('take-part')) refuse('consent-without-taking-part', {}, '/purposes');
  const purposes = [...new Set(command.purposes)].sort();
  if (purposes.length === participation.purposes.length && purposes.every((purpose) => participation.purposes.includes(purpose)))
    return [];
  const { teacher, cycle, version, language, entered } = command;
  return [{ type: 'ConsentGiven', data: { teacher, cycle, version, language, purposes, ...(entered ? { entered } : {}) } }];
};

export const withdrawConsent = (
  command: { teacher: string; cycle: string; purposes: readonly Purpose[] },
  participation: Participation,
): ParticipationEvent[] => {
  // Who no longer takes part has nothing to go on being used.
  const wanted = command.purposes.includes('take-part') ? participation.purposes : command.purposes;
  const purposes = wanted.filter((purpose) => participation.purposes.includes(purpose));
  if (purposes.length === 0) refuse('consent-not-given', { purposes: [...command.purposes] }, '/purposes');
  return [{ type: 'ConsentWithdrawn', data: { teacher: command.teacher, cycle: command.cycle, purposes } }];
};

export const acknowledgeProfile = (
  command: { teacher: string; cycle: string; attempt: string },
  participation: Participation,
): ParticipationEvent[] => {
  if (!participation.consented) refuse('consent-missing', { cycle: command.cycle });
  if (participation.acknowledged === command.attempt) return [];
  return [{ type: 'ProfileAcknowledged', data: { teacher: command.teacher, cycle: command.cycle, attempt: command.attempt } }];
};

/** A window of the cycle is extended or reopened for one person. The same window again changes nothing. */
export const changeOwnWindow = (
  command: {
    readonly teacher: string;
    readonly cycle: string;
    readonly change: WindowChange;
    readonly reason: string;
    readonly at: Instant;
  },
  participation: Participation,
  references: { readonly timetable: Timetable; readonly place: Place },
): ParticipationEvent[] => {
  const { teacher, cycle, change, reason, at } = command;
  if (!participation.invited) refuse('teacher-not-invited', { teacher, cycle }, '/teacher');
  if (!changesWindow(withOwn(references.timetable, participation.windowChanges), change, references.place, at)) return [];
  const { scope: _scope, ...window } = change;
  return [{ type: 'TeacherWindowChanged', data: { teacher, cycle, ...window, reason } }];
};

/** Somebody is reminded, once a wave and channel. Who took their consent back is left in peace. */
export const remindTeacher = (
  command: {
    readonly teacher: string;
    readonly cycle: string;
    readonly stage: Stage;
    readonly wave: string;
    readonly channel: ReminderChannel;
  },
  participation: Participation,
): ParticipationEvent[] => {
  const { teacher, cycle } = command;
  if (!participation.invited) refuse('teacher-not-invited', { teacher, cycle });
  if (participation.withdrawn === true) refuse('teacher-withdrew', { teacher, cycle });
  if (participation.reminded?.includes(reminderOf(command))) return [];
  return [{ type: 'TeacherReminded', data: command }];
};
