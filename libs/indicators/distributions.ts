/**
 * The normal and Student's t distribution, to about eleven digits (t with a hundred million degrees of freedom: eight). Both are
 * computed from the upper tail, so that small probabilities keep their digits.
 */

const HALF_LN_TWO_PI = 0.5 * Math.log(2 * Math.PI);
const EPSILON = 1e-16;
/** Stands in for a zero denominator in a continued fraction (Lentz). */
const TINY = 1e-300;

/** What Stirling's formula lacks: lnΓ(x) − [(x − ½)ln x − x + ½ln 2π], for x ≥ 10 by its asymptotic series. */
const stirlingCorrection = (x: number): number => {
  const square = 1 / (x * x);
  return (
    (1 / 12 - square * (1 / 360 - square * (1 / 1260 - square * (1 / 1680 - square * (1 / 1188 - (square * 691) / 360360))))) / x
  );
};

/** ln Γ(x) for x > 0. */
export const logGamma = (x: number): number => {
  if (!(x > 0)) throw new RangeError(`logGamma needs a positive number, not ${x}`);
  // Small arguments are moved up to where the series is exact: Γ(x) = Γ(x + k) / (x (x+1) … (x+k−1)).
  let product = 1;
  let at = x;
  while (at < 10) {
    product *= at;
    at += 1;
  }
  return (at - 0.5) * Math.log(at) - at + HALF_LN_TWO_PI + stirlingCorrection(at) - Math.log(product);
};

/** ln B(a, b); keeps its digits when one of them is very large, where the difference of two lnΓ would not. */
const logBeta = (a: number, b: number): number => {
  const [large, small] = a > b ? [a, b] : [b, a];
  if (large < 10) return logGamma(large) + logGamma(small) - logGamma(large + small);
  const sum = large + small;
  const ratio =
    stirlingCorrection(large) -
    stirlingCorrection(sum) -
    (large - 0.5) * Math.log1p(small / large) -
    small * Math.log(sum) +
    small;
  return logGamma(small) + ratio;
};

const betaFraction = (a: number, b: number, x: number): number => {
  let c = 1;
  let d = 1 - ((a + b) * x) / (a + 1);
  d = 1 / (Math.abs(d) < TINY ? TINY : d);
  let result = d;
  for (let m = 1; m <= 10_000; m += 1) {
    for (const numerator of [
      (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m)),
      (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1)),
    ]) {
      d = 1 + numerator * d;
      d = 1 / (Math.abs(d) < TINY ? TINY : d);
      c = 1 + numerator / c;
      if (Math.abs(c) < TINY) c = TINY;
      result *= d * c;
    }
    if (Math.abs(d * c - 1) < EPSILON * 4) return result;
  }
  throw new RangeError(`the incomplete beta function does not converge at a=${a}, b=${b}, x=${x}`);
};

/**
 * The regularised incomplete beta function I_x(a, b).
 * @param y 1 − x, given by who knows it with more digits than the subtraction leaves
 */
export const regularisedBeta = (x: number, a: number, b: number, y = 1 - x): number => {
  if (!(a > 0 && b > 0)) throw new RangeError(`the incomplete beta function needs positive parameters, not ${a} and ${b}`);
  if (!(x >= 0 && x <= 1)) throw new RangeError(`the incomplete beta function needs x between 0 and 1, not ${x}`);
  if (x === 0) return 0;
  if (y === 0) return 1;
  const logX = x > 0.5 ? Math.log1p(-y) : Math.log(x);
  const logY = y > 0.5 ? Math.log1p(-x) : Math.log(y);
  const front = Math.exp(a * logX + b * logY - logBeta(a, b));
  return x < (a + 1) / (a + b + 2) ? (front * betaFraction(a, b, x)) / a : 1 - (front * betaFraction(b, a, y)) / b;
};

/** P(T > t) of Student's t with `df` degrees of freedom (a real number above 0). */
export const tUpperTail = (t: number, df: number): number => {
  if (!(df > 0)) throw new RangeError(`Student's t needs positive degrees of freedom, not ${df}`);
  if (Number.isNaN(t)) throw new RangeError('t is not a number');
  if (t < 0) return 1 - tUpperTail(-t, df);
  if (t === Infinity) return 0;
  // Divided through by the larger of the two, so that a square cannot overflow.
  const square = t * t;
  const share = square > df ? df / square / (1 + df / square) : 1 / (1 + square / df);
  const rest = square > df ? 1 / (1 + df / square) : square / df / (1 + square / df);
  return 0.5 * regularisedBeta(share, df / 2, 0.5, rest);
};

