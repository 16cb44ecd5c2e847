import type { ChartOption } from './engine.js';
import { common, NARROW, rowAxis, valueAxis } from './layout.js';
import { after, ink, quiet } from './palette.js';

export interface Bar {
  readonly name: string;
  readonly value: number;
  /** Stands behind the bar. */
  readonly label: string;
  readonly tip: string;
  /** Drawn as a vertical stroke with its own label below the axis' values. */
  readonly target?: number;
}

/** One bar a row, its number behind it; a stroke where a row has a target. */
export const bars =
  (
    rows: readonly Bar[],
    options: {
      readonly max: number;
      readonly axis: (value: number) => string;
      readonly right?: number;
      readonly colour?: string;
      /** The values are numbers of people or things. */
      readonly counts?: boolean;
    },
  ) =>
  (width: number): ChartOption => {
    const right = width < NARROW ? Math.min(options.right ?? 90, 104) : (options.right ?? 90);
    return {
      ...common({ width, right, bottom: 28 }),
      xAxis: valueAxis({
        min: 0,
        max: options.max,
        label: options.axis,
        splitNumber: width < NARROW ? 2 : 5,
        counts: options.counts,
      }),
      yAxis: rowAxis(
        rows.map(({ name }) => name),
        width,
      ),
      series: [
        {
          type: 'bar',
          barWidth: 18,
          data: rows.map(({ value }) => value),
          itemStyle: { color: options.colour ?? after },
          label: {
            show: true,
            position: 'right',
            color: ink,
            fontSize: width < NARROW ? 12 : 13,
            // A target that stands behind the number does not strike it out.
            backgroundColor: '#ffffff',
            padding: [1, 2],
            formatter: ({ dataIndex }) => rows[dataIndex]?.label ?? '',
          },
          labelLayout: { hideOverlap: false },
          tooltip: { formatter: (item) => tipOf(rows, item) },
        },
        {
          type: 'custom',
          silent: true,
          z: 1,
          data: rows.map(({ target }, index) => [target ?? Number.NaN, index]),
          renderItem: (_, api) => {
            const target = Number(api.value(0));
            if (!Number.isFinite(target)) return null;
            const [x = 0, y = 0] = api.coord([target, api.value(1)]);
            return {
              type: 'group',
              children: [
                { type: 'line', shape: { x1: x, y1: y - 17, x2: x, y2: y + 17 }, style: { stroke: '#ffffff', lineWidth: 6 } },
                { type: 'line', shape: { x1: x, y1: y - 17, x2: x, y2: y + 17 }, style: { stroke: ink, lineWidth: 3 } },
              ],
            };
          },
        },
      ],
    };
  };

/** The text for the row that the pointer is on. */
export const tipOf = (rows: readonly { readonly tip: string }[], item: unknown): string => {
  const { dataIndex } = item as { dataIndex: number };
  return rows[dataIndex]?.tip ?? '';
};

export interface LayeredBar {
  readonly name: string;
  /** From the widest to the narrowest, each part of the one before. */
  readonly values: readonly number[];
  readonly label: string;
  readonly tip: string;
}

/** Nested bars, of counts: each thinner and darker than the one it is part of. */
export const layeredBars =
  (
    rows: readonly LayeredBar[],
    colours: readonly string[],
    options: { readonly max: number; readonly axis: (value: number) => string; readonly right: number },
  ) =>
  (width: number): ChartOption => {
    const heights = [22, 12, 5];
    return {
      ...common({ width, right: width < NARROW ? Math.min(options.right, 70) : options.right, bottom: 28 }),
      xAxis: valueAxis({ min: 0, max: options.max, label: options.axis, splitNumber: width < NARROW ? 2 : 5, counts: true }),
      yAxis: rowAxis(
        rows.map(({ name }) => name),
        width,
      ),
      series: [
        {
          type: 'custom',
          data: rows.map((row, index) => [row.values[0] ?? 0, index]),
          renderItem: (_, api) => {
            const index = Number(api.value(1));
            const row = rows[index];
            if (!row) return null;
            const [left = 0, y = 0] = api.coord([0, index]);
            const rects = row.values.map((value, layer) => {
              const [right = left] = api.coord([value, index]);
              const height = heights[layer] ?? 4;
              return {
                type: 'rect' as const,
                shape: { x: left, y: y - height / 2, width: Math.max(value > 0 ? 1 : 0, right - left), height },
                style: { fill: colours[layer], stroke: layer === 0 ? quiet : undefined, lineWidth: layer === 0 ? 0.75 : 0 },
              };
            });
            const [end = left] = api.coord([row.values[0] ?? 0, index]);
            return {
              type: 'group',
              children: [
                ...rects,
                {
                  type: 'text',
                  style: {
                    x: end + 8,
                    y,
                    text: row.label,
                    fill: ink,
                    fontSize: width < NARROW ? 12 : 13,
                    verticalAlign: 'middle' as const,
                  },
                },
              ],
            };
          },
          tooltip: { formatter: (item) => tipOf(rows, item) },
        },
      ],
    };
  };

export interface StackedBar {
  readonly name: string;
  readonly parts: readonly number[];
  readonly label: string;
  readonly tip: string;
}

/** One bar a row, of counts, cut into parts that differ in colour and in hatch. */
export const stackedBars =
  (
    rows: readonly StackedBar[],
    parts: readonly { readonly name: string; readonly colour: string; readonly hatch: 'none' | 'lines' | 'dots' | 'cross' }[],
    options: { readonly max: number; readonly axis: (value: number) => string },
  ) =>
  (width: number): ChartOption => ({
    ...common({ width, right: 64, bottom: 28 }),
    xAxis: valueAxis({ min: 0, max: options.max, label: options.axis, splitNumber: width < NARROW ? 2 : 5, counts: true }),
    yAxis: rowAxis(
      rows.map(({ name }) => name),
      width,
    ),
    series: parts.map((part, at) => ({
      type: 'bar' as const,
      stack: 'all',
      barWidth: 18,
      data: rows.map((row) => row.parts[at] ?? 0),
      itemStyle: { color: part.colour, decal: DECALS[part.hatch] },
      label:
        at === parts.length - 1
          ? {
              show: true,
              position: 'right' as const,
              color: ink,
              fontSize: width < NARROW ? 12 : 13,
              formatter: ({ dataIndex }: { dataIndex: number }) => rows[dataIndex]?.label ?? '',
            }
          : { show: false },
      tooltip: { formatter: (item: unknown) => tipOf(rows, item) },
    })),
  });

const white = 'rgba(255, 255, 255, 0.65)';
const DECALS = {
  none: { symbol: 'none' },
  lines: { symbol: 'rect', color: white, dashArrayX: [1, 0], dashArrayY: [2, 5], rotation: -Math.PI / 4 },
  dots: {
    symbol: 'circle',
    color: white,
    symbolSize: 0.9,
    dashArrayX: [
      [4, 4],
      [0, 4, 4, 0],
    ],
    dashArrayY: [4, 0],
  },
  cross: { symbol: 'rect', color: white, dashArrayX: [1, 0], dashArrayY: [2, 3], rotation: 0 },
};
