import type { Localised, Modality, Presence, SessionCalledOff } from '../learning.events.js';

/** What pages are answered with; types alone, so that the pages can read them. */

export interface TaughtOffering {
  readonly offering: string;
  readonly course: string;
  readonly title: Localised;
  readonly hours: number | null;
  readonly modality: Modality;
  readonly region: string | null;
  readonly starts: string;
  readonly ends: string;
  /** People with a seat; `null` seats: no limit. */
  readonly seats: number | null;
  readonly taken: number;
  readonly waiting: number;
  readonly completed: number;
  readonly sessions: { readonly scheduled: number; readonly held: number };
}

export interface ClassEntry {
  readonly enrolment: string;
  /** `null` for somebody who was forgotten. */
  readonly name: { readonly givenName: string; readonly familyName: string } | null;
  readonly status: 'requested' | 'waiting' | 'enrolled' | 'started' | 'completed' | 'failed' | 'dropped' | 'cancelled';
  readonly percent: number | null;
  /** By session. */
  readonly attendance: Readonly<Record<string, Presence>>;
}
export interface ClassAnswer {
  readonly offering: string;
  readonly course: string;
  readonly title: Localised;
  readonly modality: Modality;
  readonly starts: string;
  readonly ends: string;
  readonly sessions: readonly {
    readonly session: string;
    readonly starts: string;
    readonly ends: string;
    readonly status: 'scheduled' | 'held' | 'called-off';
    readonly calledOffBecause?: SessionCalledOff['data']['reason'];
    /** Whose attendance was entered. */
    readonly entered: number;
  }[];
  readonly participants: readonly ClassEntry[];
}
