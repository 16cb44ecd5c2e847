import { useMemo } from 'preact/hooks';
import type { FunnelAnswer } from '../../../../libs/contexts/evaluation/queries/answers.js';
import { bars } from '../charts/bars.js';
import { roundUp, rowHeight } from '../charts/layout.js';
import { Figure } from '../components/figure.js';
import { useText } from '../i18n.js';
import { none, type Table } from '../table.js';
import { countCell, shareCell } from './figures.js';

/** From invited to the final test, each step against the one before. */
export const Funnel = ({ funnel }: { readonly funnel: FunnelAnswer }) => {
  const text = useText();
  const { t, count, format } = text;
  const { all } = funnel;
  const { option, table, height } = useMemo(() => {
    const rows = all.steps.map(({ step, n, ofPrevious, ofFirst }) => {
      const share = ofPrevious?.share;
      const ofBefore = typeof share === 'number' ? format.percent(share) : '';
      return {
        name: t(`step.${step}`),
        value: n,
        label: [format.integer(n), ofBefore].filter((part) => part !== '').join(' · '),
        tip: [
          t(`step.${step}`),
          count('people', n),
          ...(ofBefore === '' ? [] : [t('funnel.ofPreviousTip', { share: ofBefore })]),
          ...(typeof ofPrevious?.low === 'number' && typeof ofPrevious.high === 'number'
            ? [t('gain.interval', { low: format.percent(ofPrevious.low, 1), high: format.percent(ofPrevious.high, 1) })]
            : []),
          ...(ofFirst.share === null ? [] : [t('funnel.ofFirstTip', { share: format.percent(ofFirst.share) })]),
        ].join('\n'),
      };
    });
    const behind: Table = {
      definition: 'funnel@1',
      caption: t('funnel.question'),
      columns: [
        t('funnel.step'),
        t('table.persons'),
        t('funnel.ofPrevious'),
        t('funnel.low'),
        t('funnel.high'),
        t('funnel.ofFirst'),
        t('funnel.firstLow'),
        t('funnel.firstHigh'),
        t('funnel.anyhow'),
      ],
      rows: all.steps.map(({ step, n, anyhow, ofPrevious, ofFirst }) => ({
        id: step,
        header: t(`step.${step}`),
        cells: [
          countCell(n, text),
          ofPrevious === null ? none(t('app.notApplicable')) : shareCell(ofPrevious.share, text),
          shareCell(ofPrevious?.low ?? null, text),
          shareCell(ofPrevious?.high ?? null, text),
          shareCell(ofFirst.share, text),
          shareCell(ofFirst.low, text),
          shareCell(ofFirst.high, text),
          countCell(anyhow, text),
        ],
      })),
    };
    const max = roundUp(Math.max(1, ...all.steps.map(({ n }) => n)));
    return {
      option: bars(rows, { max, axis: (value) => format.integer(value), right: 110 }),
      table: behind,
      height: (width: number) =>
        40 +
        rows.length *
          rowHeight(
            rows.map(({ name }) => name),
            width,
            34,
          ),
    };
  }, [all, text]);
  return (
    <Figure
      question={t('funnel.question')}
      table={table}
      file={t('funnel.file')}
      option={option}
      height={height}
      notes={[
        t('funnel.note'),
        [
          count('funnel.waitlisted', all.waitlisted),
          count('funnel.waitlistedFinalTest', all.waitlistedFinalTest),
          count('funnel.late', all.late),
          count('funnel.withdrawn', all.withdrawn),
          count('funnel.withoutStatistics', all.withoutStatistics),
          count('funnel.erased', all.erased),
          count('funnel.repeaters', all.repeaters),
        ].join(' '),
      ]}
    />
  );
};
