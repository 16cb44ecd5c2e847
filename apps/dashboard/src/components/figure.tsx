import type { ComponentChildren } from 'preact';
import { useId, useState } from 'preact/hooks';
import { Chart } from '../charts/chart.js';
import type { ChartOption } from '../charts/engine.js';
import { useText } from '../i18n.js';
import type { Table } from '../table.js';
import { DataTable } from './data-table.js';
import { Download } from './download.js';
import { Notes } from './notes.js';

export interface LegendEntry {
  readonly symbol:
    | 'circle'
    | 'diamond'
    | 'square'
    | 'stroke'
    | 'hatched'
    | 'bar-light'
    | 'bar-middle'
    | 'bar-dark'
    | 'part-1'
    | 'part-2'
    | 'part-3'
    | 'part-4'
    | 'dash';
  readonly text: string;
}

/** Colours and lines of the parts that differ by a hatch too, as the charts draw them. */
const HATCHES: Readonly<
  Partial<Record<LegendEntry['symbol'], { readonly fill: string; readonly stroke: string; readonly path: string }>>
> = {
  hatched: { fill: '#f6f8fa', stroke: '#8c959f', path: 'M-2 6L6 -2M-2 12L12 -2M4 14L18 0M10 14L20 4' },
  'part-2': { fill: '#9a5b00', stroke: '#dcc3a0', path: 'M-2 6L6 -2M-2 12L12 -2M4 14L18 0M10 14L20 4' },
  'part-3': { fill: '#28747a', stroke: '#b4cfd1', path: 'M0 2.5H18M0 6.5H18M0 10.5H18' },
  'part-4': { fill: '#8c959f', stroke: '#dfe2e5', path: 'M3 3h.01M9 3h.01M15 3h.01M6 6h.01M12 6h.01M3 9h.01M9 9h.01M15 9h.01' },
};

/** Drawn with lines of its own: a pattern of the style sheet comes out of some printers and readers of PDF as a plain patch. */
const Symbol = ({ of }: { readonly of: LegendEntry['symbol'] }) => {
  const hatch = HATCHES[of];
  if (!hatch) return <span class={`symbol symbol-${of}`} aria-hidden="true" />;
  return (
    <svg class={`symbol symbol-${of}`} viewBox="0 0 18 12" aria-hidden="true">
      <rect width="18" height="12" fill={hatch.fill} />
      <path
        d={hatch.path}
        stroke={hatch.stroke}
        stroke-width={of === 'part-4' ? 2.5 : 1.4}
        stroke-linecap={of === 'part-4' ? 'round' : 'butt'}
      />
      <rect x="0.5" y="0.5" width="17" height="11" fill="none" stroke={of === 'hatched' ? hatch.stroke : hatch.fill} />
    </svg>
  );
};

export const Legend = ({ entries }: { readonly entries: readonly LegendEntry[] }) => (
  <ul class="legend">
    {entries.map(({ symbol, text }) => (
      <li key={text}>
        <Symbol of={symbol} />
        {text}
      </li>
    ))}
  </ul>
);

/** One question, its chart, and the table behind it, which can be opened and downloaded. */
export const Figure = (props: {
  readonly question: string;
  /** The answer in a sentence, where there is one. */
  readonly says?: ComponentChildren;
  readonly table: Table;
  /** Name of the exported file. */
  readonly file: string;
  readonly option: (width: number) => ChartOption;
  readonly height: number | ((width: number) => number);
  readonly minWidth?: number;
  readonly legend?: readonly LegendEntry[];
  readonly controls?: ComponentChildren;
  readonly notes?: readonly string[];
}) => {
  const { t } = useText();
  const [open, setOpen] = useState(false);
  const id = useId();
  return (
    <section class="figure" aria-labelledby={`${id}-title`} data-figure={props.file}>
      <div class="figure-body">
        <h3 id={`${id}-title`}>{props.question}</h3>
        {props.says && <p class="says">{props.says}</p>}
        {props.controls}
        {props.legend && <Legend entries={props.legend} />}
        <Chart
          label={t('chart.label', { question: props.question })}
          option={props.option}
          height={props.height}
          minWidth={props.minWidth}
        />
      </div>
      <Notes notes={props.notes} definition={props.table.definition} />
      <div class="figure-tools">
        <button type="button" class="quiet" aria-expanded={open} aria-controls={`${id}-table`} onClick={() => setOpen(!open)}>
          {open ? t('chart.hideTable') : t('chart.showTable')}
        </button>
        <Download table={props.table} name={props.file} />
      </div>
      <div id={`${id}-table`} hidden={!open}>
        {open && <DataTable table={props.table} under={props.question} />}
      </div>
    </section>
  );
};
