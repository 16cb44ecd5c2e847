import type { ChartOption } from './engine.js';
import { common, labelWidth, NARROW, rowAxis, valueAxis, wrapped, rowsHeight } from './layout.js';
import { after, before, ink, quiet } from './palette.js';

export interface IntervalRow {
  readonly name: string;
  /** All together: a diamond, and a rule below it. */
  readonly whole?: boolean;
  readonly mean?: number;
  readonly low?: number | null;
  readonly high?: number | null;
  /** Stands at the right where there is room. */
  readonly label: string;
  /** Stands at the zero line instead of a point: withheld, or not estimable. */
  readonly instead?: string;
  /** The same where there is little room. */
  readonly insteadShort?: string;
  /** The label where there is little room: it stands below the interval then. */
  readonly labelShort?: string;
  readonly tip: string;
}

/** Height of a row of a forest plot, pixels: on a phone its numbers stand below its line. */
const forestRow = (width: number): number => (width < NARROW ? 44 : 34);

/** Height of a forest plot, pixels. */
export const forestHeight =
  (rows: readonly { readonly name: string }[]) =>
  (width: number): number =>
    rowsHeight(rows, width, forestRow(width), 64);

/** Forest plot: the mean change as a point, its interval as a line, no change as the vertical line. */
export const forest =
  (
    rows: readonly IntervalRow[],
    options: { readonly axis: (value: number) => string; readonly axisName: string; readonly unit: number },
  ) =>
  (width: number): ChartOption => {
    const ends = rows.flatMap(({ mean, low, high }) => [mean, low, high].filter((one): one is number => typeof one === 'number'));
    const narrow = width < NARROW;
    const splitNumber = narrow ? 3 : 6;
    // From a multiple of a round step to another, in so many steps as there is room for.
    const limits = (step: number) => ({
      min: Math.min(0, Math.floor(Math.min(0, ...ends) / step) * step),
      max: Math.max(step, Math.ceil(Math.max(0, ...ends) / step) * step),
    });
    const few = [1, 2, 4, 10, 20].find((times) => {
      const { min, max } = limits(times * options.unit);
      return (max - min) / (times * options.unit) <= splitNumber + 1;
    });
    const { min, max } = limits((few ?? 1) * options.unit);
    // Numbers at the right have the room that the longest of them takes.
    const right = narrow ? 20 : Math.max(120, 24 + 7 * Math.max(...rows.map(({ label }) => label.length), 0));
    const name = wrapped(options.axisName, width - labelWidth(width) - right + (narrow ? 60 : 0));
    return {
      ...common({ width, right, bottom: 37 + 15 * name.split('\n').length, top: 12 }),
      xAxis: valueAxis({ min, max, label: options.axis, name, splitNumber }),
      yAxis: rowAxis(
        rows.map(({ name }) => name),
        width,
      ),
      series: [
        {
          type: 'custom',
          data: rows.map((row, index) => [row.mean ?? 0, index]),
          renderItem: ({ coordSys }, api) => {
            const index = Number(api.value(1));
            const row = rows[index];
            if (!row) return null;
            const area = coordSys as unknown as { x: number; y: number; width: number; height: number };
            const [zero = 0, middle = 0] = api.coord([0, index]);
            // On a phone the numbers stand below the line.
            const y = narrow ? middle - 7 : middle;
            const at = (value: number): number => api.coord([value, index])[0] ?? 0;
            const half = (area.height / rows.length) * 0.5;
            const zeroLine = {
              type: 'line' as const,
              // Not through the words below it.
              shape: { x1: zero, y1: middle - half, x2: zero, y2: narrow ? y + 8 : middle + half },
              style: { stroke: ink, lineWidth: 1.25 },
            };
            const rule = row.whole
              ? [
                  {
                    type: 'line' as const,
                    shape: { x1: area.x, y1: middle + half, x2: area.x + area.width, y2: middle + half },
                    style: { stroke: quiet, lineWidth: 1 },
                  },
                ]
              : [];
            const label = [
              {
                type: 'text' as const,
                style: {
                  x: narrow ? area.x + 4 : area.x + area.width + 14,
                  y: narrow ? middle + 10 : y,
                  text: narrow ? (row.labelShort ?? row.label) : row.label,
                  fill: row.instead ? quiet : ink,
                  fontSize: narrow ? 12 : 13,
                  verticalAlign: 'middle' as const,
                  ...(narrow ? { stroke: '#ffffff', lineWidth: 3 } : {}),
                },
              },
            ];
            if (row.mean === undefined)
              return {
                type: 'group',
                children: [
                  ...(narrow ? [] : [zeroLine]),
                  ...rule,
                  ...label,
                  {
                    type: 'text',
                    style: {
                      x: narrow ? area.x + 4 : zero + 8,
                      y,
                      text: (narrow ? row.insteadShort : row.instead) ?? '',
                      fill: quiet,
                      fontSize: 12,
                      verticalAlign: 'middle' as const,
                    },
                  },
                ],
              };
            const mean = at(row.mean);
            const interval =
              typeof row.low === 'number' && typeof row.high === 'number'
                ? [
                    stroke(at(row.low), y, at(row.high), y, 2.5),
                    stroke(at(row.low), y - 5, at(row.low), y + 5, 2),
                    stroke(at(row.high), y - 5, at(row.high), y + 5, 2),
                  ]
                : [];
            const point = row.whole
              ? {
                  type: 'polygon' as const,
                  shape: { points: diamond(mean, y, 9) },
                  style: { fill: after, stroke: '#ffffff', lineWidth: 1.5 },
                }
              : {
                  type: 'rect' as const,
                  shape: { x: mean - 5, y: y - 5, width: 10, height: 10 },
                  style: { fill: after, stroke: '#ffffff', lineWidth: 1.5 },
                };
            return { type: 'group', children: [zeroLine, ...rule, ...interval, point, ...label] };
          },
          tooltip: { formatter: (item) => rows[(item as { dataIndex: number }).dataIndex]?.tip ?? '' },
        },
      ],
    };
  };

