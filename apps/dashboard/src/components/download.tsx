import { fileName, toCsv } from '../csv.js';
import { useText } from '../i18n.js';
import { useProvenance } from '../pages/cycle-context.js';
import { useWrite } from '../teacher/use-own.js';
import type { Provenance, Table } from '../table.js';
import { ProblemMessage } from './problem-message.js';

/** The table as a file, made in the browser. */
export const saveTable = (table: Table, provenance: Provenance, file: readonly string[]): void => {
  const url = URL.createObjectURL(new Blob([toCsv(table, provenance)], { type: 'text/csv;charset=utf-8' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = fileName(file);
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
};

/** The table, or one that is read to its end first where the page shows only the beginning. */
export const Download = (props: { readonly table: Table | (() => Promise<Table>); readonly name: string }) => {
  const { table, name } = props;
  const { t } = useText();
  const { busy, problem, write } = useWrite();
  const { provenance, file } = useProvenance();
  const save = (whole: Table) =>
    saveTable(
      whole,
      {
        columns: [t('csv.definition'), ...provenance.columns],
        values: [whole.definition ?? '', ...provenance.values],
      },
      [...file, name],
    );
  const press = () => {
    if (typeof table === 'function') void write(async () => save(await table()));
    else save(table);
  };
  return (
    <>
      <button type="button" class="quiet" disabled={busy} onClick={press}>
        {t('chart.download')}
      </button>
      {problem && <ProblemMessage problem={problem} />}
    </>
  );
};
