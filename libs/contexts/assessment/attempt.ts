import { createHash } from 'node:crypto';
import { canonicalJson, naturalIdOf, refuse, streamName, type Decider, type Instant } from '#libs/kernel';
import type { CycleDesign, InstrumentRef, Participation, StageWindow } from '#libs/contexts/rollout';
import type {
  Answer,
  AttemptEvent,
  AttemptResult,
  AttemptStarted,
  GapsIdentified,
  MeasureKind,
  Occasion,
} from './assessment.events.js';
import type { PublishedVersion } from './instrument.js';
import { gapsOf, NOT_APPLICABLE, scoreAnswers, type Equated } from './scoring.js';

/** One teacher answering one instrument on one occasion. */
export interface Attempt {
  readonly status: 'none' | 'started' | 'submitted';
  readonly started?: AttemptStarted;
  readonly answers: Readonly<Record<string, Answer>>;
  /** On paper: when the sheet was filled in. */
  readonly submittedAt?: Instant;
  /** The newest result, and which of the attempt's it is: 1 for the first. */
  readonly result?: AttemptResult & { readonly number: number };
  /** What a self-rating showed against the target profile, by the newest result. */
  readonly profile?: GapsIdentified['data'];
  readonly gaps?: GapsIdentified['data']['gaps'];
}

export const attemptDecider: Decider<Attempt, AttemptEvent> = {
  category: 'assessment',
  initial: { status: 'none', answers: {} },
  evolve: (attempt, event) => {
    switch (event.type) {
      case 'SelfAssessmentStarted':
      case 'TestStarted':
        return { status: 'started', started: event.data, answers: {} };
      case 'ItemsAnswered':
        return { ...attempt, answers: { ...attempt.answers, ...event.data.answers } };
      case 'SelfAssessmentSubmitted':
      case 'TestSubmitted':
        return { ...attempt, status: 'submitted', submittedAt: event.metadata.occurredAt };
      case 'GapsIdentified':
        return { ...attempt, profile: event.data, gaps: event.data.gaps };
      case 'AttemptScored':
        return { ...attempt, result: { ...event.data, number: 1 } };
      case 'AttemptRescored': {
        const { result: number, reason: _reason, rescoring: _rescoring, ...result } = event.data;
        return { ...attempt, result: { ...result, number } };
      }
    }
  },
};

export const attemptStream = (tenant: string, cycle: string, attempt: string) =>
  streamName({ tenant, cycle, category: 'assessment', id: attempt });

/** A teacher has one attempt for each measure and occasion of a cycle; its id follows from them, so nobody starts two. */
export const attemptIdOf = (tenant: string, cycle: string, teacher: string, measure: MeasureKind, occasion: Occasion): string =>
  naturalIdOf('attempt', tenant, cycle, teacher, measure, occasion);

/**
 * The test form for an occasion. Which of the two comes first is drawn by a seeded hash of the pseudonym: it can be repeated, and
 * nobody can choose it.
 */
export const formFor = (design: CycleDesign, teacher: string, occasion: Occasion): InstrumentRef => {
  const draw = createHash('sha256').update(`${design.formSeed}\n${teacher}`).digest()[0] ?? 0;
  const index = ((draw & 1) + (occasion === 'final' ? 1 : 0)) % 2;
  return design.testForms[index === 0 ? 0 : 1];
};

/** @throws Refusal occasion-not-planned for what the cycle's design does not ask */
export const instrumentFor = (design: CycleDesign, teacher: string, measure: MeasureKind, occasion: Occasion): InstrumentRef => {
  if (occasion !== 'retrospective') return measure === 'self-rating' ? design.selfRating : formFor(design, teacher, occasion);
  const then = measure === 'self-rating' ? design.retrospective : undefined;
  return then ?? refuse('occasion-not-planned', { measure, occasion });
};

export const start = (
  command: { attempt: string; teacher: string; cycle: string; occasion: Occasion },
  attempt: Attempt,
  references: { version: PublishedVersion; window: StageWindow; participation: Participation; begunAsOther?: boolean },
): AttemptEvent[] => {
  const { version, window, participation, begunAsOther } = references;
  // A rating of the time before would pass for one of the present, or the other way round.
  if ((version.about === 'then') !== (command.occasion === 'retrospective'))
    refuse('instrument-of-other-occasion', { instrument: version.instrument, occasion: command.occasion });
  if (!participation.consented) refuse('consent-missing', { cycle: command.cycle });
  if (attempt.status === 'submitted') refuse('already-submitted', { attempt: command.attempt });
  if (attempt.status === 'started') refuse('already-started', { attempt: command.attempt });
  if (begunAsOther) refuse('begun-as-other');
  return [beginning(command, version, window)];
};

