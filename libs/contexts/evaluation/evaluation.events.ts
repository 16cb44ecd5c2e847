import type { DomainEvent, EventDefinition } from '#libs/kernel';
import type { BreakdownDimension, MeasureKind } from './queries/answers.js';
import type { ReleaseBasis, ReleaseContent } from './queries/release-answers.js';

// ── an analysis plan: `<tenant>.<cycle>.analysisplan-<plan>` ────────────────────────────────────────────────────────────
/**
 * What will be looked at was laid down, before or after the results could be seen; `recordedAt` says which. The plan's text stays with the evaluator: its
 * SHA-256 proves later which text it was.
 */
export type AnalysisPlanRegistered = DomainEvent<
  'AnalysisPlanRegistered',
  {
    cycle: string;
    plan: string;
    measures: readonly MeasureKind[];
    /** Groups that will be compared; any other comparison is exploratory. */
    breakdowns: readonly BreakdownDimension[];
    /** SHA-256 of the plan's document, hexadecimal. */
    documentDigest: string;
  }
>;
export type AnalysisPlanEvent = AnalysisPlanRegistered;

// ── what went to the outside about a cycle: `<tenant>.<cycle>.releases-outside` ─────────────────────────────────────────
export type ReleasePublished = DomainEvent<
  'ReleasePublished',
  {
    cycle: string;
    release: string;
    content: ReleaseContent;
    /** Counts behind what is shown; never part of what is published. */
    basis: ReleaseBasis;
    /** Dimensions that wait for the next release. */
    heldBack: readonly string[];
  }
>;
export type ReleaseEvent = ReleasePublished;

export const evaluationEventDefinitions: readonly EventDefinition[] = [
  {
    type: 'AnalysisPlanRegistered',
    version: 1,
    says: 'An evaluator laid down which measures and groups of a cycle will be compared.',
  },
  {
    type: 'ReleasePublished',
    version: 1,
    says: 'The country team published a cycle’s aggregates to the outside, with small groups suppressed.',
  },
];
