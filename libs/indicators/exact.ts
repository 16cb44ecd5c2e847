/** Number of binary digits, rounded up to a multiple of four. */
const bits = (value: bigint): number => value.toString(16).length * 4;

/** numerator / denominator as a double, good to its last digit however long the two are. */
export const quotient = (numerator: bigint, denominator: bigint): number => {
  if (denominator === 0n) throw new RangeError('division by zero');
  if (numerator === 0n) return 0;
  const negative = numerator < 0n !== denominator < 0n;
  const over = numerator < 0n ? -numerator : numerator;
  const under = denominator < 0n ? -denominator : denominator;
  // Scaled so that the integer quotient has at least 64 digits: more than a double holds.
  const shift = 68 + bits(under) - bits(over);
  const value =
    shift > 0 ? Number((over << BigInt(shift)) / under) / 2 ** shift : Number(over / (under << BigInt(-shift))) * 2 ** -shift;
  return negative ? -value : value;
};

/** Integer sums as they come from a tally, made exact; `undefined` where one of them is not a safe integer. */
export const exactly = <Name extends string>(sums: Readonly<Record<Name, number>>): Record<Name, bigint> | undefined => {
  const exact: Partial<Record<Name, bigint>> = {};
  for (const name of Object.keys(sums) as Name[]) {
    if (!Number.isSafeInteger(sums[name])) return undefined;
    exact[name] = BigInt(sums[name]);
  }
  return exact as Record<Name, bigint>;
};

/** Sum that does not lose the small terms behind the large ones (Neumaier's compensation). */
export const sum = (values: Iterable<number>): number => {
  let total = 0;
  let lost = 0;
  for (const value of values) {
    const next = total + value;
    lost += Math.abs(total) >= Math.abs(value) ? total - next + value : value - next + total;
    total = next;
  }
  return total + lost;
};
