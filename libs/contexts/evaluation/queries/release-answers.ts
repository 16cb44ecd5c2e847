import type { Mark, ReleasedShare } from '#libs/privacy';
import type { Dimension } from './answers.js';

/** Not shown, to protect people: by itself, because it would give another away, or until it can no longer be compared with an earlier release. */
export interface Suppressed {
  readonly suppressed: Mark;
}
export interface ReleasedGroup {
  readonly cell: string;
  /** Everybody who was invited or takes part. */
  readonly people: { readonly n: number } | Suppressed;
  /** Saw their profile, of these people; in whole percent. */
  readonly reached: ReleasedShare;
  /** Completed at least one course, of these people; in whole percent. */
  readonly trained: ReleasedShare;
}
export type ReleasedGain =
  | {
      readonly mean: number;
      readonly low: number | null;
      readonly high: number | null;
      readonly pairs: number;
      readonly schools: number;
    }
  | Suppressed
  | { readonly notEstimable: string };
export interface ReleasedMeasure {
  readonly measure: string;
  readonly scale: string;
  readonly all: ReleasedGain;
  /** `null`: held back until the next release. */
  readonly by: Readonly<Record<Dimension, readonly { readonly cell: string; readonly gain: ReleasedGain }[] | null>>;
}
/** What goes to the outside about a cycle: no record, no count under k, and nothing from which one follows. */
export interface ReleaseContent {
  readonly simulated: boolean;
  readonly asOf: string | null;
  readonly k: number;
  readonly title: Readonly<Record<string, string>>;
  readonly definitions: readonly string[];
  readonly all: ReleasedGroup;
  /** `null`: held back until the next release. */
  readonly by: Readonly<Record<Dimension, readonly ReleasedGroup[] | null>>;
  readonly measures: readonly ReleasedMeasure[];
}
/** How many figures a release has, by what becomes of them. */
export interface ReleaseFigures {
  readonly shown: number;
  /** Below the threshold by themselves. */
  readonly primary: number;
  /** Others would follow from them. */
  readonly complementary: number;
  /** Would tell about a few people beside an earlier release. */
  readonly heldBack: number;
}
/** What would be published now, before it is: nothing of it is kept. */
export interface ReleasePreview {
  readonly cycle: string;
  readonly simulated: boolean;
  /** As it would go out; dimensions that would be held back are `null`. */
  readonly content: ReleaseContent;
  readonly figures: ReleaseFigures;
  readonly heldBack: readonly string[];
  /** `without`: only without the dimensions held back (`holdBack`). */
  readonly publishable: 'yes' | 'without' | 'no';
  /** Why not as it stands; `null` where it can go out whole. */
  readonly reason: 'release-too-small' | 'release-reveals-difference' | null;
}
/** Figure → the count behind it, of what is shown alone. It stays in the record, so that a later release can be held against this one. */
export type ReleaseBasis = Readonly<Record<string, number>>;
