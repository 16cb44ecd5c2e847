import { useMemo } from 'preact/hooks';
import type { Dimension, GainFigure, MeasureBreakdown } from '../../../../libs/contexts/evaluation/queries/answers.js';
import { forest, forestHeight } from '../charts/intervals.js';
import { Figure, type LegendEntry } from '../components/figure.js';
import { useText, type Text } from '../i18n.js';
import type { Cycle } from '../api/types.js';
import { useCycle, useNames } from '../pages/cycle-context.js';
import type { Cell, Table } from '../table.js';
import { cellOf, countCell, digitsOf, insteadOf, insteadShortOf, isValue, shareCell, shownCell } from './figures.js';
import { WithheldHelp } from './withheld-help.js';

/** The change in words, with its measure, pairs, interval and attrition; or why there is none. */
export const gainSentence = (
  { measure, scale, gain, equated }: Pick<MeasureBreakdown, 'measure' | 'scale' | 'gain' | 'equated'>,
  text: Text,
  stillOpen: Cycle['stillOpen'],
): string => {
  const { t, count, format } = text;
  const digits = digitsOf(measure);
  // Before anybody was measured again, nobody is lost; and as long as some can still come, they are no more than missing.
  const lost =
    gain.attrition === null || gain.nPost === 0
      ? ''
      : t(stillOpen.evaluation === 'nobody' ? 'gain.attrition' : 'gain.attritionSoFar', {
          share: format.percent(gain.attrition),
          pre: format.integer(gain.nPre),
        });
  const notes = [
    lost,
    equated ? t(equated.common ? 'gain.equated' : 'gain.notYetEquated') : '',
    equated && equated.elsewhere > 0 ? count('gain.elsewhere', equated.elsewhere) : '',
  ];
  const together = (first: string): string => [first, ...notes].filter((part) => part !== '').join(' ');
  if (!isValue(gain)) return together(t(`gain.none.${measure}`, { why: insteadOf(gain, text), scale }));
  const values = { mean: format.signed(gain.mean, digits) };
  const sentence =
    gain.low === null || gain.high === null
      ? count(`gain.saysWithoutInterval.${measure}`, gain.nPairs, values)
      : count(`gain.says.${measure}`, gain.nPairs, {
          ...values,
          low: format.signed(gain.low, digits),
          high: format.signed(gain.high, digits),
        });
  return together(sentence);
};

/** The change and how sure it is, for where a figure and a line have room. */
export const gainInShort = (gain: GainFigure, text: Text): { readonly value: string; readonly more: string } => {
  const { t, count, format } = text;
  if (!isValue(gain)) return { value: insteadShortOf(gain, text), more: count('headline.pairs', gain.nPairs) };
  const signed = (value: number) => format.signed(value, digitsOf(gain.measure));
  const pairs = count('headline.pairs', gain.nPairs);
  return {
    value: t(`headline.value.${gain.measure}`, { value: signed(gain.mean) }),
    more:
      gain.low === null || gain.high === null
        ? `${t('gain.noInterval')} · ${pairs}`
        : t('headline.interval', { low: signed(gain.low), high: signed(gain.high), pairs }),
  };
};

const rowCells = (gain: GainFigure, digits: number, text: Text): Cell[] => {
  const { format } = text;
  const signed = (value: number) => format.signed(value, digits);
  const plain = (value: number) => format.decimal(value, digits);
  const integer = (value: number) => format.integer(value);
  const value = isValue(gain) ? gain : undefined;
  return [
    cellOf(gain, value?.mean, signed, text),
    cellOf(gain, value?.low, signed, text),
    cellOf(gain, value?.high, signed, text),
    countCell(gain.nPairs, text),
    countCell(gain.nPre, text),
    countCell(gain.nPost, text),
    shareCell(gain.attrition, text),
    cellOf(gain, value?.meanPre, plain, text),
    cellOf(gain, value?.meanPost, plain, text),
    shownCell(gain, value?.up, integer, text),
    shownCell(gain, value?.same, integer, text),
    shownCell(gain, value?.down, integer, text),
    cellOf(gain, value?.schools, integer, text),
    ...(gain.measure === 'test'
      ? [
          cellOf(gain, value?.gAv, (one) => format.signed(one, 2), text),
          cellOf(gain, value?.classGain, (one) => format.decimal(one, 2), text),
        ]
      : []),
  ];
};

