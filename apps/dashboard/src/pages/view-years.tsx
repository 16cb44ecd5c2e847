import type { DashboardAnswer, FunnelAnswer, PersonsAnswer } from '../../../../libs/contexts/evaluation/queries/answers.js';
import type { CycleSummary, Items } from '../api/types.js';
import { Answer } from '../components/answer.js';
import { Loading } from '../components/loading.js';
import { useText } from '../i18n.js';
import { notCounted } from '../sections/funnel.js';
import { cellOf, countCell, digitsOf, isValue, shareCell } from '../sections/figures.js';
import { Persons, Retention } from '../sections/persons.js';
import { Tabled } from '../sections/tabled.js';
import { useResource } from '../session.js';
import { none, type Cell, type Table } from '../table.js';
import { useCycle } from './cycle-context.js';

/** Two cycles side by side: the same figures of each, each under its own rules of what is shown. */
const SideBySide = ({ before, now }: { readonly before: CycleSummary; readonly now: string }) => {
  const text = useText();
  const { t, format } = text;
  const { country } = useCycle();
  const base = `/v1/${encodeURIComponent(country.country)}/cycles/`;
  const pathOf = (cycle: string, of: string) => `${base}${encodeURIComponent(cycle)}/${of}`;
  const dashboards = [
    useResource<DashboardAnswer>(pathOf(before.cycle, 'dashboard')).data,
    useResource<DashboardAnswer>(pathOf(now, 'dashboard')).data,
  ] as const;
  const funnels = [
    useResource<FunnelAnswer>(pathOf(before.cycle, 'funnel')).data,
    useResource<FunnelAnswer>(pathOf(now, 'funnel')).data,
  ] as const;
  const [oldDashboard, newDashboard] = dashboards;
  const [oldFunnel, newFunnel] = funnels;
  if (!oldDashboard || !newDashboard || !oldFunnel || !newFunnel) return <Loading />;
  const columns = [t('years.figure'), before.cycle, now];
  const both = <Of,>(of: readonly [Of, Of], cell: (one: Of) => Cell): Cell[] => of.map(cell);
  const answers: readonly [DashboardAnswer, DashboardAnswer] = [oldDashboard, newDashboard];
  const reach: Table = {
    caption: t('years.reach'),
    columns,
    rows: [
      {
        id: 'target',
        header: t('reached.target'),
        cells: both(answers, ({ target }) => (target === null ? none(t('reached.noTarget')) : countCell(target, text))),
      },
      { id: 'invited', header: t('people.invited'), cells: both(answers, ({ invited }) => countCell(invited, text)) },
      { id: 'reached', header: t('reached.reached'), cells: both(answers, ({ reached }) => countCell(reached.n, text)) },
      { id: 'trained', header: t('reached.trained'), cells: both(answers, ({ trained }) => countCell(trained.n, text)) },
      { id: 'schools', header: t('headline.schools'), cells: both(answers, ({ schools }) => countCell(schools, text)) },
    ],
    definition: 'reached@1',
  };
  const steps: Table = {
    caption: t('years.steps'),
    columns: [
      t('funnel.step'),
      ...[before.cycle, now].flatMap((cycle) => [`${cycle}: ${t('table.persons')}`, `${cycle}: ${t('funnel.ofPrevious')}`]),
    ],
    rows: newFunnel.all.steps.map(({ step }) => ({
      id: step,
      header: t(`step.${step}`),
      cells: [oldFunnel, newFunnel].flatMap(({ all }) => {
        const own = all.steps.find((one) => one.step === step);
        return own
          ? [
              own.n === null ? none(notCounted(own.step, text)) : countCell(own.n, text),
              own.ofPrevious === null ? none(t('app.notApplicable')) : shareCell(own.ofPrevious.share, text),
            ]
          : [];
      }),
    })),
    definition: 'funnel@1',
  };
  const gains: Table = {
    caption: t('years.gains'),
    columns: [
      t('state.measure'),
      ...[before.cycle, now].flatMap((cycle) =>
        ['mean', 'low', 'high', 'pairs'].map((key) => `${cycle}: ${t(`gain.column.${key}`)}`),
      ),
    ],
    rows: newDashboard.measures.map(({ measure, scale }) => ({
      id: `${measure}:${scale}`,
      header: t(`measure.${measure}`),
      cells: answers.flatMap(({ measures }) => {
        const own = measures.find((one) => one.measure === measure && one.scale === scale)?.gain;
        if (!own) return ['mean', 'low', 'high', 'pairs'].map(() => none(t('app.notApplicable')));
        const value = isValue(own) ? own : undefined;
        const signed = (one: number) => format.signed(one, digitsOf(measure));
        return [
          ...[value?.mean, value?.low, value?.high].map((one) => cellOf(own, one, signed, text)),
          countCell(own.nPairs, text),
        ];
      }),
    })),
    definition: 'learning-gain@1 self-rating-change@1',
  };
  return (
    <>
      <Tabled question={t('years.reach')} table={reach} file={t('years.reachFile')} />
      <Tabled question={t('years.steps')} table={steps} file={t('years.stepsFile')} />
      <Tabled question={t('years.gains')} table={gains} file={t('years.gainsFile')} notes={[t('years.note')]} />
    </>
  );
};

/** Year against year. */
export const YearsView = () => {
  const { t } = useText();
  const { country, cycle } = useCycle();
  const cycles = useResource<Items<CycleSummary>>(`/v1/${encodeURIComponent(country.country)}/cycles`).data;
  const before = cycles?.items.filter((one) => one.cycle < cycle.cycle).sort((a, b) => (a.cycle < b.cycle ? 1 : -1))[0];
  return (
    <>
      <p class="lead">{t('views.years.lead')}</p>
      <Answer<PersonsAnswer> of="persons">
        {(persons) => (
          <>
            <Persons persons={persons} />
            <Retention persons={persons} />
          </>
        )}
      </Answer>
      {before && <SideBySide before={before} now={cycle.cycle} />}
    </>
  );
};
