import type { AnswerHead, GapFigure } from './answers.js';

/** What a cycle offers for a competency. Counts of courses and seats: nothing about persons. */
export interface OfferFigure {
  /** Courses on offer that develop it. */
  readonly courses: number;
  readonly offerings: number;
  /** Seats of the offerings that have a limit. */
  readonly seats: number;
  /** Offerings without a limit of seats. */
  readonly unlimited: number;
}
export interface NeedRegion {
  readonly region: string;
  readonly need: GapFigure;
  /** In the region itself, and nationally. */
  readonly offer: OfferFigure;
}
export interface NeedRow {
  readonly competency: string;
  /** Of all teachers who rated themselves at baseline. */
  readonly need: GapFigure;
  /** In the whole country. */
  readonly offer: OfferFigure;
  readonly regions: readonly NeedRegion[];
}
export interface NeedAgainstOfferAnswer extends AnswerHead {
  readonly competencies: readonly NeedRow[];
  /** Competencies that teachers rated and that no course on offer develops, in the framework's order. */
  readonly withoutCourse: readonly string[];
}