/** A gain as a row of an interval chart: drawn with its limits, or the reason in its place. */
export const gainRow = (name: string, gain: GainFigure, whole: boolean, text: Text) => {
  const { t, format } = text;
  const pairs = t('gain.pairs', { n: format.integer(gain.nPairs) });
  if (!isValue(gain))
    return {
      name,
      whole,
      label: pairs,
      instead: insteadOf(gain, text),
      insteadShort: insteadShortOf(gain, text),
      tip: `${name}\n${insteadOf(gain, text)}\n${pairs}`,
    };
  const { mean, low, high } = gain;
  const signed = (value: number) => format.signed(value, digitsOf(gain.measure));
  const interval = low === null || high === null ? '' : t('gain.interval', { low: signed(low), high: signed(high) });
  return {
    name,
    whole,
    mean,
    low,
    high,
    label: `${signed(mean)}  ${interval}  ${pairs}`,
    tip: [name, `${signed(mean)} ${interval}`.trim(), pairs].join('\n'),
  };
};

export const gainLegend = ({ t }: Text): readonly LegendEntry[] => [
  { symbol: 'diamond', text: t('gain.legend.all') },
  { symbol: 'square', text: t('gain.legend.group') },
  { symbol: 'dash', text: t('gain.legend.interval') },
];

/** The gain of everybody and of each group, with its interval. */
export const Gain = ({ results, by }: { readonly results: MeasureBreakdown; readonly by: Dimension }) => {
  const text = useText();
  const names = useNames();
  const { cycle } = useCycle();
  const { t, format } = text;
  const { measure } = results;
  const digits = digitsOf(measure);
  const question = t(`gain.question.${measure}`, { by: t(`dimension.${by}`).toLowerCase() });
  const { option, table, height } = useMemo(() => {
    const lines: { id: string; name: string; gain: GainFigure; whole?: boolean }[] = [
      { id: 'all', name: t('group.all'), gain: results.gain, whole: true },
      ...names
        .inOrder(by, results.by[by], ({ cell }) => cell)
        .map(({ cell, gain }) => ({ id: `cell-${cell}`, name: names.cell(by, cell), gain })),
    ];
    const drawn = lines.map(({ name, gain, whole = false }) => gainRow(name, gain, whole, text));
    const behind: Table = {
      definition: measure === 'test' ? 'learning-gain@1' : 'self-rating-change@1',
      caption: question,
      columns: [
        t(`dimension.${by}`),
        ...[
          'mean',
          'low',
          'high',
          'pairs',
          'pre',
          'post',
          'attrition',
          'meanPre',
          'meanPost',
          'up',
          'same',
          'down',
          'schools',
        ].map((key) => t(`gain.column.${key}`)),
        ...(measure === 'test' ? [t('gain.column.gAv'), t('gain.column.classGain')] : []),
      ],
      rows: lines.map(({ id, name, gain }) => ({ id, header: name, cells: rowCells(gain, digits, text) })),
    };
    return {
      option: forest(drawn, {
        axis: (value) => format.signed(value, measure === 'test' ? 0 : 1),
        axisName: t(`gain.axis.${measure}`),
        unit: measure === 'test' ? 5 : 0.5,
      }),
      table: behind,
      height: forestHeight(lines),
    };
  }, [results, by, text, names, question, digits, measure]);
  return (
    <Figure
      question={question}
      says={gainSentence(results, text, cycle.stillOpen)}
      table={table}
      file={`${t(`gain.file.${measure}`)}-${by}`}
      option={option}
      height={height}
      controls={<WithheldHelp by={by} results={results} shows="gain" groups={results.by[by].map(({ gain }) => [gain])} />}
      legend={gainLegend(text)}
      notes={[t('gain.note.clustered'), t(`gain.note.${measure}`)]}
    />
  );
};
