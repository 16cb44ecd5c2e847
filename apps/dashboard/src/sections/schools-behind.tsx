import type { TeamView } from '../../../../libs/contexts/rollout/queries/answers.js';
import { DataTable } from '../components/data-table.js';
import { Download } from '../components/download.js';
import { useText } from '../i18n.js';
import { useCycle, useNames } from '../pages/cycle-context.js';
import { Link, useRouter } from '../router.js';
import { none, number, words, type Table } from '../table.js';

const SHOWN = 10;

/** Schools where somebody is still missing; late once their window has closed. */
export const SchoolsBehind = ({ team }: { readonly team: TeamView }) => {
  const { t, count, format } = useText();
  const names = useNames();
  const { country, cycle } = useCycle();
  const { place, here, to } = useRouter();
  const all = place.query['schools'] === 'all';
  const table: Table = {
    caption: t(`team.schools.caption.${team.measuredBy}`),
    columns: [
      t('schools.school'),
      t('schools.code'),
      t('dimension.region'),
      t('team.schools.asked'),
      t('team.schools.done'),
      t('team.schools.missing'),
      t('team.schools.closes'),
      t('team.schools.state'),
    ],
    rows: (all ? team.schools : team.schools.slice(0, SHOWN)).map((one) => ({
      id: one.school,
      header: one.name ?? one.school,
      cells: [
        words(one.school),
        one.region === null ? none(t('group.unknown')) : words(names.cell('region', one.region)),
        number(one.invited, format.integer(one.invited)),
        number(one.done, format.integer(one.done)),
        number(one.missing, format.integer(one.missing)),
        words(format.date(one.closes)),
        words(t(one.late ? 'team.schools.late' : 'team.schools.open')),
      ],
    })),
  };
  return (
    <section class="part" aria-labelledby="part-schools">
      <h2 id="part-schools">{t('team.schools.title')}</h2>
      <p class="says">
        {count('team.schools.behind', team.schoolsBehind)} {count('team.schools.ofThemLate', team.schoolsLate)}
      </p>
      {team.schools.length > 0 && <DataTable table={table} />}
      <div class="figure-tools">
        {team.schools.length > SHOWN && (
          <Link href={here({ schools: all ? undefined : 'all' })}>{t(all ? 'team.schools.fewer' : 'team.schools.more')}</Link>
        )}
        {team.schools.length > 0 && <Download table={table} name={t('team.file.schools')} />}
        <Link href={to([country.country, cycle.cycle, 'letters'])}>{t('team.schools.letters')}</Link>
      </div>
    </section>
  );
};
