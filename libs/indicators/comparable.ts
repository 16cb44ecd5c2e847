/** What was measured, and in which units. A self-rating and a test are different measures; nothing equates them. */
export interface MeasureAndScale {
  readonly measure: 'self-rating' | 'test';
  /** Name of the scale that scores are on, as the instrument's version declares it. */
  readonly scale: string;
}

/** Whether a difference between scores of the two has a meaning: only within one measure and one scale. */
export const comparable = (a: MeasureAndScale, b: MeasureAndScale): boolean => a.measure === b.measure && a.scale === b.scale;