const beginning = (
  command: { attempt: string; teacher: string; cycle: string; occasion: Occasion },
  version: PublishedVersion,
  window: StageWindow,
): AttemptEvent & { data: AttemptStarted } => {
  const { attempt, teacher, cycle, occasion } = command;
  const { instrument, version: number, measure, scale } = version;
  const { closes, graceUntil } = window;
  const data = { attempt, teacher, cycle, occasion, instrument, version: number, measure, scale, closes, graceUntil };
  return { type: measure === 'self-rating' ? 'SelfAssessmentStarted' : 'TestStarted', data };
};

const open = (attempt: Attempt, window: StageWindow, at: Instant): AttemptStarted => {
  const { started } = attempt;
  if (attempt.status === 'none' || !started) return refuse('attempt-unknown');
  if (attempt.status === 'submitted') refuse('already-submitted', { attempt: started.attempt });
  if (at > window.graceUntil)
    refuse('window-closed', { stage: window.stage, closes: window.closes, graceUntil: window.graceUntil });
  return started;
};

export const answer = (
  command: { answers: Readonly<Record<string, Answer>>; at: Instant },
  attempt: Attempt,
  references: { version: PublishedVersion; window: StageWindow; participation: Participation },
): AttemptEvent[] => {
  const started = open(attempt, references.window, command.at);
  if (!references.participation.consented) refuse('consent-missing', { cycle: started.cycle });
  const changed = changedAnswers(command.answers, attempt.answers, references.version);
  return Object.keys(changed).length === 0
    ? []
    : [{ type: 'ItemsAnswered', data: { attempt: started.attempt, answers: changed } }];
};

/** @throws Refusal item-unknown | answer-not-offered */
const changedAnswers = (
  given: Readonly<Record<string, Answer>>,
  before: Readonly<Record<string, Answer>>,
  { instrument, items, version }: PublishedVersion,
): Record<string, Answer> => {
  const changed: Record<string, Answer> = {};
  for (const [id, chosen] of Object.entries(given)) {
    const item = items.find((one) => one.id === id);
    if (!item) return refuse('item-unknown', { item: id, instrument, version }, `/answers/${id}`);
    const offered = chosen === NOT_APPLICABLE ? item.notApplicable : item.options.some((option) => option.value === chosen);
    if (!offered) refuse('answer-not-offered', { item: id, answer: chosen }, `/answers/${id}`);
    if (before[id] !== chosen) changed[id] = chosen;
  }
  return changed;
};

export interface ScoringReferences {
  readonly version: PublishedVersion;
  readonly design: CycleDesign;
  readonly educationLevel: string | undefined;
  /** What was decided about the form, if anything was. */
  readonly equated?: Equated;
}

/** Submitted, scored and, for a self-rating, held against the target profile: one decision, one append. */
export const submit = (
  command: { at: Instant },
  attempt: Attempt,
  references: ScoringReferences & { window: StageWindow; participation: Participation },
): AttemptEvent[] => {
  const { version, window } = references;
  const started = open(attempt, window, command.at);
  if (!references.participation.consented) refuse('consent-missing', { cycle: started.cycle });
  if (started.measure === 'self-rating') {
    const missing = version.items.filter((item) => !(item.id in attempt.answers)).map((item) => item.id);
    if (missing.length > 0) refuse('answers-missing', { items: missing });
  }
  return handedIn(started, attempt.answers, command.at > window.closes, references);
};

const handedIn = (
  started: AttemptStarted,
  answers: Readonly<Record<string, Answer>>,
  late: boolean,
  references: ScoringReferences,
): AttemptEvent[] => {
  const { attempt, teacher, occasion, measure, entered } = started;
  const submitted = { attempt, teacher, occasion, late, ...(entered ? { entered } : {}) };
  const result = resultOf(started, answers, references);
  return [
    measure === 'self-rating' ? { type: 'SelfAssessmentSubmitted', data: submitted } : { type: 'TestSubmitted', data: submitted },
    { type: 'AttemptScored', data: result },
    ...profileOf(result, references),
  ];
};

