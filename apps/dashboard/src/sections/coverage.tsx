import type { ComponentChildren } from 'preact';
import { useMemo } from 'preact/hooks';
import type { BreakdownDimension, CoverageAnswer } from '../../../../libs/contexts/evaluation/queries/answers.js';
import { forest, forestHeight } from '../charts/intervals.js';
import { Figure } from '../components/figure.js';
import { useText } from '../i18n.js';
import { useNames } from '../pages/cycle-context.js';
import { none, type Cell, type Table } from '../table.js';
import { countCell, shareCell } from './figures.js';

/** Share of those reached beside share of the population: whether participants are like those who could take part. */
export const Coverage = ({
  coverage,
  by,
  controls,
}: {
  readonly coverage: CoverageAnswer;
  readonly by: Exclude<BreakdownDimension, 'modality'>;
  readonly controls?: ComponentChildren;
}) => {
  const text = useText();
  const names = useNames();
  const { t, format, pick } = text;
  const question = t('coverage.question', { by: t(`dimension.${by}`).toLowerCase() });
  const groups = useMemo(() => names.inOrder(by, coverage.by[by], ({ cell }) => cell), [names, by, coverage]);
  const countOr = (n: number | null): Cell => (n === null ? none(t('group.unknown')) : countCell(n, text));
  const shareOr = (share: number | null): Cell => (share === null ? none(t('group.unknown')) : shareCell(share, text));
  const table: Table = {
    caption: question,
    columns: [
      t(`dimension.${by}`),
      t('coverage.population'),
      t('reached.target'),
      t('people.invited'),
      t('people.reached'),
      t('people.trained'),
      t('coverage.coverage'),
      t('coverage.shareOfReached'),
      t('coverage.shareOfPopulation'),
    ],
    rows: [{ ...coverage.all, cell: 'all' }, ...groups].map((group) => ({
      id: group.cell,
      header: group.cell === 'all' ? t('group.all') : names.cell(by, group.cell),
      cells: [
        countOr(group.population),
        group.target === null ? none(t('reached.noTarget')) : countCell(group.target, text),
        countCell(group.invited, text),
        countCell(group.reached, text),
        countCell(group.trained, text),
        shareOr(group.coverage),
        shareOr(group.shareOfReached),
        shareOr(group.shareOfPopulation),
      ],
    })),
    definition: 'coverage@1',
  };
  const rows = groups.map((group) => {
    const name = names.cell(by, group.cell);
    const { shareOfReached, shareOfPopulation } = group;
    if (shareOfReached === null || shareOfPopulation === null)
      return {
        name,
        label: format.integer(group.reached),
        instead: t('coverage.noPopulation'),
        insteadShort: t('notEstimable.short'),
        tip: `${name}\n${t('coverage.noPopulation')}`,
      };
    const difference = (shareOfReached - shareOfPopulation) * 100;
    const label = t('coverage.label', {
      reached: format.percent(shareOfReached, 1),
      population: format.percent(shareOfPopulation, 1),
    });
    const labelShort = t('coverage.labelShort', {
      reached: format.percent(shareOfReached, 1),
      population: format.percent(shareOfPopulation, 1),
    });
    return {
      name,
      mean: difference,
      low: null,
      high: null,
      label,
      labelShort,
      tip: `${name}\n${label}\n${format.signed(difference, 1)}`,
    };
  });
  const { population } = coverage;
  return (
    <Figure
      question={question}
      says={
        population.total === null
          ? t('coverage.saysNone')
          : t('coverage.says', {
              reached: format.integer(coverage.all.reached),
              population: format.integer(population.total),
              share: format.percent(coverage.all.coverage ?? 0, 2),
            })
      }
      table={table}
      file={`${t('coverage.file')}-${by}`}
      option={forest(rows, { axis: (value) => format.signed(value, 0), axisName: t('coverage.axis'), unit: 10 })}
      height={forestHeight(rows)}
      controls={controls}
      notes={[t('coverage.note'), ...(population.note ? [pick(population.note)] : [])]}
    />
  );
};
