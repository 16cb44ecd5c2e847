import type { Answers, FormToAnswer } from './abilities.js';

/** Forms of the programme's shape, for the model's own figures: 22 competencies in six dimensions, 24 test items. */
const SIZES = [4, 3, 4, 3, 3, 5];
const competencies = SIZES.flatMap((size, dimension) =>
  Array.from({ length: size }, (_, at) => ({ dimension: `${dimension + 1}`, competency: `${dimension + 1}.${at + 1}` })),
);

export const standardRating: FormToAnswer = {
  measure: 'self-rating',
  items: competencies.map(({ dimension, competency }) => ({
    id: competency,
    competency,
    dimension,
    options: [0, 1, 2, 3, 4, 5].map((value) => ({ value })),
    notApplicable: true,
  })),
};

const asked = Array.from({ length: 24 }, (_, at) => competencies[at % competencies.length] ?? competencies[0]) as {
  dimension: string;
  competency: string;
}[];

export const standardTest: FormToAnswer & { readonly keys: Readonly<Record<string, string>> } = {
  measure: 'test',
  items: asked.map(({ dimension, competency }, at) => ({
    id: `t${at + 1}`,
    competency,
    dimension,
    options: ['a', 'b', 'c', 'd'].map((value) => ({ value })),
    notApplicable: false,
  })),
  keys: Object.fromEntries(asked.map((_, at) => [`t${at + 1}`, 'abcd'[at % 4] ?? 'a'])),
};

/** 0 to 100. */
export const percentCorrect = (answers: Answers, keys: Readonly<Record<string, string>>): number => {
  const items = Object.keys(keys);
  return (100 * items.filter((item) => answers[item] === keys[item]).length) / items.length;
};

/** Mean of the answered items; `undefined` where none was. */
export const meanOfAnchors = (answers: Answers): number | undefined => {
  const given = Object.values(answers).filter((value): value is number => typeof value === 'number');
  return given.length === 0 ? undefined : given.reduce((sum, value) => sum + value, 0) / given.length;
};
