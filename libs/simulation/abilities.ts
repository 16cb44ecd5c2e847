import { LRUCache } from 'lru-cache';
import { seededRandom } from '#libs/kernel';

/** What the model has to know of an instrument in order to answer it. */
export interface FormToAnswer {
  readonly measure: 'self-rating' | 'test';
  readonly items: readonly {
    readonly id: string;
    readonly competency: string;
    readonly dimension: string;
    readonly options: readonly { readonly value: number | string }[];
    readonly notApplicable: boolean;
  }[];
}
export type Answers = Readonly<Record<string, number | string>>;

/** What somebody brings along; standard units. */
export interface Abilities {
  /** What the test measures. */
  readonly knowledge: number;
  /** What the self-rating measures: related to knowledge, and coloured by how somebody sees themselves. */
  readonly confidence: number;
}

/** What training did to somebody between the two occasions. */
export interface Training {
  /** In standard units of the test's latent scale. */
  readonly knowledge: number;
  /** In proficiency levels of the self-rating. */
  readonly rating: number;
}
export const NO_TRAINING: Training = { knowledge: 0, rating: 0 };
/** Who has learned what there is to know rates what they did before a little lower than they did then. */
const HINDSIGHT: Training = { knowledge: 0, rating: -0.15 };

/** Calibrated against the programme's figures; `measureModel` shows where they come out. */
export const MODEL = {
  /** Share of the standard deviation that schools make, before it is fitted to the sample. */
  schoolKnowledge: 0.37,
  schoolConfidence: 0.3,
  /** Correlation of the two abilities. */
  agreement: 0.5,
  /** Shows as 0.3 on a test that does not measure without error. */
  paidPrivate: 0.4,
  womenRateLower: 0.12,
  /** A test item: chance of a lucky guess, steepness, and how far competencies differ within a person. */
  guess: 0.1,
  slope: 0.54,
  byCompetency: 0.3,
  /** What is left of an ability's variance from one occasion to the other; the rest is of the day, before and after alike. */
  steady: 0.97,
  ratingOfTheDay: 0.2,
  /** A self-rating: standard deviation of an item in levels, and what it is made of (shares of its variance). */
  ratingSpread: 1.12,
  rating: { confidence: 0.4, dimension: 0.28, competency: 0.14, moment: 0.18 },
  notApplicable: 0.004,
} as const;

/** Difficulty of the test's items by their place in the form: the two forms are parallel, place by place. */
const DIFFICULTY: readonly number[] = [
  -2.2, 0.2, 2, -0.2, -1.9, 0, 0.5, 1.9, -2.4, 0.3, -0.3, 2.2, -2, 0, 1.7, -0.5, -1.7, 0.2, 0.5, 2, -0.2, -2, 0, 1.9,
];
const difficultyAt = (place: number): number => DIFFICULTY[place % DIFFICULTY.length] ?? 0;

/** Mean of a competency's item, in levels: what teachers do every day is rated higher than what few have tried. */
const commonness = (place: number): number => 2.05 + 0.9 * Math.cos((place * 2 * Math.PI * 7) / 22);

/** Spreads every bit of a number over all 32: the last step of MurmurHash3 (Appleby, public domain). */
const scattered = (bits: number): number => {
  let mixed = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
};

const names = new Map<string, number>();
/** A number for a competency's name, the same in every run: FNV-1a. */
const numberOf = (name: string): number => {
  let number = names.get(name);
  if (number === undefined) {
    number = 0x811c9dc5;
    for (let at = 0; at < name.length; at += 1) number = Math.imul(number ^ name.charCodeAt(at), 0x01000193);
    names.set(name, number);
  }
  return number;
};

/** Standard normal from two draws of 32 bits (Box and Muller). */
const normalOf = (first: number, second: number): number =>
  Math.sqrt(-2 * Math.log((first + 0.5) / 2 ** 32)) * Math.cos((2 * Math.PI * (second + 0.5)) / 2 ** 32);

/**
 * What sets a person apart in one competency, on the test and in the rating: it hangs on both names and on nothing else, so it is the same on
 * both occasions and on any form. There are 22 for everybody; a seeded generator for each would cost more than all else here.
 */
const inCompetency = (key: string, competency: string): { readonly known: number; readonly rated: number } => {
  let salt = salts.get(key);
  if (salt === undefined) {
    salt = seededRandom(`${key}/competencies`).int(2 ** 32);
    salts.set(key, salt);
  }
  const first = scattered(salt ^ numberOf(competency));
  const draws = [0, 1, 2, 3].map((step) => scattered(first + Math.imul(step, 0x9e3779b9))) as [number, number, number, number];
  return { known: normalOf(draws[0], draws[1]), rated: normalOf(draws[2], draws[3]) };
};

const salts = new LRUCache<string, number>({ max: 3_000 });