const resultOf = (
  { attempt, teacher, occasion, measure, instrument, version }: AttemptStarted,
  answers: Readonly<Record<string, Answer>>,
  references: ScoringReferences,
): AttemptResult => ({
  attempt,
  teacher,
  occasion,
  measure,
  instrument,
  version,
  ...scoreAnswers(references.version, answers, references.equated),
});

/** Gaps are those of a rating of the present; a test has none, and what was then is past. */
const profileOf = (result: AttemptResult, { design, educationLevel = 'unknown' }: ScoringReferences): AttemptEvent[] => {
  const { attempt, teacher, measure, occasion, byCompetency } = result;
  if (measure !== 'self-rating' || occasion === 'retrospective') return [];
  const { targetProfile, gapRules } = design;
  const gaps = gapsOf(byCompetency, targetProfile, educationLevel);
  const data = {
    attempt,
    teacher,
    educationLevel,
    targetProfile: targetProfile.version,
    gapRules: gapRules.version,
    gaps,
  };
  return [{ type: 'GapsIdentified', data }];
};

/**
 * Answers given on paper, entered by somebody else: begun, answered and handed in at once, at the time of the paper. That time decides
 * about window, lateness and consent. What was left blank is missing.
 */
export const recordOnPaper = (
  command: {
    attempt: string;
    teacher: string;
    cycle: string;
    occasion: Occasion;
    answers: Readonly<Record<string, Answer>>;
    /** What the sheet says it is. */
    sheet: InstrumentRef;
    at: Instant;
  },
  attempt: Attempt,
  references: ScoringReferences & { window: StageWindow; participation: Participation; begunAsOther?: boolean },
): AttemptEvent[] => {
  const { at, sheet, cycle } = command;
  const { version, window, participation, begunAsOther } = references;
  if (attempt.status === 'submitted') refuse('already-submitted', { attempt: command.attempt });
  if (attempt.status === 'none' && begunAsOther) refuse('begun-as-other');
  if (!participation.consented || participation.consentedAt === undefined) return refuse('consent-missing', { cycle });
  if (at < participation.consentedAt)
    refuse('answered-before-consent', { occurredAt: at, consentedAt: participation.consentedAt }, '/occurredAt');
  if (sheet.instrument !== version.instrument || sheet.version !== version.version)
    refuse('sheet-of-other-version', {
      sheet: `${sheet.instrument} ${sheet.version}`,
      instrument: version.instrument,
      version: version.version,
    });
  const answers = changedAnswers(command.answers, {}, version);
  const begun = beginning(command, version, window);
  const started: AttemptStarted = { ...(attempt.started ?? begun.data), entered: 'paper' };
  return [
    // Who had begun on the pages goes on on paper; the sheet's answers count where both have one.
    ...(attempt.status === 'none' ? [{ ...begun, data: started } as AttemptEvent] : []),
    { type: 'ItemsAnswered', data: { attempt: command.attempt, answers, entered: 'paper' } },
    ...handedIn(started, { ...attempt.answers, ...answers }, at > window.closes, references),
  ];
};

/**
 * The same answers by the scoring, the equating and the rules of today. Where that gives what is there already, nothing happens; otherwise
 * another result stands beside the earlier ones and counts from now on.
 */
export const rescore = (
  command: { reason: string; rescoring?: string },
  attempt: Attempt,
  references: Omit<ScoringReferences, 'educationLevel'> & { participation: Participation },
): AttemptEvent[] => {
  const { started, result: before, profile, answers } = attempt;
  if (!started) return refuse('attempt-unknown');
  if (!before) return refuse('attempt-not-submitted', { attempt: started.attempt });
  if (!references.participation.consented) refuse('consent-missing', { cycle: started.cycle });
  // The level they taught at when they handed it in: moving to another school is no reason for another target.
  const scoring = { ...references, educationLevel: profile?.educationLevel };
  const result = resultOf(started, answers, scoring);
  const { number, ...earlier } = before;
  const gaps = profileOf(result, scoring).filter(({ data }) => canonicalJson(data) !== canonicalJson(profile ?? null));
  const { reason, rescoring } = command;
  const rescored: AttemptEvent[] =
    canonicalJson(result) === canonicalJson(earlier)
      ? []
      : [{ type: 'AttemptRescored', data: { ...result, result: number + 1, reason, ...(rescoring ? { rescoring } : {}) } }];
  return [...rescored, ...gaps];
};
