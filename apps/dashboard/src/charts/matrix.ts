import type { ChartOption } from './engine.js';
import { common, NARROW, rowAxis, textScale, wrapped } from './layout.js';
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
const onPhone = (): boolean => innerWidth / textScale() < NARROW;
const nameWidth = (): number => (onPhone() ? 126 : 250);
/** As high as the name with most lines. */
const cellHeight = (rows: readonly string[]): number => {
  const lines = Math.max(1, ...rows.map((name) => wrapped(name, nameWidth() - 20, onPhone() ? 6.8 : 7.8).split('\n').length));
  return Math.max(onPhone() ? 62 : 36, lines * 15 + 6);
};
/** From so many columns on their names lean. */
const LEANING = 9;
const [LETTER, LINE, LEAN] = [6.6, 14, Math.PI / 3];

/** Names above the columns: lines, and the pixels that they take. Leaning ones stand in two lines at most, however long that makes them: a name is never cut. */
const heads = (columns: readonly string[]) => {
  if (columns.length < LEANING) return { lines: columns, height: 96, right: 16 };
  const linesIn = (room: number) => columns.map((name) => wrapped(name, room, LETTER));
  const rooms = [100, 120, 140, 160, 180, 200];
  const lines = linesIn(rooms.find((room) => linesIn(room).every((name) => name.split('\n').length <= 2)) ?? 240);
  const all = lines.map((name) => name.split('\n'));
  const longest = LETTER * Math.max(...all.flatMap((own) => own.map((line) => line.length)));
  const high = LINE * Math.max(...all.map((own) => own.length));
  return {
    lines,
    height: Math.ceil(longest * Math.sin(LEAN) + high * Math.cos(LEAN)) + 12,
    // The last name leans over the end of the drawing.
    right: Math.ceil(longest * Math.cos(LEAN)) + 8,
  };
};

/** Height of the whole drawing, pixels. */
export const matrixHeight = (rows: readonly string[], columns: readonly string[]): number =>
  heads(columns).height + 12 + rows.length * cellHeight(rows);
/** The least width at which the numbers still fit their cells, pixels. */
export const matrixWidth = (columns: readonly string[]): number =>
  nameWidth() + heads(columns).right + (columns.length >= LEANING ? columns.length * 42 : columns.length * (onPhone() ? 92 : 60));

/** Rows × columns of coloured cells, each with its number; a withheld one is hatched, one that does not exist has a dash. */
export const matrix =
  (rows: readonly string[], columns: readonly string[], cells: readonly (readonly MatrixCell[])[]) =>
  (width: number): ChartOption => {
    const leans = columns.length >= LEANING;
    const above = heads(columns);
    const [left, right, height] = [nameWidth(), above.right, cellHeight(rows)];
    return {
      ...common({ width, left, right, top: above.height, bottom: 12 }),
      xAxis: {
        type: 'category',
        position: 'top',
        data: [...above.lines],
        axisTick: { show: false },
        axisLine: { show: false },
        axisLabel: {
          color: ink,
          fontSize: 12,
          interval: 0,
          rotate: leans ? -60 : 0,
          // Names beside each other break into lines where their column ends; leaning ones have their lines already.
          ...(leans ? {} : { width: Math.max(44, (width - left - right) / columns.length - 8), overflow: 'break' as const }),
          lineHeight: LINE,
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
