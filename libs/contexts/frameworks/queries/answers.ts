import type { Text } from '#libs/kernel';
import type { Relation } from '../crosswalk-schema.js';
import type { FrameworkDocument } from '../projections/frameworks.projection.js';

/** The JSON answers of this context about crosswalks. */
export interface CrosswalkView {
  readonly crosswalk: string;
  readonly version: string;
  /** Whether the file was written from this framework to the other, or the other way round. */
  readonly written: 'from-here' | 'from-there';
  readonly decidedBy: string;
  readonly official: boolean;
  readonly note: Text;
  readonly adoptedAt: string;
  readonly other: Pick<FrameworkDocument, 'framework' | 'version' | 'title' | 'shape' | 'status' | 'licence'>;
  /** Every competency of this framework, in its order; without alignments where nothing answers to it. */
  readonly rows: readonly {
    readonly competency: string;
    readonly name: Text;
    readonly dimension: string;
    /** Relations as they are read from here: `broader` says that the other's is broader. */
    readonly alignments: readonly {
      readonly competency: string;
      readonly name: Text;
      readonly relation: Relation;
      readonly note?: Text;
    }[];
  }[];
  /** Competencies here that nothing there answers to, and there that nothing here answers to. */
  readonly uncovered: readonly string[];
  readonly uncoveredThere: readonly { readonly competency: string; readonly name: Text }[];
}
export interface CrosswalksAnswer {
  readonly framework: string;
  readonly version: string;
  readonly crosswalks: readonly CrosswalkView[];
}
