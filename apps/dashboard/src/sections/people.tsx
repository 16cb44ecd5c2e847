import { useMemo } from 'preact/hooks';
import type { DashboardAnswer, Dimension } from '../../../../libs/contexts/evaluation/queries/answers.js';
import type { ComponentChildren } from 'preact';
import { layeredBars } from '../charts/bars.js';
import { roundUp, rowsHeight } from '../charts/layout.js';
import { after, middle, pale } from '../charts/palette.js';
import { Figure } from '../components/figure.js';
import { useText } from '../i18n.js';
import { useNames } from '../pages/cycle-context.js';
import type { Table } from '../table.js';
import { countCell, shareCell } from './figures.js';

/** Invited, reached and trained by group: plain counts of people. */
export const People = ({
  dashboard,
  by,
  controls,
}: {
  readonly dashboard: DashboardAnswer;
  readonly by: Dimension;
  readonly controls?: ComponentChildren;
}) => {
  const text = useText();
  const names = useNames();
  const { t, format } = text;
  const people = dashboard.people[by];
  const groups = useMemo(() => names.inOrder(by, people, ({ cell }) => cell), [names, by, people]);
  const question = t(`people.question.${by}`);
  const { option, table, height } = useMemo(() => {
    const rows = groups.map(({ cell, invited, submitted, reached, trained }) => {
      const name = names.cell(by, cell);
      return {
        name,
        values: [invited, reached, trained],
        label: `${format.integer(reached)} / ${format.integer(invited)}`,
        tip: [
          name,
          `${t('people.invited')}: ${format.integer(invited)}`,
          `${t('people.submitted')}: ${format.integer(submitted)}`,
          `${t('people.reached')}: ${format.integer(reached)}`,
          `${t('people.trained')}: ${format.integer(trained)}`,
        ].join('\n'),
      };
    });
    const behind: Table = {
      definition: 'participation@1',
      caption: question,
      columns: [
        t(`dimension.${by}`),
        t('people.invited'),
        t('people.submitted'),
        t('people.reached'),
        t('people.reachedShare'),
        t('people.trained'),
        t('people.trainedShare'),
      ],
      rows: groups.map(({ cell, invited, submitted, reached, trained }) => ({
        id: cell,
        header: names.cell(by, cell),
        cells: [
          countCell(invited, text),
          countCell(submitted, text),
          countCell(reached, text),
          shareCell(invited === 0 ? null : reached / invited, text),
          countCell(trained, text),
          shareCell(invited === 0 ? null : trained / invited, text),
        ],
      })),
    };
    const max = roundUp(Math.max(1, ...groups.map(({ invited }) => invited)));
    return {
      option: layeredBars(rows, [pale, middle, after], { max, axis: (value) => format.integer(value), right: 84 }),
      table: behind,
      height: (width: number) => rowsHeight(rows, width, 34, 40),
    };
  }, [groups, by, text, names, question]);
  if (groups.length === 0) return <p>{t('people.nobody')}</p>;
  return (
    <Figure
      question={question}
      table={table}
      file={`${t('people.file')}-${by}`}
      option={option}
      height={height}
      controls={controls}
      legend={[
        { symbol: 'bar-light', text: t('people.invited') },
        { symbol: 'bar-middle', text: t('people.reached') },
        { symbol: 'bar-dark', text: t('people.trained') },
      ]}
      notes={[t('people.note')]}
    />
  );
};
