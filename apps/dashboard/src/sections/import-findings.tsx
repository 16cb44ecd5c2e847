import type { Items } from '../api/types.js';
import { DataTable } from '../components/data-table.js';
import { Loading } from '../components/loading.js';
import { ProblemMessage } from '../components/problem-message.js';
import { useText } from '../i18n.js';
import { useCycle } from '../pages/cycle-context.js';
import { useResource, useSession } from '../session.js';
import { words, type Table } from '../table.js';

export interface Import {
  readonly import: string;
  readonly at: string;
  readonly rows: number;
  readonly errors: number;
  readonly findings: number;
}
interface Finding {
  readonly row: number;
  readonly severity: 'error' | 'warning';
  readonly reason: string;
  readonly value?: string;
}

const SHOWN = 20;

/** What was wrong or doubtful in the school register that was read last. */
export const ImportFindings = () => {
  const { t, count, format } = useText();
  const { country } = useCycle();
  const { resources } = useSession();
  const base = `/v1/${encodeURIComponent(country.country)}/school-imports`;
  const { data, problem } = useResource<Items<Import>>(`${base}?limit=1`);
  const newest = data?.items[0];
  const findings = useResource<Items<Finding>>(
    newest && newest.findings > 0 ? `${base}/${encodeURIComponent(newest.import)}/findings?limit=${SHOWN}` : null,
  ).data;
  const table: Table = {
    caption: t('team.imports.caption'),
    columns: [t('team.imports.row'), t('team.imports.severity'), t('team.imports.reason'), t('team.imports.value')],
    rows: (findings?.items ?? []).map((one, index) => ({
      id: `${one.row}-${index}`,
      header: format.integer(one.row),
      cells: [words(t(`team.imports.${one.severity}`)), words(one.reason), words(one.value ?? '')],
    })),
  };
  return (
    <section class="part" aria-labelledby="part-imports">
      <h2 id="part-imports">{t('team.imports.title')}</h2>
      {problem && <ProblemMessage problem={problem} onRetry={() => void resources.refresh(`${base}?limit=1`)} />}
      {!data && !problem && <Loading />}
      {data && !newest && <p>{t('team.imports.none')}</p>}
      {newest && (
        <p class="says">
          {t('team.imports.newest', { when: format.date(newest.at), rows: format.integer(newest.rows) })}{' '}
          {count('team.imports.errors', newest.errors)} {count('team.imports.findings', newest.findings)}
        </p>
      )}
      {findings && findings.items.length > 0 && <DataTable table={table} />}
    </section>
  );
};
