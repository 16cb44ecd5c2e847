import type { DomainEvent, EventDefinition } from '#libs/kernel';

/** What a teacher may ask to have corrected. */
export const CORRECTION_TOPICS = ['identity', 'assignment', 'answers', 'enrolment', 'attendance', 'other'] as const;
export type CorrectionTopic = (typeof CORRECTION_TOPICS)[number];

// ── what a teacher asked about their own data: stream `<tenant>.datarights-<pseudonym>` ────────────────────────────────
export type CorrectionRequested = DomainEvent<
  'CorrectionRequested',
  {
    teacher: string;
    request: string;
    topic: CorrectionTopic;
    /** Personal, encrypted: what is wrong and how it should be, in the teacher's own words. */
    text: unknown;
  }
>;
export type CorrectionResolved = DomainEvent<
  'CorrectionResolved',
  {
    teacher: string;
    request: string;
    /** Personal, encrypted: what was done. */
    reply: unknown;
  }
>;
export type CorrectionDeclined = DomainEvent<
  'CorrectionDeclined',
  {
    teacher: string;
    request: string;
    /** Personal, encrypted: why not. */
    reply: unknown;
  }
>;
export type ErasureRequested = DomainEvent<'ErasureRequested', { teacher: string; request: string }>;
/** The second step: from here on the data protection officer acts. */
export type ErasureConfirmed = DomainEvent<'ErasureConfirmed', { teacher: string; request: string }>;
export type ErasureRequestWithdrawn = DomainEvent<'ErasureRequestWithdrawn', { teacher: string; request: string }>;
export type ErasureDeclined = DomainEvent<
  'ErasureDeclined',
  {
    teacher: string;
    request: string;
    /** Personal, encrypted: the ground on which the data must be kept. */
    reply: unknown;
  }
>;
export type DataRightsEvent =
  | CorrectionRequested
  | CorrectionResolved
  | CorrectionDeclined
  | ErasureRequested
  | ErasureConfirmed
  | ErasureRequestWithdrawn
  | ErasureDeclined;

export const governanceEventDefinitions: readonly EventDefinition[] = [
  { type: 'CorrectionRequested', version: 1, says: 'A teacher asked to have something corrected.', personal: ['text'] },
  { type: 'CorrectionResolved', version: 1, says: 'What a teacher asked to have corrected was corrected.', personal: ['reply'] },
  { type: 'CorrectionDeclined', version: 1, says: 'A correction was declined, with the reason.', personal: ['reply'] },
  { type: 'ErasureRequested', version: 1, says: 'A teacher asked to be forgotten; they have yet to confirm it.' },
  { type: 'ErasureConfirmed', version: 1, says: 'A teacher confirmed that they want to be forgotten.' },
  { type: 'ErasureRequestWithdrawn', version: 1, says: 'A teacher no longer asks to be forgotten.' },
  { type: 'ErasureDeclined', version: 1, says: 'Being forgotten was declined, with the ground.', personal: ['reply'] },
];
