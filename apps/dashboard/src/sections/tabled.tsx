import { useId } from 'preact/hooks';
import { DataTable } from '../components/data-table.js';
import { Download } from '../components/download.js';
import { Notes } from '../components/notes.js';
import { useText } from '../i18n.js';
import type { Table } from '../table.js';

/** Numbers that are read one by one rather than drawn. */
export const Tabled = (props: {
  readonly question: string;
  readonly says?: string;
  readonly table: Table;
  readonly file: string;
  readonly notes?: readonly string[];
  /** The sentence says it; the table is opened by whoever wants every number. */
  readonly folded?: boolean;
}) => {
  const { t } = useText();
  const id = useId();
  return (
    <section class="tabled" aria-labelledby={`${id}-title`} data-figure={props.file}>
      <h3 id={`${id}-title`}>{props.question}</h3>
      {props.says && <p class="says">{props.says}</p>}
      {props.folded ? (
        <details>
          <summary>{t('chart.showTable')}</summary>
          <DataTable table={props.table} under={props.question} />
        </details>
      ) : (
        <DataTable table={props.table} under={props.question} />
      )}
      <Notes notes={props.notes} definition={props.table.definition} />
      <div class="figure-tools">
        <Download table={props.table} name={props.file} />
      </div>
    </section>
  );
};
