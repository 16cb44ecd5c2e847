import { useState } from 'preact/hooks';
import type { SchoolParticipationAnswer, SchoolParticipationItem } from '../../../../libs/contexts/evaluation/queries/answers.js';
import { Answer } from '../components/answer.js';
import { DataTable } from '../components/data-table.js';
import { Download } from '../components/download.js';
import { useText } from '../i18n.js';
import { useRouter } from '../router.js';
import { useSession } from '../session.js';
import { none, words, type Table } from '../table.js';
import { countCell } from '../sections/figures.js';
import { useNames } from './cycle-context.js';

const PAGE = 20;
const COUNTS = ['invited', 'consented', 'started', 'submitted', 'profileSeen', 'enrolled', 'completed', 'finalTest'] as const;

const useTable = () => {
  const text = useText();
  const names = useNames();
  const { t } = text;
  return (items: readonly SchoolParticipationItem[]): Table => ({
    caption: t('schools.caption'),
    columns: [
      t('schools.school'),
      t('schools.code'),
      t('dimension.region'),
      t('dimension.sector'),
      t('dimension.rurality'),
      ...COUNTS.map((key) => t(`schools.column.${key}`)),
    ],
    rows: items.map((item) => ({
      id: item.school,
      header: item.name ?? (item.school === 'unknown' ? t('schools.without') : item.school),
      cells: [
        item.school === 'unknown' ? none(t('group.unknown')) : words(item.school),
        item.region === null ? none(t('group.unknown')) : words(names.cell('region', item.region)),
        item.sector === null ? none(t('group.unknown')) : words(names.cell('sector', item.sector)),
        item.rurality === null ? none(t('group.unknown')) : words(names.cell('rurality', item.rurality)),
        ...COUNTS.map((key) => countCell(item[key], text)),
      ],
    })),
  });
};

/** Participation school by school: counts, never a result. A school leader finds their own school. */
export const SchoolsView = () => {
  const { t, count } = useText();
  const { place, go, here } = useRouter();
  const { me } = useSession();
  const tableOf = useTable();
  const cursor = place.query['cursor'];
  // The way back through the pages that were seen here; a shared address begins in the middle.
  const [seen, setSeen] = useState<readonly (string | undefined)[]>([]);
  const turn = (to: string | undefined, trail: readonly (string | undefined)[]) => {
    setSeen(trail);
    go(here({ cursor: to }));
    document.getElementById('schools')?.focus();
  };
  const query = `school-participation?limit=${PAGE}${cursor === undefined ? '' : `&cursor=${encodeURIComponent(cursor)}`}`;
  return (
    <>
      <p class="lead">{t(me?.role === 'school-leader' ? 'views.schools.leadOwn' : 'views.schools.lead')}</p>
      <Answer<SchoolParticipationAnswer> key={query} of={query}>
        {({ items, next }) => {
          const table = tableOf(items);
          return (
            <section id="schools" tabIndex={-1} aria-label={t('schools.caption')}>
              {items.length === 0 ? <p>{t('schools.none')}</p> : <DataTable table={table} />}
              <div class="figure-tools">
                {seen.length > 0 && (
                  <button type="button" onClick={() => turn(seen.at(-1), seen.slice(0, -1))}>
                    {t('schools.previous')}
                  </button>
                )}
                {seen.length === 0 && cursor !== undefined && (
                  <button type="button" onClick={() => turn(undefined, [])}>
                    {t('schools.first')}
                  </button>
                )}
                {next !== undefined && (
                  <button type="button" onClick={() => turn(next, [...seen, cursor])}>
                    {t('schools.next')}
                  </button>
                )}
                {items.length > 0 && <Download table={table} name={t('schools.file')} />}
                <span class="hint">{count('schools.onPage', items.length)}</span>
              </div>
            </section>
          );
        }}
      </Answer>
    </>
  );
};
