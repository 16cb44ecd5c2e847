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

export const Legend = ({ entries }: { readonly entries: readonly LegendEntry[] }) => (
  <ul class="legend">
    {entries.map(({ symbol, text }) => (
      <li key={text}>
        <span class={`symbol symbol-${symbol}`} aria-hidden="true" />
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
