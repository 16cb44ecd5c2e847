import type { ChartOption } from './engine.js';
import { common, NARROW, rowAxis } from './layout.js';
import { hatch, ink, quiet, textOn } from './palette.js';

export interface MatrixCell {
  /** `empty`: there is nobody in it. */
  readonly kind: 'value' | 'withheld' | 'none' | 'empty';
  readonly text: string;
  /** Of a value. */
  readonly colour?: string;
  readonly tip: string;
}

/** On a phone names take less room and more lines. */
const onPhone = (): boolean => innerWidth < NARROW;
const cellHeight = (): number => (onPhone() ? 62 : 36);
const nameWidth = (): number => (onPhone() ? 126 : 250);
/** From so many columns on their names lean. */
const LEANING = 9;
const head = (columns: number): number => (columns >= LEANING ? 136 : 96);

/** Height of the whole drawing, pixels. */
export const matrixHeight = (rows: number, columns: number): number => head(columns) + 12 + rows * cellHeight();
/** The least width at which the numbers still fit their cells, pixels. */
export const matrixWidth = (columns: number): number =>
  nameWidth() + 16 + (columns >= LEANING ? 50 + columns * 42 : columns * (onPhone() ? 92 : 60));

/** Rows × columns of coloured cells, each with its number; a withheld one is hatched, one that does not exist has a dash. */
export const matrix =
  (rows: readonly string[], columns: readonly string[], cells: readonly (readonly MatrixCell[])[]) =>
  (width: number): ChartOption => {
    const leans = columns.length >= LEANING;
    const [left, right, height] = [nameWidth(), leans ? 66 : 16, cellHeight()];
    return {
      ...common({ width, left, right, top: head(columns.length), bottom: 12 }),
      xAxis: {
        type: 'category',
        position: 'top',
        data: [...columns],
        axisTick: { show: false },
        axisLine: { show: false },
        axisLabel: {
          color: ink,
          fontSize: 12,
          interval: 0,
          rotate: leans ? -60 : 0,
          // Names beside each other break into lines; leaning ones are cut.
          width: leans ? 140 : Math.max(44, (width - left - right) / columns.length - 8),
          overflow: leans ? 'truncate' : 'break',
          lineHeight: 14,
        },
      },
      yAxis: rowAxis(rows, onPhone() ? NARROW - 1 : width, left),
      series: [
        {
          type: 'custom',
          data: rows.flatMap((_, row) => columns.map((__, column) => [column, row])),
          renderItem: ({ coordSys }, api) => {
            const [column, row] = [Number(api.value(0)), Number(api.value(1))];
            const cell = cells[row]?.[column];
            if (!cell || cell.kind === 'empty') return null;
            const area = coordSys as unknown as { width: number };
            const [x = 0, y = 0] = api.coord([column, row]);
            const cellWidth = area.width / columns.length - 2;
            const shape = { x: x - cellWidth / 2, y: y - height / 2 + 1, width: cellWidth, height: height - 2 };
            if (cell.kind === 'withheld')
              return {
                type: 'group',
                children: [
                  { type: 'rect', shape, style: { fill: '#f6f8fa', stroke: hatch, lineWidth: 0.75 } },
                  ...hatching(shape),
                ],
              };
            const fill = cell.kind === 'value' ? (cell.colour ?? '#ffffff') : '#ffffff';
            return {
              type: 'group',
              children: [
                { type: 'rect', shape, style: { fill } },
                {
                  type: 'text',
                  style: {
                    x,
                    y,
                    text: cell.text,
                    fill: cell.kind === 'value' ? textOn(fill) : quiet,
                    fontSize: 12,
                    textAlign: 'center' as const,
                    verticalAlign: 'middle' as const,
                  },
                },
              ],
            };
          },
          tooltip: {
            formatter: (item) => {
              const { dataIndex } = item as unknown as { dataIndex: number };
              return cells[Math.floor(dataIndex / columns.length)]?.[dataIndex % columns.length]?.tip ?? '';
            },
          },
        },
      ],
    };
  };

/** Slanted lines inside a rectangle. */
const hatching = ({
  x,
  y,
  width,
  height,
}: {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}) => {
  const lines: {
    type: 'line';
    silent: true;
    shape: { x1: number; y1: number; x2: number; y2: number };
    style: { stroke: string; lineWidth: number };
  }[] = [];
  for (let offset = 6; offset < width + height; offset += 7) {
    const [x1, y1] = offset <= height ? [x, y + offset] : [x + offset - height, y + height];
    const [x2, y2] = offset <= width ? [x + offset, y] : [x + width, y + offset - width];
    lines.push({ type: 'line', silent: true, shape: { x1, y1, x2, y2 }, style: { stroke: hatch, lineWidth: 0.75 } });
  }
  return lines;
};
