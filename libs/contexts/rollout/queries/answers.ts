import type { ReminderChannel, Stage, StageWindow, WindowScope } from '../rollout.events.js';

/** What the pages read of this context's answers: types alone, so that a browser's build needs nothing of the server. */
export interface IdentityShown {
  readonly givenName: string;
  readonly familyName: string;
  readonly email?: string;
}

/** Where somebody has stopped, and so what they would be reminded of. Nobody is in two groups. */
export const FOLLOW_UP_GROUPS = [
  'not-consented',
  'not-started',
  'not-submitted',
  'profile-not-seen',
  'final-not-submitted',
] as const;
export type FollowUpGroup = (typeof FOLLOW_UP_GROUPS)[number];

/** Somebody to be reminded: who, where, since when, and what reminders reached them. Never what they answered. */
export interface FollowUpItem {
  readonly teacher: string;
  readonly identity: IdentityShown | null;
  readonly school: string | null;
  readonly schoolName: string | null;
  readonly region: string | null;
  readonly invitedAt: string | null;
  readonly reminders: readonly {
    readonly stage: Stage;
    readonly wave: string;
    readonly channel: ReminderChannel;
    readonly at: string;
  }[];
}

export interface StageState extends StageWindow {
  readonly state: 'not-yet' | 'open' | 'grace' | 'closed';
}

/** A window that is not everybody's: from the design, or changed for a reason. */
export interface OwnWindow extends StageState {
  /** Whom it is for; `regions` from the design. */
  readonly scope: WindowScope | { readonly regions: readonly string[] } | null;
  readonly reason?: string;
  readonly changedAt?: string;
}

export interface SchoolBehind {
  readonly school: string;
  readonly name: string | null;
  readonly region: string | null;
  readonly invited: number;
  /** Who has done what the running stage asks. */
  readonly done: number;
  readonly missing: number;
  /** When the window closes there. */
  readonly closes: string;
  /** The window has closed there, grace or not. */
  readonly late: boolean;
}

/** What a country's team looks at first: what is open, who has stopped where, which schools are behind. Counts of people, no answers. */
export interface TeamView {
  readonly cycle: string;
  readonly status: 'planned' | 'open' | 'closed';
  readonly stage: Stage | null;
  /** The time that windows are held against. */
  readonly at: string;
  readonly windows: readonly StageState[];
  readonly ownWindows: readonly OwnWindow[];
  /** Days of the calendar on which those who have not handed in are reminded. */
  readonly reminders: readonly string[];
  /** Those of them that have fallen due, and of what they remind. */
  readonly wavesDue: readonly { readonly wave: string; readonly stage: Stage }[];
  readonly groups: readonly {
    readonly group: FollowUpGroup;
    readonly stage: Stage;
    readonly people: number;
    /** Region → people; `unknown` where the school names none. */
    readonly byRegion: Readonly<Record<string, number>>;
  }[];
  /** Measure that `schools` are held against: handed in the self-assessment, or the final test. */
  readonly measuredBy: 'self-assessment' | 'evaluation';
  /** The 100 schools with the most people missing. */
  readonly schools: readonly SchoolBehind[];
  readonly schoolsBehind: number;
  readonly schoolsLate: number;
  /** Moves of schools to another sector that are planned. */
  readonly reclassifications: { readonly planned: number; readonly due: number };
}

export interface Letter {
  readonly teacher: string;
  readonly identity: IdentityShown | null;
  /** Shown this once; it works once, and an older one no longer. */
  readonly code: string;
}

export interface Letters {
  readonly school: { readonly code: string; readonly name: string; readonly municipality: string | null };
  readonly letters: readonly Letter[];
  readonly expiresAt: string;
}

/** A code with which one teacher reaches their own record, also when every cycle is closed. */
export interface RecordCode extends Letter {
  readonly identity: IdentityShown;
  readonly expiresAt: string;
}
