import { useMemo } from 'preact/hooks';
import type { DashboardAnswer } from '../../../../libs/contexts/evaluation/queries/answers.js';
import { bars } from '../charts/bars.js';
import { roundUp } from '../charts/layout.js';
import { Figure } from '../components/figure.js';
import { useText } from '../i18n.js';
import type { Table } from '../table.js';
import { none } from '../table.js';
import { countCell, ratioText, shareCell } from './figures.js';

/** Reached and trained against the target; distinct persons. */
export const Reached = ({ dashboard }: { readonly dashboard: DashboardAnswer }) => {
  const text = useText();
  const { t, format } = text;
  const { option, table, says } = useMemo(() => {
    const lines = (['reached', 'trained'] as const).map((key) => ({ key, ratio: dashboard[key] }));
    const rows = lines.map(({ key, ratio }) => ({
      name: t(`reached.${key}`),
      value: ratio.n,
      label: format.integer(ratio.n),
      target: dashboard.target ?? undefined,
      tip: `${t(`reached.${key}`)}\n${ratioText(ratio, text)}\n${t(`reached.${key}Means`)}`,
    }));
    const behind: Table = {
      definition: 'reached@1',
      caption: t('reached.question'),
      columns: [t('reached.measure'), t('table.persons'), t('reached.target'), t('reached.shareOfTarget')],
      rows: lines.map(({ key, ratio }) => ({
        id: key,
        header: t(`reached.${key}`),
        cells: [
          countCell(ratio.n, text),
          dashboard.target === null ? none(t('reached.noTarget')) : countCell(dashboard.target, text),
          shareCell(ratio.share, text),
        ],
      })),
    };
    const max = roundUp(Math.max(dashboard.target ?? 0, dashboard.reached.n, 1) * 1.02);
    return {
      option: bars(rows, { max, counts: true, axis: (value) => format.integer(value), right: 72 }),
      table: behind,
      says:
        dashboard.target === null
          ? t('reached.saysWithoutTarget', {
              reached: format.integer(dashboard.reached.n),
              trained: format.integer(dashboard.trained.n),
            })
          : t('reached.says', {
              target: format.integer(dashboard.target),
              reached: format.integer(dashboard.reached.n),
              reachedShare: format.percent(dashboard.reached.share ?? 0),
              trained: format.integer(dashboard.trained.n),
              trainedShare: format.percent(dashboard.trained.share ?? 0),
            }),
    };
  }, [dashboard, text]);
  return (
    <Figure
      question={t('reached.question')}
      says={says}
      table={table}
      file={t('reached.file')}
      option={option}
      height={150}
      legend={
        dashboard.target === null
          ? []
          : [{ symbol: 'stroke', text: t('reached.legendTarget', { target: format.integer(dashboard.target) }) }]
      }
      notes={[t('reached.reachedMeans'), t('reached.trainedMeans')]}
    />
  );
};