/**
 * The knowledge from which on a person answers each item rightly on that day. The draws hang on the place in the form, not on the form:
 * whichever of two parallel forms is answered, the score is the same.
 */
export const testThresholds = (key: string, form: FormToAnswer, occasion: string): readonly number[] => {
  const random = seededRandom(`${key}/test/${occasion}`);
  const { guess, slope, byCompetency } = MODEL;
  return form.items.map(({ competency }, place) => {
    const draw = random.next();
    if (draw < guess) return -Infinity;
    const share = (draw - guess) / (1 - guess);
    const needed = Math.log(share / (1 - share)) / (1.7 * slope) + difficultyAt(place);
    return (needed - byCompetency * inCompetency(key, competency).known) / Math.sqrt(1 - byCompetency ** 2);
  });
};

const answerTest = (
  key: string,
  knowledge: number,
  form: FormToAnswer,
  occasion: string,
  keys: Readonly<Record<string, string>>,
): Answers => {
  const thresholds = testThresholds(key, form, occasion);
  const mistakes = seededRandom(`${key}/mistakes/${occasion}`);
  return Object.fromEntries(
    form.items.map((item, place) => {
      const right = keys[item.id];
      if (right === undefined) throw new RangeError(`no key for item ${item.id}`);
      const others = item.options.flatMap(({ value }) => (value === right ? [] : [value]));
      const mistake = others.length === 0 ? right : mistakes.pick(others);
      return [item.id, knowledge > (thresholds[place] ?? 0) ? right : mistake];
    }),
  );
};

/** A person's rating of each item on that day, in levels, before confidence and training come in; `undefined` for not applicable. */
export const ratingBases = (key: string, form: FormToAnswer, occasion: string): readonly (number | undefined)[] => {
  const random = seededRandom(`${key}/self-rating/${occasion}`);
  const { rating, ratingSpread, notApplicable } = MODEL;
  const dimensions = new Map<string, number>();
  return form.items.map((item, place) => {
    let dimension = dimensions.get(item.dimension);
    if (dimension === undefined) {
      dimension = seededRandom(`${key}/dimension/${item.dimension}`).normal();
      dimensions.set(item.dimension, dimension);
    }
    const moment = random.normal();
    const none = random.next() < notApplicable && item.notApplicable;
    if (none) return undefined;
    return (
      commonness(place) +
      ratingSpread *
        (Math.sqrt(rating.dimension) * dimension +
          Math.sqrt(rating.competency) * inCompetency(key, item.competency).rated +
          Math.sqrt(rating.moment) * moment)
    );
  });
};

/** The anchor nearest to a level. */
export const ratedLevel = (base: number, confidence: number, shift: number, highest = 5): number =>
  Math.min(highest, Math.max(0, Math.round(base + shift + MODEL.ratingSpread * Math.sqrt(MODEL.rating.confidence) * confidence)));

const answerRating = (key: string, confidence: number, shift: number, form: FormToAnswer, occasion: string): Answers => {
  const bases = ratingBases(key, form, occasion);
  return Object.fromEntries(
    form.items.map((item, place) => {
      const base = bases[place];
      const highest = Math.max(...item.options.map(({ value }) => Number(value)));
      return [item.id, base === undefined ? 'na' : ratedLevel(base, confidence, shift, highest)];
    }),
  );
};

/** Both occasions are drawn alike: without training nothing but chance tells them apart. */
export const today = (key: string, occasion: string) => {
  const day = seededRandom(`${key}/day/${occasion}`);
  const [knowledge, rating] = [day.normal(), day.normal()];
  return {
    knowledge: (ability: number) => Math.sqrt(MODEL.steady) * ability + Math.sqrt(1 - MODEL.steady) * knowledge,
    rating: MODEL.ratingOfTheDay * rating,
  };
};

/** Who answers: what they brought along, and in a later cycle what is left of what they have learned before. */
export interface Answering {
  readonly key: string;
  readonly abilities: Abilities;
  /** The later cycle, whose days are others than those of the first. */
  readonly again?: { readonly cycle: string; readonly kept: Training };
}

/** @param keys of the test form, item → right option; not needed for a self-rating */
export const answer = (
  { key, abilities, again }: Answering,
  form: FormToAnswer,
  occasion: 'baseline' | 'final' | 'retrospective',
  training: Training,
  keys: Readonly<Record<string, string>> = {},
): Answers => {
  const on = again ? `${occasion}/${again.cycle}` : occasion;
  const day = today(key, on);
  const { knowledge, rating } = again?.kept ?? NO_TRAINING;
  const gained = occasion === 'final' ? training : occasion === 'retrospective' ? HINDSIGHT : NO_TRAINING;
  return form.measure === 'test'
    ? answerTest(key, day.knowledge(abilities.knowledge) + knowledge + gained.knowledge, form, on, keys)
    : answerRating(key, abilities.confidence, day.rating + rating + gained.rating, form, on);
};