const stroke = (x1: number, y1: number, x2: number, y2: number, lineWidth: number) => ({
  type: 'line' as const,
  shape: { x1, y1, x2, y2 },
  style: { stroke: after, lineWidth },
});

const diamond = (x: number, y: number, r: number): [number, number][] => [
  [x - r, y],
  [x, y - r],
  [x + r, y],
  [x, y + r],
];

export interface Occasion {
  readonly mean?: number;
  readonly sd?: number | null;
  readonly label: string;
}
export interface BeforeAfterRow {
  readonly name: string;
  readonly before: Occasion;
  readonly after: Occasion;
  readonly tip: string;
}

/** Before (hollow circle) and after (filled diamond) of each group on the measure's whole scale, with one standard deviation either way. */
export const beforeAfter =
  (
    rows: readonly BeforeAfterRow[],
    options: {
      readonly minimum: number;
      readonly maximum: number;
      readonly axis: (value: number) => string;
      readonly axisName: string;
    },
  ) =>
  (width: number): ChartOption => {
    const narrow = width < NARROW;
    const axisName = wrapped(options.axisName, width - labelWidth(width) + (narrow ? 20 : 0));
    const clamp = (value: number) => Math.min(options.maximum, Math.max(options.minimum, value));
    return {
      ...common({ width, right: narrow ? 20 : 36, bottom: 37 + 15 * axisName.split('\n').length, top: 12 }),
      xAxis: valueAxis({
        min: options.minimum,
        max: options.maximum,
        label: options.axis,
        name: axisName,
        splitNumber: 5,
      }),
      yAxis: rowAxis(
        rows.map(({ name }) => name),
        width,
      ),
      series: [
        {
          type: 'custom',
          data: rows.map((_, index) => [options.minimum, index]),
          renderItem: (_, api) => {
            const index = Number(api.value(1));
            const row = rows[index];
            if (!row) return null;
            const middleY = api.coord([options.minimum, index])[1] ?? 0;
            const x = (value: number): number => api.coord([value, index])[0] ?? 0;
            const marks = (one: Occasion, y: number, colour: string, filled: boolean) => {
              if (one.mean === undefined)
                return [
                  {
                    type: 'text' as const,
                    style: {
                      x: x(options.minimum) + 8,
                      y,
                      text: one.label,
                      fill: quiet,
                      fontSize: 12,
                      verticalAlign: 'middle' as const,
                    },
                  },
                ];
              const at = x(one.mean);
              const spread =
                typeof one.sd === 'number'
                  ? [
                      {
                        type: 'line' as const,
                        shape: { x1: x(clamp(one.mean - one.sd)), y1: y, x2: x(clamp(one.mean + one.sd)), y2: y },
                        style: { stroke: colour, lineWidth: 1.5, opacity: 0.55, lineDash: filled ? undefined : [4, 3] },
                      },
                    ]
                  : [];
              const mark = filled
                ? {
                    type: 'polygon' as const,
                    shape: { points: diamond(at, y, 7) },
                    style: { fill: colour, stroke: '#ffffff', lineWidth: 1 },
                  }
                : {
                    type: 'circle' as const,
                    shape: { cx: at, cy: y, r: 5 },
                    style: { fill: '#ffffff', stroke: colour, lineWidth: 2.5 },
                  };
              const left = at > x(options.minimum + (options.maximum - options.minimum) * 0.85);
              const text = {
                type: 'text' as const,
                style: {
                  x: left ? at - 12 : at + 12,
                  y: y - 1,
                  text: one.label,
                  fill: colour,
                  fontSize: 12,
                  fontWeight: 'bold' as const,
                  textAlign: left ? ('right' as const) : ('left' as const),
                  verticalAlign: 'middle' as const,
                  stroke: '#ffffff',
                  lineWidth: 3,
                },
              };
              return [...spread, mark, text];
            };
            return {
              type: 'group',
              children:
                row.before.mean === undefined && row.after.mean === undefined && row.before.label === row.after.label
                  ? marks(row.before, middleY, quiet, false)
                  : [...marks(row.before, middleY - 9, before, false), ...marks(row.after, middleY + 9, after, true)],
            };
          },
          tooltip: { formatter: (item) => rows[(item as { dataIndex: number }).dataIndex]?.tip ?? '' },
        },
      ],
    };
  };
