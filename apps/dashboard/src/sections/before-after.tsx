import { useMemo } from 'preact/hooks';
import type { Dimension, MeasureBreakdown, ScoreFigure } from '../../../../libs/contexts/evaluation/queries/answers.js';
import { beforeAfter } from '../charts/intervals.js';
import { rowsHeight } from '../charts/layout.js';
import { Figure } from '../components/figure.js';
import { useText } from '../i18n.js';
import { useNames } from '../pages/cycle-context.js';
import type { Cell, Table } from '../table.js';
import { cellOf, countCell, digitsOf, insteadOf, insteadShortOf, isMean, shownCell } from './figures.js';
import { WithheldHelp } from './withheld-help.js';

/** One measure before and after, on its own scale: everybody with a result on that occasion. */
export const BeforeAfter = ({ results, by }: { readonly results: MeasureBreakdown; readonly by: Dimension }) => {
  const text = useText();
  const names = useNames();
  const { t, format } = text;
  const { measure, minimum, maximum } = results;
  const digits = digitsOf(measure);
  const question = t(`beforeAfter.question.${measure}`, { by: t(`dimension.${by}`).toLowerCase() });
  const { option, table, height } = useMemo(() => {
    const lines = [
      { id: 'all', name: t('group.all'), before: results.before, after: results.after },
      ...names
        .inOrder(by, results.by[by], ({ cell }) => cell)
        .map(({ cell, before, after }) => ({ id: `cell-${cell}`, name: names.cell(by, cell), before, after })),
    ];
    const plain = (value: number) => format.decimal(value, digits);
    const occasion = (score: ScoreFigure) =>
      isMean(score) ? { mean: score.mean, sd: score.sd, label: plain(score.mean) } : { label: insteadShortOf(score, text) };
    const inWords = (score: ScoreFigure) =>
      `${isMean(score) ? plain(score.mean) : insteadOf(score, text)} · n = ${format.integer(score.n)}`;
    const drawn = lines.map(({ name, before, after }) => ({
      name,
      before: occasion(before),
      after: occasion(after),
      tip: [name, `${t('beforeAfter.before')}: ${inWords(before)}`, `${t('beforeAfter.after')}: ${inWords(after)}`].join('\n'),
    }));
    const cells = (score: ScoreFigure): Cell[] => {
      const mean = isMean(score) ? score : undefined;
      const percent = (share: number) => format.percent(share, 1);
      return [
        countCell(score.n, text),
        cellOf(score, mean?.mean, plain, text),
        cellOf(score, mean?.sd, plain, text),
        shownCell(score, mean?.floor, percent, text),
        shownCell(score, mean?.ceiling, percent, text),
      ];
    };
    const columns = (when: string) =>
      ['n', 'mean', 'sd', 'floor', 'ceiling'].map((key) => `${t(`beforeAfter.${when}`)}: ${t(`beforeAfter.column.${key}`)}`);
    const behind: Table = {
      definition: measure === 'test' ? 'learning-gain@1' : 'self-rating-change@1',
      caption: question,
      columns: [t(`dimension.${by}`), ...columns('before'), ...columns('after')],
      rows: lines.map(({ id, name, before, after }) => ({ id, header: name, cells: [...cells(before), ...cells(after)] })),
    };
    return {
      option: beforeAfter(drawn, {
        minimum,
        maximum,
        axis: (value) => format.decimal(value, 0),
        axisName: t(`beforeAfter.axis.${measure}`),
      }),
      table: behind,
      height: (width: number) => rowsHeight(lines, width, 46, 64),
    };
  }, [results, by, text, names, question, digits, measure, minimum, maximum]);
  return (
    <Figure
      question={question}
      table={table}
      file={`${t(`beforeAfter.file.${measure}`)}-${by}`}
      option={option}
      height={height}
      controls={
        <WithheldHelp
          by={by}
          results={results}
          shows="scores"
          groups={results.by[by].map(({ before, after }) => [before, after])}
        />
      }
      legend={[
        { symbol: 'circle', text: t('beforeAfter.before') },
        { symbol: 'diamond', text: t('beforeAfter.after') },
        { symbol: 'dash', text: t('beforeAfter.spread') },
      ]}
      notes={[t('beforeAfter.note')]}
    />
  );
};
