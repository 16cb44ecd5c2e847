import type { ChartOption } from './engine.js';
import { ink, line, quiet } from './palette.js';

export const FONT = 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", sans-serif';
const SIZE = 14;

/** Below this width labels and numbers are set for a phone. */
export const NARROW = 560;

/** How much larger the reader has their text than browsers have it: 2 where the root's letters have twice the usual 16 pixels. Drawings grow with it. */
export const textScale = (): number => Number.parseFloat(getComputedStyle(document.documentElement).fontSize) / 16 || 1;

/** The width of a telephone's drawing, pixels at the usual size of text: where larger text leaves less, the drawing scrolls in its own frame. */
export const LEAST_WIDTH = 328;

/** Pixels that the names of rows may take: on a phone, the longest word of either language whole. */
export const labelWidth = (width: number): number => Math.round(Math.min(250, Math.max(118, width * 0.32)));

export interface Frame {
  readonly width: number;
  /** Pixels for the names of rows, where not the usual. */
  readonly left?: number;
  readonly top?: number;
  /** Room for text behind the bars, pixels. */
  readonly right?: number;
  readonly bottom?: number;
}

/** The text in lines of so many pixels at most, broken between words. */
export const wrapped = (text: string, room: number, letter = 6.8): string => {
  const most = Math.max(8, Math.floor(room / letter));
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= most) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines.join('\n');
};

/** Height of a row in which the longest of the names still fits, pixels. */
export const rowHeight = (names: readonly string[], width: number, least: number): number => {
  const [room, letter] = [labelWidth(width) - 16, width < NARROW ? 6.4 : 7.2];
  // Words break whole, so that a line is seldom full.
  const lines = Math.max(1, ...names.map((name) => Math.ceil((name.length * letter * 1.12) / room)));
  return Math.max(least, lines * 15 + 10);
};

/** Height of a chart of these rows, pixels; `besides` them stand its axis and what else it has. */
export const rowsHeight = (rows: readonly { readonly name: string }[], width: number, least: number, besides: number): number => {
  const names = rows.map(({ name }) => name);
  return besides + Math.max(1, names.length) * rowHeight(names, width, least);
};

/** What all charts share: no animation, system type, tooltips drawn by the engine and not as HTML, so that the content policy holds. */
export const common = ({ width, left = labelWidth(width), top = 8, right = 24, bottom = 40 }: Frame): ChartOption => ({
  animation: false,
  textStyle: { fontFamily: FONT, fontSize: SIZE, color: ink },
  grid: { left, right, top, bottom, outerBoundsMode: 'none' },
  tooltip: {
    trigger: 'item',
    renderMode: 'richText',
    confine: true,
    backgroundColor: '#ffffff',
    borderColor: line,
    padding: 10,
    textStyle: { color: ink, fontFamily: FONT, fontSize: 13 },
  },
});

/** Rows from top to bottom, named at the left. */
export const rowAxis = (
  names: readonly string[],
  width: number,
  left = labelWidth(width),
): NonNullable<ChartOption['yAxis']> => ({
  type: 'category',
  data: [...names],
  inverse: true,
  axisTick: { show: false },
  axisLine: { show: false },
  axisLabel: {
    color: ink,
    fontSize: width < NARROW ? 12 : SIZE,
    width: left - 16,
    overflow: 'break',
    lineHeight: 15,
    margin: 12,
    interval: 0,
  },
});

/** A round step that leads from one end of an axis to the other over zero, in two parts at least and one more than asked for at most; else the engine's own. @param counts whole steps only */
export const evenStep = (min: number, max: number, parts: number, counts = false): number | undefined => {
  const whole = (value: number): boolean => Math.abs(value - Math.round(value)) < 1e-9;
  const span = max - min;
  const power = 10 ** Math.floor(Math.log10(span));
  // Half a figure would be rounded away where the axis is written.
  const halves = [0.25, 2.5].filter((one) => whole(one * power));
  const steps = [0.1, 0.2, 0.3, 0.4, 0.5, 1, 2, 3, 4, 5, ...halves]
    .map((one) => one * power)
    .filter((step) => !counts || whole(step))
    .sort((a, b) => a - b);
  return steps.find((step) => whole(span / step) && whole(min / step) && span / step >= 2 && span / step <= parts + 1);
};

export const valueAxis = (options: {
  readonly min: number;
  readonly max: number;
  readonly label: (value: number) => string;
  readonly name?: string;
  readonly splitNumber?: number;
  /** Numbers of people or things: nothing is marked between two of them. */
  readonly counts?: boolean;
}): NonNullable<ChartOption['xAxis']> => ({
  type: 'value',
  min: options.min,
  max: options.counts ? Math.ceil(options.max) : options.max,
  minInterval: options.counts ? 1 : undefined,
  splitNumber: options.splitNumber ?? 5,
  interval: evenStep(
    options.min,
    options.counts ? Math.ceil(options.max) : options.max,
    options.splitNumber ?? 5,
    options.counts,
  ),
  name: options.name,
  nameLocation: 'middle',
  nameGap: 30,
  nameTextStyle: { color: quiet, fontSize: 13 },
  axisLabel: { color: quiet, fontSize: 12, formatter: options.label, hideOverlap: true },
  splitLine: { lineStyle: { color: '#e7ebef' } },
});

/** The next round number at or above: 1, 2, 2.5 or 5 times a power of ten. */
export const roundUp = (value: number): number => {
  if (value <= 0) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  const factor = [1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10].find((one) => one * power >= value - 1e-9) ?? 10;
  return factor * power;
};
