import type { BreakdownAnswer, MeasureResults } from '../../../../libs/contexts/evaluation/queries/answers.js';
import { forest, forestHeight } from '../charts/intervals.js';
import { Figure } from '../components/figure.js';
import { useText } from '../i18n.js';
import { useNames } from '../pages/cycle-context.js';
import type { Cell, Table } from '../table.js';
import { cellOf, countCell, digitsOf, isValue, shareCell } from './figures.js';
import { gainLegend, gainRow } from './gain.js';
import { Tabled } from './tabled.js';
import { WithheldHelp } from './withheld-help.js';

/** Whether this comparison was laid down before anybody could see the final results. */
export const Exploratory = ({ exploratory }: { readonly exploratory: boolean }) => {
  const { t } = useText();
  return (
    <p class={exploratory ? 'note exploratory' : 'note'}>{t(exploratory ? 'breakdown.exploratory' : 'breakdown.planned')}</p>
  );
};

const SHARES = ['participation', 'completion', 'finalParticipation'] as const;

/** Participation, completion and final test by group, each share with its numerator, denominator and interval. */
export const PeopleBreakdown = ({ answer }: { readonly answer: BreakdownAnswer }) => {
  const text = useText();
  const names = useNames();
  const { t, format } = text;
  const { by } = answer;
  const question = t('breakdown.people', { by: t(`dimension.${by}`).toLowerCase() });
  const groups = names.inOrder(by, answer.people, ({ cell }) => cell);
  const table: Table = {
    caption: question,
    columns: [
      t(`dimension.${by}`),
      t('people.invited'),
      ...SHARES.flatMap((key) => [
        t(`breakdown.${key}`),
        `${t(`breakdown.${key}`)}: ${t('breakdown.n')}`,
        `${t(`breakdown.${key}`)}: ${t('breakdown.of')}`,
        `${t(`breakdown.${key}`)}: ${t('breakdown.low')}`,
        `${t(`breakdown.${key}`)}: ${t('breakdown.high')}`,
      ]),
    ],
    rows: groups.map((group) => ({
      id: group.cell,
      header: names.cell(by, group.cell),
      cells: [
        countCell(group.invited, text),
        ...SHARES.flatMap((key): Cell[] => {
          const { share, n, of, low, high } = group[key];
          return [shareCell(share, text), countCell(n, text), countCell(of, text), shareCell(low, text), shareCell(high, text)];
        }),
      ],
    })),
    definition: 'participation@1',
  };
  const rows = groups.map((group) => {
    const { share, n, of, low, high } = group.completion;
    const name = names.cell(by, group.cell);
    if (share === null)
      return { name, label: '', instead: t('app.notApplicable'), insteadShort: t('app.notApplicable'), tip: name };
    const label = t('ratio', { n: format.integer(n), of: format.integer(of), share: format.percent(share) });
    return { name, mean: share * 100, low: low && low * 100, high: high && high * 100, label, tip: `${name}\n${label}` };
  });
  return (
    <Figure
      question={question}
      table={table}
      file={`${t('breakdown.peopleFile')}-${by}`}
      option={forest(rows, { axis: (value) => format.percent(value / 100), axisName: t('breakdown.completion'), unit: 20 })}
      height={forestHeight(rows)}
      notes={[t('breakdown.peopleNote')]}
    />
  );
};

/** Parity of proportions; gains are compared by their difference and never by an index. */
export const Parity = ({ answer }: { readonly answer: BreakdownAnswer }) => {
  const text = useText();
  const names = useNames();
  const { t, format } = text;
  const { by, parity } = answer;
  if (parity.length === 0) return null;
  const write = (value: number) => format.decimal(value, 2);
  const table: Table = {
    caption: t('breakdown.parity'),
    columns: [
      t('breakdown.indicator'),
      t('breakdown.groups'),
      t('breakdown.index'),
      t('gain.column.low'),
      t('gain.column.high'),
      t('breakdown.reading'),
    ],
    rows: parity.map((one) => {
      const shown = 'value' in one ? one : undefined;
      return {
        id: one.indicator,
        header: t(`breakdown.${one.indicator === 'final-participation' ? 'finalParticipation' : one.indicator}`),
        cells: [
          { kind: 'text' as const, text: `${names.cell(by, one.disadvantaged)} / ${names.cell(by, one.advantaged)}` },
          ...[shown?.value, shown?.low, shown?.high].map((value) => cellOf(one, value, write, text)),
          shown ? { kind: 'text' as const, text: t(`breakdown.readings.${shown.reading}`) } : cellOf(one, undefined, write, text),
        ],
      };
    }),
    definition: 'parity-index@1',
  };
  return (
    <Tabled
      question={t('breakdown.parity')}
      table={table}
      file={`${t('breakdown.parityFile')}-${by}`}
      notes={[t('breakdown.parityNote')]}
    />
  );
};

/** The gain of each group of a breakdown that no tally keeps. */
export const GainBreakdown = ({
  answer,
  results,
}: {
  readonly answer: BreakdownAnswer;
  readonly results: MeasureResults & BreakdownAnswer['measures'][number];
}) => {
  const text = useText();
  const names = useNames();
  const { t, format } = text;
  const { by } = answer;
  const { measure } = results;
  const digits = digitsOf(measure);
  const question = t(`gain.question.${measure}`, { by: t(`dimension.${by}`).toLowerCase() });
  const signed = (value: number) => format.signed(value, digits);
  const lines = [
    { id: 'all', name: t('group.all'), gain: results.gain },
    ...names
      .inOrder(by, results.groups, ({ cell }) => cell)
      .map(({ cell, gain }) => ({ id: `cell-${cell}`, name: names.cell(by, cell), gain })),
  ];
  const table: Table = {
    caption: question,
    columns: [
      t(`dimension.${by}`),
      ...['mean', 'low', 'high', 'pairs', 'pre', 'attrition'].map((key) => t(`gain.column.${key}`)),
    ],
    rows: lines.map(({ id, name, gain }) => {
      const value = isValue(gain) ? gain : undefined;
      return {
        id,
        header: name,
        cells: [
          ...[value?.mean, value?.low, value?.high].map((one) => cellOf(gain, one, signed, text)),
          countCell(gain.nPairs, text),
          countCell(gain.nPre, text),
          shareCell(gain.attrition, text),
        ],
      };
    }),
    definition: measure === 'test' ? 'learning-gain@1' : 'self-rating-change@1',
  };
  const rows = lines.map(({ id, name, gain }) => gainRow(name, gain, id === 'all', text));
  return (
    <Figure
      question={question}
      table={table}
      file={`${t(`gain.file.${measure}`)}-${by}`}
      option={forest(rows, {
        axis: (value) => format.signed(value, measure === 'test' ? 0 : 1),
        axisName: t(`gain.axis.${measure}`),
        unit: measure === 'test' ? 5 : 0.5,
      })}
      height={forestHeight(rows)}
      controls={<WithheldHelp by={by} results={results} shows="gain" groups={results.groups.map(({ gain }) => [gain])} />}
      legend={gainLegend(text)}
      notes={[t('gain.note.clustered'), t(`gain.note.${measure}`)]}
    />
  );
};
