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

/** For the page, where what a school is stands below its name so that the counts have room; and for a file, with a column for each fact. */
const useTables = () => {
  const text = useText();
  const names = useNames();
  const { t } = text;
  const facts = ['region', 'sector', 'rurality'] as const;
  const head = (item: SchoolParticipationItem) => ({
    id: item.school,
    header: item.name ?? (item.school === 'unknown' ? t('schools.without') : item.school),
  });
  const counts = (item: SchoolParticipationItem) => COUNTS.map((key) => countCell(item[key], text));
  const columns = COUNTS.map((key) => t(`schools.column.${key}`));
  const about = (item: SchoolParticipationItem): string | undefined =>
    item.school === 'unknown'
      ? undefined
      : [
          item.school,
          ...facts.map((fact) => {
            const cell = item[fact];
            return cell === null ? `${t(`dimension.${fact}`)}: ${t('group.unknown')}` : names.cell(fact, cell);
          }),
        ].join(' · ');
  return (
    items: readonly SchoolParticipationItem[],
  ): {
    readonly page: Table;
    readonly own: readonly { readonly about: string | undefined; readonly table: Table }[];
    readonly file: Table;
  } => ({
    // One school has its steps one below the other: on a telephone, too, all of them are in sight.
    own: items.map((item) => ({
      about: about(item),
      table: {
        caption: head(item).header,
        columns: [t('funnel.step'), t('table.persons')],
        rows: COUNTS.map((key) => ({ id: key, header: t(`schools.column.${key}`), cells: [countCell(item[key], text)] })),
      },
    })),
    page: {
      caption: t('schools.caption'),
      columns: [t('schools.school'), ...columns],
      rows: items.map((item) => ({
        ...head(item),
        more: about(item),
        cells: counts(item),
      })),
    },
    file: {
      caption: t('schools.caption'),
      columns: [t('schools.school'), t('schools.code'), ...facts.map((fact) => t(`dimension.${fact}`)), ...columns],
      rows: items.map((item) => ({
        ...head(item),
        cells: [
          item.school === 'unknown' ? none(t('group.unknown')) : words(item.school),
          ...facts.map((fact) => {
            const cell = item[fact];
            return cell === null ? none(t('group.unknown')) : words(names.cell(fact, cell));
          }),
          ...counts(item),
        ],
      })),
    },
  });
};

/** Participation school by school: counts, never a result. A school leader finds their own school. */
export const SchoolsView = () => {
  const { t, count } = useText();
  const { place, go, here } = useRouter();
  const { me } = useSession();
  const tablesOf = useTables();
  const ofOwn = me?.role === 'school-leader';
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
      <p class="lead">{t(ofOwn ? 'views.schools.leadOwn' : 'views.schools.lead')}</p>
      <Answer<SchoolParticipationAnswer> key={query} of={query}>
        {({ items, next }) => {
          const { page, own, file } = tablesOf(items);
          return (
            <section id="schools" tabIndex={-1} aria-label={t('schools.caption')}>
              {items.length === 0 && <p>{t('schools.none')}</p>}
              {ofOwn &&
                own.map(({ about, table }) => (
                  <div key={table.caption}>
                    <DataTable table={table} />
                    <p class="hint">{about}</p>
                  </div>
                ))}
              {!ofOwn && items.length > 0 && <DataTable table={page} under={t('views.schools.title')} />}
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
                {items.length > 0 && <Download table={file} name={t('schools.file')} />}
                {!ofOwn && <span class="hint">{count('schools.onPage', items.length)}</span>}
              </div>
            </section>
          );
        }}
      </Answer>
    </>
  );
};
