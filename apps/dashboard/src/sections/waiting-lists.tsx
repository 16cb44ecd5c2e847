import type { Coded, Items, Localised } from '../api/types.js';
import { DataTable } from '../components/data-table.js';
import { Loading } from '../components/loading.js';
import { ProblemMessage } from '../components/problem-message.js';
import { useText } from '../i18n.js';
import { useCycle, useNames } from '../pages/cycle-context.js';
import { useResource, useSession } from '../session.js';
import { none, number, words, type Table } from '../table.js';

/** An item of GET …/offerings, as far as waiting goes. */
export interface Offering {
  readonly offering: string;
  readonly title?: Localised;
  readonly region?: Coded['code'];
  readonly starts: string;
  readonly seats: number | null;
  readonly taken: number;
  readonly requested: number;
  readonly waiting: number;
}

/** Courses for which somebody waits, the longest list first; courses that begin soon are read by their date. */
export const WaitingLists = () => {
  const { t, format, pick } = useText();
  const names = useNames();
  const { path } = useCycle();
  const { resources } = useSession();
  const address = `${path}/offerings`;
  const { data, problem } = useResource<Items<Offering>>(address);
  const waited = (data?.items ?? [])
    .filter(({ waiting, requested }) => waiting > 0 || requested > 0)
    .sort((a, b) => b.waiting - a.waiting || b.requested - a.requested || (a.starts < b.starts ? -1 : 1));
  const table: Table = {
    caption: t('team.waiting.caption'),
    columns: [
      t('team.waiting.course'),
      t('dimension.region'),
      t('team.waiting.starts'),
      t('team.waiting.seats'),
      t('team.waiting.taken'),
      t('team.waiting.requested'),
      t('team.waiting.waiting'),
    ],
    rows: waited.map((one) => ({
      id: one.offering,
      header: pick(one.title) || one.offering,
      cells: [
        one.region === undefined ? words(t('team.waiting.national')) : words(names.cell('region', one.region)),
        words(format.date(one.starts)),
        one.seats === null ? none(t('team.waiting.noLimit')) : number(one.seats, format.integer(one.seats)),
        number(one.taken, format.integer(one.taken)),
        number(one.requested, format.integer(one.requested)),
        number(one.waiting, format.integer(one.waiting)),
      ],
    })),
  };
  return (
    <section class="part" aria-labelledby="part-waiting">
      <h2 id="part-waiting">{t('team.waiting.title')}</h2>
      {problem && <ProblemMessage problem={problem} onRetry={() => void resources.refresh(address)} />}
      {!data && !problem && <Loading />}
      {data && (waited.length === 0 ? <p>{t('team.waiting.none')}</p> : <DataTable table={table} />)}
    </section>
  );
};
