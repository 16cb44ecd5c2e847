import { createHash } from 'node:crypto';
import { naturalIdOf, refuse, streamName, type Decider, type Instant } from '#libs/kernel';
import type { CycleDesign, InstrumentRef, Participation, StageWindow } from '#libs/contexts/rollout';
import type { Answer, AttemptEvent, AttemptStarted, Gap, MeasureKind, Occasion } from './assessment.events.js';
import type { PublishedVersion } from './instrument.js';
import { gapsOf, NOT_APPLICABLE, scoreAnswers } from './scoring.js';

/** One teacher answering one instrument on one occasion. */
export interface Attempt {
  readonly status: 'none' | 'started' | 'submitted';
  readonly started?: AttemptStarted;
  readonly answers: Readonly<Record<string, Answer>>;
  /** What a self-rating showed against the target profile, once it was handed in. */
  readonly gaps?: readonly Gap[];
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
        return { ...attempt, status: 'submitted' };
      case 'GapsIdentified':
        return { ...attempt, gaps: event.data.gaps };
      case 'AttemptScored':
        return attempt;
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

export const instrumentFor = (design: CycleDesign, teacher: string, measure: MeasureKind, occasion: Occasion): InstrumentRef =>
  measure === 'self-rating' ? design.selfRating : formFor(design, teacher, occasion);

export const start = (
  command: { attempt: string; teacher: string; cycle: string; occasion: Occasion },
  attempt: Attempt,
  references: { version: PublishedVersion; window: StageWindow; participation: Participation },
): AttemptEvent[] => {
  const { version, window, participation } = references;
  if (!participation.consented) refuse('consent-missing', { cycle: command.cycle });
  if (attempt.status === 'submitted') refuse('already-submitted', { attempt: command.attempt });
  if (attempt.status === 'started') refuse('already-started', { attempt: command.attempt });
  const started: AttemptStarted = {
    attempt: command.attempt,
    teacher: command.teacher,
    cycle: command.cycle,
    occasion: command.occasion,
    instrument: version.instrument,
    version: version.version,
    measure: version.measure,
    scale: version.scale,
    closes: window.closes,
    graceUntil: window.graceUntil,
  };
  return [
    version.measure === 'self-rating' ? { type: 'SelfAssessmentStarted', data: started } : { type: 'TestStarted', data: started },
  ];
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
  const changed: Record<string, Answer> = {};
  for (const [id, given] of Object.entries(command.answers)) {
    const item = references.version.items.find((one) => one.id === id);
    if (!item) refuse('item-unknown', { item: id, instrument: started.instrument, version: started.version }, `/answers/${id}`);
    else if (given === NOT_APPLICABLE) {
      if (!item.notApplicable) refuse('answer-not-offered', { item: id, answer: given }, `/answers/${id}`);
    } else if (!item.options.some((option) => option.value === given)) {
      refuse('answer-not-offered', { item: id, answer: given }, `/answers/${id}`);
    }
    if (attempt.answers[id] !== given) changed[id] = given;
  }
  return Object.keys(changed).length === 0
    ? []
    : [{ type: 'ItemsAnswered', data: { attempt: started.attempt, answers: changed } }];
};

/** Submitted, scored and, for a self-rating, held against the target profile: one decision, one append. */
export const submit = (
  command: { at: Instant },
  attempt: Attempt,
  references: {
    version: PublishedVersion;
    window: StageWindow;
    participation: Participation;
    design: CycleDesign;
    educationLevel: string | undefined;
  },
): AttemptEvent[] => {
  const { version, window, design } = references;
  const started = open(attempt, window, command.at);
  const { attempt: id, teacher, occasion, instrument, measure, scale } = started;
  if (!references.participation.consented) refuse('consent-missing', { cycle: started.cycle });
  if (measure === 'self-rating') {
    const missing = version.items.filter((item) => !(item.id in attempt.answers)).map((item) => item.id);
    if (missing.length > 0) refuse('answers-missing', { items: missing });
  }
  const submitted = { attempt: id, teacher, occasion, late: command.at > window.closes };
  const scored = scoreAnswers(version, attempt.answers);
  const events: AttemptEvent[] = [
    measure === 'self-rating' ? { type: 'SelfAssessmentSubmitted', data: submitted } : { type: 'TestSubmitted', data: submitted },
    {
      type: 'AttemptScored',
      data: { attempt: id, teacher, occasion, measure, scale, instrument, version: started.version, ...scored },
    },
  ];
  if (measure === 'self-rating') {
    const educationLevel = references.educationLevel ?? 'unknown';
    events.push({
      type: 'GapsIdentified',
      data: {
        attempt: id,
        teacher,
        educationLevel,
        targetProfile: design.targetProfile.version,
        gapRules: design.gapRules.version,
        gaps: gapsOf(scored.byCompetency, design.targetProfile, educationLevel),
      },
    });
  }
  return events;
};