export const tCdf = (t: number, df: number): number => (t <= 0 ? tUpperTail(-t, df) : 1 - tUpperTail(t, df));

const tDensity = (t: number, df: number): number =>
  Math.exp(-0.5 * Math.log(df) - logBeta(df / 2, 0.5) - ((df + 1) / 2) * Math.log1p((t * t) / df));

/** P(Z > z) of the standard normal distribution. */
export const normalUpperTail = (z: number): number => {
  if (Number.isNaN(z)) throw new RangeError('z is not a number');
  if (z < 0) return 1 - normalUpperTail(-z);
  const density = normalDensity(z);
  if (z < 3) {
    // Φ(z) − ½ = φ(z)·(z + z³/3 + z⁵/15 + …): all terms positive, so nothing cancels within the sum.
    let term = z;
    let sum = z;
    for (let k = 3; term > sum * EPSILON; k += 2) {
      term *= (z * z) / k;
      sum += term;
    }
    return 0.5 - density * sum;
  }
  if (density === 0) return 0;
  // Mills' ratio as a continued fraction, from the inside out: 1/(z + 1/(z + 2/(z + 3/(z + …)))).
  let fraction = z;
  for (let k = 120; k >= 1; k -= 1) fraction = z + k / fraction;
  return density / fraction;
};

export const normalCdf = (z: number): number => (z <= 0 ? normalUpperTail(-z) : 1 - normalUpperTail(z));

const normalDensity = (z: number): number => Math.exp(-0.5 * z * z - HALF_LN_TWO_PI);

/** The x ≥ 0 whose upper tail is `tail` (at most ½): Newton's steps, kept inside a bracket that halves when they leave it. */
const upperQuantile = (tail: number, upperTail: (x: number) => number, density: (x: number) => number): number => {
  let low = 0;
  let high = 1;
  while (upperTail(high) > tail && high < Number.MAX_VALUE / 4) {
    low = high;
    high *= 2;
  }
  let x = (low + high) / 2;
  for (let step = 0; step < 400; step += 1) {
    const excess = upperTail(x) - tail;
    if (excess > 0) low = x;
    else high = x;
    const slope = density(x);
    const newton = slope > 0 ? x + excess / slope : Infinity;
    const next = newton > low && newton < high ? newton : (low + high) / 2;
    if (Math.abs(next - x) <= 1e-15 * Math.abs(next) || next === low || next === high) return next;
    x = next;
  }
  return x;
};

const quantileOf = (p: number, upperTail: (x: number) => number, density: (x: number) => number): number => {
  if (!(p > 0 && p < 1)) throw new RangeError(`a quantile needs a probability between 0 and 1, not ${p}`);
  if (p === 0.5) return 0;
  return p < 0.5 ? -upperQuantile(p, upperTail, density) : upperQuantile(1 - p, upperTail, density);
};

/** The value below which a standard normal variable lies with probability `p` (0 < p < 1). */
export const normalQuantile = (p: number): number => quantileOf(p, normalUpperTail, normalDensity);

/** The value below which Student's t with `df` degrees of freedom lies with probability `p` (0 < p < 1). */
export const tQuantile = (p: number, df: number): number => {
  if (!(df > 0)) throw new RangeError(`Student's t needs positive degrees of freedom, not ${df}`);
  return quantileOf(
    p,
    (x) => tUpperTail(x, df),
    (x) => tDensity(x, df),
  );
};

/** The two-sided critical value: 1.96 for the normal distribution at 0.95. @param level confidence, between 0 and 1 */
export const normalCritical = (level: number): number => normalQuantile(1 - (1 - level) / 2);
export const tCritical = (level: number, df: number): number => {
  const asked = `${level} ${df}`;
  const known = criticals.get(asked);
  if (known !== undefined) return known;
  const value = tQuantile(1 - (1 - level) / 2, df);
  // A page asks for dozens, for the same small groups again and again; when there are too many it starts anew.
  if (criticals.size >= MOST_CRITICALS) criticals.clear();
  criticals.set(asked, value);
  return value;
};

/** Critical values found before, by level and degrees of freedom: each takes a search. */
const criticals = new Map<string, number>();
const MOST_CRITICALS = 10_000;
