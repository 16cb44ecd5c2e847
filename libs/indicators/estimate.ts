/** What a number counts in. `points` are those of the measure's own scale (0 to 100 for a percent-scored test). */
export type Unit =
  'points' | 'share' | 'ratio' | 'standard-deviations' | 'share-of-possible-gain' | 'correlation' | 'coefficient';

/** Why a number cannot be given. A closed list: each has a sentence in `reasonText`. */
export type NotEstimableReason =
  | 'no-observations'
  | 'fewer-than-two-observations'
  | 'fewer-than-three-observations'
  | 'fewer-than-two-clusters'
  | 'one-observation-per-cluster'
  | 'fewer-than-two-items'
  | 'no-spread'
  | 'no-room-to-gain'
  | 'all-excluded'
  | 'tests-only'
  | 'empty-group'
  | 'no-cases'
  | 'sums-not-exact'
  | 'sums-inconsistent';

export interface NotEstimable {
  readonly estimable: false;
  readonly reason: NotEstimableReason;
}

/** A number that could be computed, or the reason why it could not: never NaN, never a 0 that stands for "unknown". */
export type Estimate<Value extends object> = ({ readonly estimable: true } & Value) | NotEstimable;

export interface Quantity {
  readonly value: number;
  readonly unit: Unit;
}

/** A value with the limits of its confidence interval. */
export interface Interval extends Quantity {
  readonly low: number;
  readonly high: number;
  /** Confidence, 0.95 unless told otherwise. */
  readonly level: number;
}

/** A mean with the interval around it, and how that interval was made. */
export interface MeanInterval extends Interval {
  readonly n: number;
  readonly standardError: number;
  readonly degreesOfFreedom: number;
  /** `clustered` allows for members of one school being alike; `unclustered` does not, and must be labelled so where people are in schools. */
  readonly interval: 'clustered' | 'unclustered';
}

export const notEstimable = (reason: NotEstimableReason): NotEstimable => ({ estimable: false, reason });

export const estimable = <Value extends object>(value: Value): { readonly estimable: true } & Value => ({
  estimable: true,
  ...value,
});

export const quantity = (value: number, unit: Unit): Estimate<Quantity> => estimable({ value, unit });

/** The number, or `undefined` where there is none: for those who only draw it. */
export const valueOf = (estimate: Estimate<Quantity>): number | undefined => (estimate.estimable ? estimate.value : undefined);

export const reasonText: Readonly<Record<NotEstimableReason, { readonly en: string; readonly es: string }>> = {
  'no-observations': { en: 'There are no observations.', es: 'No hay observaciones.' },
  'fewer-than-two-observations': { en: 'It needs at least two observations.', es: 'Se necesitan al menos dos observaciones.' },
  'fewer-than-three-observations': {
    en: 'It needs at least three observations.',
    es: 'Se necesitan al menos tres observaciones.',
  },
  'fewer-than-two-clusters': {
    en: 'It needs people from at least two schools.',
    es: 'Se necesitan personas de al menos dos establecimientos.',
  },
  'one-observation-per-cluster': {
    en: 'It needs schools with more than one person.',
    es: 'Se necesitan establecimientos con más de una persona.',
  },
  'fewer-than-two-items': { en: 'It needs at least two items.', es: 'Se necesitan al menos dos ítems.' },
  'no-spread': { en: 'All values are the same.', es: 'Todos los valores son iguales.' },
  'no-room-to-gain': { en: 'All were already at the top of the scale.', es: 'Todos estaban ya en el máximo de la escala.' },
  'all-excluded': { en: 'Every pair falls under the rule of exclusion.', es: 'Todos los pares caen bajo la regla de exclusión.' },
  'tests-only': { en: 'It is defined for tests, not for self-ratings.', es: 'Se define para pruebas, no para autovaloraciones.' },
  'empty-group': { en: 'A group has nobody in it.', es: 'Un grupo está vacío.' },
  'no-cases': {
    en: 'A group has no case, so that a ratio has no interval.',
    es: 'Un grupo no tiene casos, por lo que la razón no tiene intervalo.',
  },
  'sums-not-exact': { en: 'The sums are too large to be exact.', es: 'Las sumas son demasiado grandes para ser exactas.' },
  'sums-inconsistent': { en: 'The sums contradict each other.', es: 'Las sumas se contradicen.' },
};
