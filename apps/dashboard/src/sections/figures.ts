import type {
  GainFigure,
  GainValue,
  Mark,
  MeasureKind,
  NotEstimable,
  OfTarget,
  Ratio,
  ScoreFigure,
  ScoreMean,
  Shown,
} from '../../../../libs/contexts/evaluation/queries/answers.js';
import type { Text } from '../i18n.js';
import { none, number, words, type Cell } from '../table.js';

/** Every reason for which a number cannot be given has its words in the locale files; the compiler asks for a new one here. */
export const REASONS: Readonly<Record<NotEstimable['notEstimable'], true>> = {
  'no-baseline': true,
  'no-pairs': true,
  'no-population': true,
  'no-draw': true,
  'not-asked': true,
  'no-observations': true,
  'fewer-than-two-observations': true,
  'fewer-than-three-observations': true,
  'fewer-than-two-clusters': true,
  'one-observation-per-cluster': true,
  'fewer-than-two-items': true,
  'no-spread': true,
  'no-room-to-gain': true,
  'all-excluded': true,
  'tests-only': true,
  'empty-group': true,
  'no-cases': true,
  'sums-not-exact': true,
  'sums-inconsistent': true,
};

/** Figures of a rating are levels (two digits), those of a test points (one). */
export const digitsOf = (measure: MeasureKind): number => (measure === 'self-rating' ? 2 : 1);

export const isValue = (figure: GainFigure): figure is GainFigure & GainValue => 'mean' in figure;
export const isMean = (figure: ScoreFigure): figure is { readonly n: number } & ScoreMean => 'mean' in figure;
export const markOf = (figure: object): Mark | undefined => ('withheld' in figure ? (figure.withheld as Mark) : undefined);
export const reasonOf = (figure: object): NotEstimable['notEstimable'] | undefined =>
  'notEstimable' in figure ? (figure.notEstimable as NotEstimable['notEstimable']) : undefined;

/** In words why there is no number: withheld, or not estimable and why. */
export const insteadOf = (figure: object, { t }: Text): string => {
  if (markOf(figure) !== undefined) return `\u25A8 ${t('withheld.short')}`;
  const reason = reasonOf(figure);
  return reason === undefined ? '' : t('notEstimable.because', { reason: t(`notEstimable.${reason}`) });
};

/** The same in a word, for where there is little room. */
export const insteadShortOf = (figure: object, text: Text): string =>
  reasonOf(figure) === undefined ? insteadOf(figure, text) : text.t('notEstimable.short');

/** A number where the figure has one, the marker or the reason where not. */
export const cellOf = (figure: object, value: number | null | undefined, write: (value: number) => string, text: Text): Cell => {
  const mark = markOf(figure);
  if (mark !== undefined) return { kind: 'withheld', mark, text: text.t('withheld.short') };
  if (reasonOf(figure) !== undefined) return none(insteadOf(figure, text));
  return value === null || value === undefined ? none(text.t('app.notApplicable')) : number(value, write(value));
};

/** A number of a figure that is shown, which may itself be withheld. */
export const shownCell = (figure: object, value: Shown | undefined, write: (value: number) => string, text: Text): Cell =>
  typeof value === 'object' ? cellOf(value, undefined, write, text) : cellOf(figure, value, write, text);

export const shareCell = (share: number | null, { t, format }: Text): Cell =>
  share === null ? none(t('app.notApplicable')) : number(share, format.percent(share, 1));

export const countCell = (n: number, { format }: Text): Cell => number(n, format.integer(n));
export const textCell = words;

/** "642 of 1,000 (64 %)" */
export const ratioText = (ratio: Ratio | OfTarget, { t, format }: Text): string =>
  ratio.of === null || ratio.share === null
    ? format.integer(ratio.n)
    : t('ratio', { n: format.integer(ratio.n), of: format.integer(ratio.of), share: format.percent(ratio.share) });
