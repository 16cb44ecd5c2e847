import { hash } from 'node:crypto';

/** Numbers that look random and follow from their seed alone: the same seed gives the same numbers on every machine. Not for secrets. */
export interface SeededRandom {
  /** At least 0 and less than 1, with 53 random bits. */
  next(): number;
  /** A whole number of at least 0 and less than `n`, each equally likely. @throws RangeError unless 1 ≤ n ≤ 2^32 */
  int(n: number): number;
  /** Standard normal: mean 0, standard deviation 1. */
  normal(): number;
  /** One of them, each equally likely. @throws RangeError for an empty list */
  pick<Item>(items: readonly Item[]): Item;
  /** One of them, as likely as its weight says. @throws RangeError unless some weight is above 0 */
  weighted<Item>(items: readonly (readonly [item: Item, weight: number])[]): Item;
  /** A new list with the same items, every order equally likely. */
  shuffle<Item>(items: readonly Item[]): Item[];
}

const TWO_TO_32 = 2 ** 32;

/**
 * sfc32 ("small fast counter", 128 bits of state) started from the SHA-256 of the seed's UTF-8 bytes. Seeds are text, so that a
 * thing's random numbers can hang on its name: `seededRandom(`${seed}/school/900001`)` does not change when another school is added.
 */
export const seededRandom = (seed: string): SeededRandom => {
  const digest = hash('sha256', seed, 'buffer');
  let a = digest.readInt32LE(0);
  let b = digest.readInt32LE(4);
  let c = digest.readInt32LE(8);
  let counter = digest.readInt32LE(12);

  const bits = (): number => {
    const sum = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum;
    c |= 0;
    return sum >>> 0;
  };
  // The first outputs still show the seed's words; the generator's author lets a dozen pass.
  for (let round = 0; round < 12; round += 1) bits();

  const next = (): number => ((bits() >>> 5) * 2 ** 26 + (bits() >>> 6)) / 2 ** 53;

  const int = (n: number): number => {
    if (!Number.isInteger(n) || n < 1 || n > TWO_TO_32) throw new RangeError(`no whole number below ${n} can be drawn`);
    // Draws beyond the last whole multiple of n are thrown away: a remainder alone would favour the small numbers.
    const limit = TWO_TO_32 - (TWO_TO_32 % n);
    for (;;) {
      const drawn = bits();
      if (drawn < limit) return drawn % n;
    }
  };

  const pick = <Item>(items: readonly Item[]): Item => {
    if (items.length === 0) throw new RangeError('nothing to pick from');
    return items[int(items.length)] as Item;
  };

  return {
    next,
    int,
    pick,
    normal: () => {
      // Marsaglia's polar method; the second number of each pair is dropped so that a draw never depends on the one before it.
      for (;;) {
        const u = 2 * next() - 1;
        const v = 2 * next() - 1;
        const square = u * u + v * v;
        if (square > 0 && square < 1) return u * Math.sqrt((-2 * Math.log(square)) / square);
      }
    },
    weighted: (items) => {
      const total = items.reduce((sum, [, weight]) => sum + Math.max(0, weight), 0);
      if (!(total > 0) || !Number.isFinite(total)) throw new RangeError('no weight is above 0');
      let left = next() * total;
      let last: (typeof items)[number] | undefined;
      for (const candidate of items) {
        if (!(candidate[1] > 0)) continue;
        last = candidate;
        left -= candidate[1];
        if (left < 0) break;
      }
      return (last as (typeof items)[number])[0];
    },
    shuffle: (items) => {
      const out = [...items];
      for (let i = out.length - 1; i > 0; i -= 1) {
        const j = int(i + 1);
        const held = out[i] as (typeof out)[number];
        out[i] = out[j] as (typeof out)[number];
        out[j] = held;
      }
      return out;
    },
  };
};
