import { fileName, toCsv } from '../csv.js';
import { useText } from '../i18n.js';
import { useProvenance } from '../pages/cycle-context.js';
import type { Table } from '../table.js';

/** The table as a file, made in the browser. */
export const Download = ({ table, name }: { readonly table: Table; readonly name: string }) => {
  const { t } = useText();
  const { provenance, file } = useProvenance();
  const withDefinition = {
    columns: [t('csv.definition'), ...provenance.columns],
    values: [table.definition ?? '', ...provenance.values],
  };
  const save = () => {
    const url = URL.createObjectURL(new Blob([toCsv(table, withDefinition)], { type: 'text/csv;charset=utf-8' }));
    const link = document.createElement('a');
    link.href = url;
    link.download = fileName([...file, name]);
    link.click();
    setTimeout(() => URL.revokeObjectURL(url), 10_000);
  };
  return (
    <button type="button" class="quiet" onClick={save}>
      {t('chart.download')}
    </button>
  );
};
