import { useMemo } from 'preact/hooks';
import type { DataStateAnswer } from '../../../../libs/contexts/evaluation/queries/answers.js';
import { DIMENSIONS } from '../api/types.js';
import { bars } from '../charts/bars.js';
import { roundUp } from '../charts/layout.js';
import { DataTable } from '../components/data-table.js';
import { Figure } from '../components/figure.js';
import { useText } from '../i18n.js';
import { none, number, words, type Table } from '../table.js';
import { countCell, shareCell } from './figures.js';
import { Tabled } from './tabled.js';
import { VIEW_NAMES } from './view-names.js';

/** How far the data can be trusted, in one line of facts each. */
export const StateSummary = ({ state }: { readonly state: DataStateAnswer }) => {
  const { t, count, format } = useText();
  const parked = state.views.reduce((sum, { parkedStreams }) => sum + parkedStreams, 0);
  const worst = DIMENSIONS.map((dimension) => ({ dimension, ratio: state.unknown[dimension] })).sort(
    (a, b) => (b.ratio.share ?? 0) - (a.ratio.share ?? 0),
  )[0];
  const behind = state.views.filter(({ state: own }) => own !== 'live');
  return (
    <dl class="facts">
      <div>
        <dt>{t('state.asOf')}</dt>
        <dd>{state.asOf ? format.dateTime(state.asOf) : t('live.asOfNever')}</dd>
      </div>
      <div>
        <dt>{t('state.cycle')}</dt>
        <dd>
          {t(`cycleStatus.${state.status}`)}
          {state.stage && `, ${t(`stage.${state.stage}`)}`}
        </dd>
      </div>
      <div>
        <dt>{t('state.origin')}</dt>
        <dd>{state.simulated ? t('simulated.short') : t('csv.real')}</dd>
      </div>
      <div>
        <dt>{t('state.unknownMost')}</dt>
        <dd>
          {!worst || worst.ratio.share === null
            ? t('app.notApplicable')
            : worst.ratio.n === 0
              ? t('state.unknownNone')
              : t('state.unknownValue', {
                  dimension: t(`dimension.${worst.dimension}`),
                  share: format.percent(worst.ratio.share, 1),
                })}
        </dd>
      </div>
      <div>
        <dt>{t('state.views')}</dt>
        <dd data-parked={parked}>
          {state.views.length === 0
            ? t('state.viewsUntold')
            : behind.length === 0
              ? t('state.viewsLive')
              : count('state.viewsNotLive', behind.length)}
          {parked > 0 && ` ${count('state.parked', parked)}`}
        </dd>
      </div>
      <div>
        <dt>{t('state.k')}</dt>
        <dd>{count('state.kValue', state.k)}</dd>
      </div>
    </dl>
  );
};

/** About how many people a fact is missing. */
export const Unknown = ({ state }: { readonly state: DataStateAnswer }) => {
  const text = useText();
  const { t, format } = text;
  const { option, table } = useMemo(() => {
    const lines = DIMENSIONS.map((dimension) => ({ dimension, ratio: state.unknown[dimension] }));
    const rows = lines.map(({ dimension, ratio }) => {
      const share = ratio.share === null ? t('app.notApplicable') : format.percent(ratio.share, 1);
      return {
        name: t(`dimension.${dimension}`),
        value: (ratio.share ?? 0) * 100,
        label: share,
        tip: `${t(`dimension.${dimension}`)}\n${share} (${format.integer(ratio.n)})`,
      };
    });
    const behind: Table = {
      caption: t('unknown.question'),
      columns: [t('unknown.fact'), t('unknown.missing'), t('unknown.of'), t('unknown.share')],
      rows: lines.map(({ dimension, ratio }) => ({
        id: dimension,
        header: t(`dimension.${dimension}`),
        cells: [countCell(ratio.n, text), countCell(ratio.of, text), shareCell(ratio.share, text)],
      })),
    };
    const max = roundUp(Math.max(5, ...rows.map(({ value }) => value)));
    return { option: bars(rows, { max, axis: (value) => format.percent(value / 100), right: 80 }), table: behind };
  }, [state, text]);
  const missing = DIMENSIONS.reduce((sum, dimension) => sum + state.unknown[dimension].n, 0);
  // Five empty bars say less than a sentence.
  if (missing === 0)
    return <Tabled question={t('unknown.question')} says={t('unknown.saysNone')} table={table} file={t('unknown.file')} folded />;
  return (
    <Figure
      question={t('unknown.question')}
      table={table}
      file={t('unknown.file')}
      option={option}
      height={215}
      notes={[t('unknown.note')]}
    />
  );
};

/** Who is behind the results, and who is not. */
export const Basis = ({ state }: { readonly state: DataStateAnswer }) => {
  const text = useText();
  const { t } = text;
  const counts: Table = {
    caption: t('state.countsCaption'),
    columns: [t('state.what'), t('table.persons')],
    rows: (['persons', 'submitted', 'late', 'withdrawn', 'withoutStatistics', 'erased', 'repeaters'] as const).map((key) => ({
      id: key,
      header: t(`state.count.${key}`),
      cells: [countCell(state[key], text)],
    })),
  };
  const results: Table = {
    caption: t('state.resultsCaption'),
    columns: [
      t('state.measure'),
      t('gain.column.pre'),
      t('gain.column.post'),
      t('gain.column.pairs'),
      t('gain.column.attrition'),
    ],
    rows: state.results.map((basis) => ({
      id: `${basis.measure}:${basis.scale}`,
      header: t(`measure.${basis.measure}`),
      cells: [
        countCell(basis.nPre, text),
        countCell(basis.nPost, text),
        countCell(basis.nPairs, text),
        shareCell(basis.attrition, text),
      ],
    })),
  };
  return (
    <>
      <DataTable table={counts} />
      <DataTable table={results} />
    </>
  );
};

const STATES: readonly string[] = ['new', 'rebuilding', 'live', 'paused', 'faulted', 'retired'];

/** How far each view is behind the record, and what is set aside. */
export const ViewsTable = ({ state }: { readonly state: DataStateAnswer }) => {
  const { t, format } = useText();
  if (state.views.length === 0) return <p>{t('state.viewsUntold')}</p>;
  const table: Table = {
    caption: t('state.viewsCaption'),
    columns: [t('state.view'), t('state.viewState'), t('state.lagEvents'), t('state.lagSeconds'), t('state.parkedRecords')],
    rows: state.views.map((view) => ({
      id: view.projection,
      header: VIEW_NAMES.includes(view.projection) ? t(`viewName.${view.projection}`) : view.projection,
      cells: [
        words(STATES.includes(view.state) ? t(`viewState.${view.state}`) : view.state),
        number(view.lagEvents, format.integer(view.lagEvents)),
        view.lagSeconds === null ? none(t('group.unknown')) : number(view.lagSeconds, format.decimal(view.lagSeconds, 1)),
        number(view.parkedStreams, format.integer(view.parkedStreams)),
      ],
    })),
  };
  // What is all in order is a sentence; the rest is for whoever wants every number.
  const inOrder = state.views.every((view) => view.state === 'live' && view.parkedStreams === 0);
  return (
    <details open={!inOrder}>
      <summary>{t('state.viewsOpen')}</summary>
      <DataTable table={table} />
    </details>
  );
};
