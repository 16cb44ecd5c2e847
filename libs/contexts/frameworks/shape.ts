import type { Text } from '#libs/kernel';
import type { Framework } from './framework-schema.js';

// What can be asked of a framework of every shape; without the schema, which whoever only folds has no use for.

export interface Competency {
  readonly code: string;
  readonly name: Text;
  /** The area, aspect or (of a flat list) the dimension itself that it is counted under. */
  readonly dimension: string;
}

/** What can be rated, tested, aligned and taught, in the framework's own order, whatever its shape. */
export const competenciesOf = (framework: Framework): readonly Competency[] => {
  switch (framework.shape) {
    case 'levelled':
      return framework.areas.flatMap((area) =>
        area.competencies.map(({ code: own, name }) => ({ code: own, name, dimension: area.code })),
      );
    case 'matrix':
      return framework.cells.map(({ code: own, name, aspect }) => ({ code: own, name, dimension: aspect }));
    case 'flat':
      return framework.dimensions.map(({ code: own, name }) => ({ code: own, name, dimension: own }));
  }
};

/** What results are grouped by: areas, aspects or dimensions, in the framework's own order. */
export const dimensionsOf = (framework: Framework): readonly { readonly code: string; readonly name: Text }[] => {
  switch (framework.shape) {
    case 'levelled':
      return framework.areas.map(({ code: own, name }) => ({ code: own, name }));
    case 'matrix':
      return framework.aspects;
    case 'flat':
      return framework.dimensions.map(({ code: own, name }) => ({ code: own, name }));
  }
};

/** Proficiency levels from the lowest to the highest; `undefined` for shapes that have none, where a target level means nothing. */
export const levelsOf = (framework: Framework): readonly { readonly code: string; readonly name: Text }[] | undefined =>
  framework.shape === 'levelled' ? framework.levels.map(({ code: own, name }) => ({ code: own, name })) : undefined;
