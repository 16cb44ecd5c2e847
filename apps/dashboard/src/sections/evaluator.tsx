import { useMemo } from 'preact/hooks';
import type {
  Bin,
  EvaluationAnswer,
  FlowArm,
  Limits,
  MeasureEvaluation,
  NotEstimable,
  Ratio,
  TimeToComplete as Time,
  Withheld,
} from '../../../../libs/contexts/evaluation/queries/answers.js';
import { bars } from '../charts/bars.js';
import { forest } from '../charts/intervals.js';
import { roundUp } from '../charts/layout.js';
import { Figure } from '../components/figure.js';
import { useText, type Text } from '../i18n.js';
import { useNames } from '../pages/cycle-context.js';
import { none, type Cell, type Row, type Table } from '../table.js';
import { cellOf, countCell, digitsOf, insteadOf, insteadShortOf, shareCell, shownCell } from './figures.js';
import { Tabled } from './tabled.js';

const ROW = 34;

/** Value and limits, or in each cell why there are none. */
const limitCells = (figure: Limits | Withheld | NotEstimable, write: (value: number) => string, text: Text): Cell[] => {
  const limits = 'value' in figure ? figure : undefined;
  return [limits?.value, limits?.low, limits?.high].map((value) => cellOf(figure, value, write, text));
};

/** A row of a forest, with its number or what stands instead. */
const intervalRow = (name: string, figure: Limits | Withheld | NotEstimable, write: (value: number) => string, text: Text) => {
  if (!('value' in figure))
    return {
      name,
      label: '',
      instead: insteadOf(figure, text),
      insteadShort: insteadShortOf(figure, text),
      tip: `${name}\n${insteadOf(figure, text)}`,
    };
  const { value, low, high } = figure;
  const interval = low === null || high === null ? '' : text.t('gain.interval', { low: write(low), high: write(high) });
  const label = `${write(value)}  ${interval}`.trim();
  return { name, mean: value, low, high, label, tip: `${name}\n${label}` };
};

/** Who went where, from the invitation to the pairs that are analysed. */
export const Flow = ({ flow }: { readonly flow: EvaluationAnswer['flow'] }) => {
  const text = useText();
  const { t, format } = text;
  const { option, table, rows } = useMemo(() => {
    const steps: { key: string; n: number | null; of: number | null }[] = [
      { key: 'eligible', n: flow.eligible, of: null },
      { key: 'invited', n: flow.invited, of: flow.eligible },
      { key: 'notConsented', n: flow.notConsented, of: flow.invited },
      { key: 'consented', n: flow.consented, of: flow.invited },
      { key: 'withdrawn', n: flow.withdrawn, of: flow.consented },
      { key: 'withoutStatistics', n: flow.withoutStatistics, of: flow.consented },
      { key: 'baseline', n: flow.baseline, of: flow.consented },
      ...(['seat', 'waitlisted', 'noRequest'] as const).flatMap((arm) => {
        const own: FlowArm = flow[arm];
        return [
          { key: arm, n: own.n, of: flow.baseline },
          { key: `${arm}Completed`, n: own.completed, of: own.n },
          { key: `${arm}Analysed`, n: own.analysed, of: own.n },
          ...(own.notYet > 0 ? [{ key: `${arm}NotYet`, n: own.notYet, of: own.n }] : []),
          { key: `${arm}Lost`, n: own.lost, of: own.n },
        ];
      }),
    ];
    const shareOf = (n: number | null, of: number | null) => (n === null || of === null || of === 0 ? null : n / of);
    const behind: Table = {
      caption: t('evaluation.flow.question'),
      columns: [t('evaluation.flow.step'), t('table.persons'), t('evaluation.flow.of'), t('unknown.share')],
      rows: steps.map(({ key, n, of }) => ({
        id: key,
        header: t(`evaluation.flow.${key}`),
        cells: [
          n === null ? none(t('group.unknown')) : countCell(n, text),
          of === null ? none(t('app.notApplicable')) : countCell(of, text),
          shareCell(shareOf(n, of), text),
        ],
      })),
      definition: 'funnel@1',
    };
    // Where nobody is, nobody went on from: that stands in the table alone.
    const drawn = steps.filter(({ key, of }) => key !== 'eligible' && of !== 0);
    const rows = drawn.map(({ key, n }) => ({
      name: t(`evaluation.flow.${key}`),
      value: n ?? 0,
      label: format.integer(n ?? 0),
      tip: `${t(`evaluation.flow.${key}`)}\n${format.integer(n ?? 0)}`,
    }));
    const max = roundUp(Math.max(1, ...rows.map(({ value }) => value)));
    return {
      option: bars(rows, { max, counts: true, axis: (value) => format.integer(value), right: 72 }),
      table: behind,
      rows: rows.length,
    };
  }, [flow, text]);
  return (
    <Figure
      question={t('evaluation.flow.question')}
      table={table}
      file={t('evaluation.flow.file')}
      option={option}
      height={(width) => 40 + rows * (width < 600 ? 48 : ROW)}
      notes={[t('evaluation.flow.note'), t('evaluation.flow.lostNote')]}
    />
  );
};

const VARIANTS = ['gAv', 'dAv', 'dRms', 'dRm', 'dPre', 'dZ', 'gZ', 'hedgesJ', 'r'] as const;

/** Each effect size under its own name, and the gain under each of its intervals. */
export const EffectSizes = ({ results }: { readonly results: MeasureEvaluation }) => {
  const text = useText();
  const { t, format } = text;
  const { gain, measure, variants } = results;
  const digits = digitsOf(measure);
  const signed = (value: number) => format.signed(value, digits);
  const clustered: Limits | Withheld | NotEstimable =
    'mean' in gain ? { value: gain.mean, low: gain.low, high: gain.high } : gain;
  const headline: Table = {
    caption: t('evaluation.gains.question'),
    columns: [t('evaluation.gains.which'), t('gain.column.mean'), t('gain.column.low'), t('gain.column.high')],
    rows: [
      { id: 'clustered', header: t('evaluation.gains.clustered'), cells: limitCells(clustered, signed, text) },
      { id: 'unclustered', header: t('evaluation.gains.unclustered'), cells: limitCells(results.unclustered, signed, text) },
      { id: 'weighted', header: t('evaluation.gains.weighted'), cells: limitCells(results.weighted, signed, text) },
    ],
    definition: measure === 'test' ? 'learning-gain@1' : 'self-rating-change@1',
  };
  const value = isShownRecord(variants) ? variants : undefined;
  const two = (n: number) => format.decimal(n, 3);
  const sizes: Row[] = VARIANTS.map((name) => ({
    id: name,
    header: t(`evaluation.variants.${name}`),
    cells: [cellOf(variants, value?.[name], two, text)],
  }));
  const individual = (['individualGain', 'normalisedChange'] as const).map((name): Row => {
    const figure = results[name];
    return {
      id: name,
      header: t(`evaluation.variants.${name}`),
      cells: [cellOf(figure, 'value' in figure ? figure.value : undefined, two, text)],
    };
  });
  const table: Table = {
    caption: t('evaluation.variants.question'),
    columns: [t('evaluation.variants.name'), t('evaluation.variants.value')],
    rows: [
      ...sizes,
      {
        id: 'classGain',
        header: t('evaluation.variants.classGain'),
        cells: [cellOf(gain, 'mean' in gain ? gain.classGain : undefined, two, text)],
      },
      ...individual,
      {
        id: 'designEffect',
        header: t('evaluation.variants.designEffect'),
        cells: [cellOf(gain, 'mean' in gain ? gain.designEffect : undefined, two, text)],
      },
      ...(['gain', 'baseline'] as const).map((key): Row => ({
        id: `icc-${key}`,
        header: t(`evaluation.variants.icc.${key}`),
        cells: [cellOf(results.icc, 'gain' in results.icc ? results.icc[key] : undefined, two, text)],
      })),
      {
        id: 'schools',
        header: t('gain.column.schools'),
        cells: [cellOf(gain, 'mean' in gain ? gain.schools : undefined, (n) => format.integer(n), text)],
      },
    ],
    definition: 'g-av@1',
  };
  const rows = headline.rows.map(({ header }, at) =>
    intervalRow(header, [clustered, results.unclustered, results.weighted][at] as Limits, signed, text),
  );
  return (
    <>
      <Figure
        question={t('evaluation.gains.question')}
        table={headline}
        file={`${t('evaluation.gains.file')}-${measure}`}
        option={forest(rows, {
          axis: (one) => format.signed(one, measure === 'test' ? 0 : 1),
          axisName: t(`gain.axis.${measure}`),
          unit: measure === 'test' ? 5 : 0.5,
        })}
        height={64 + rows.length * 40}
        notes={[t('evaluation.gains.note')]}
      />
      {measure === 'test' && (
        <Tabled
          question={t('evaluation.variants.question')}
          table={table}
          file={t('evaluation.variants.file')}
          notes={[t('evaluation.variants.note')]}
        />
      )}
    </>
  );
};

const isShownRecord = (figure: MeasureEvaluation['variants']): figure is Exclude<typeof figure, Withheld | NotEstimable> =>
  'gAv' in figure;

const Distribution = ({ results, when }: { readonly results: MeasureEvaluation; readonly when: 'before' | 'after' }) => {
  const text = useText();
  const { t, format } = text;
  const bins = results.distribution[when];
  const digits = digitsOf(results.measure) - 1;
  const question = t(`evaluation.distribution.question.${when}`);
  const score = results[when];
  const floor = 'mean' in score ? score.floor : undefined;
  const ceiling = 'mean' in score ? score.ceiling : undefined;
  const percent = (value: number) => format.percent(value, 1);
  const ends = (name: 'floor' | 'ceiling', value: typeof floor): Row => ({
    id: name,
    header: t(`beforeAfter.column.${name}`),
    cells: [none(t('app.notApplicable')), shownCell(score, value, percent, text)],
  });
  const list: readonly Bin[] = Array.isArray(bins) ? (bins as readonly Bin[]) : [];
  const total = list.reduce((sum, { n }) => sum + n, 0);
  const name = ({ from, to }: Bin) => `${format.decimal(from, digits)}–${format.decimal(to, digits)}`;
  const table: Table = {
    caption: question,
    columns: [t('evaluation.distribution.score'), t('table.persons'), t('unknown.share')],
    rows: [
      ...list.map((bin) => ({
        id: String(bin.from),
        header: name(bin),
        cells: [countCell(bin.n, text), shareCell(bin.n / total, text)],
      })),
      ends('floor', floor),
      ends('ceiling', ceiling),
    ],
    definition: results.measure === 'test' ? 'learning-gain@1' : 'self-rating-change@1',
  };
  if (list.length === 0)
    return (
      <Tabled question={question} says={insteadOf(bins, text)} table={table} file={t(`evaluation.distribution.file.${when}`)} />
    );
  const rows = list.map((bin) => ({
    name: name(bin),
    value: bin.n,
    label: `${format.integer(bin.n)} · ${format.percent(bin.n / total)}`,
    tip: `${name(bin)}\n${format.integer(bin.n)}`,
  }));
  return (
    <Figure
      question={question}
      table={table}
      file={t(`evaluation.distribution.file.${when}`)}
      option={bars(rows, {
        max: roundUp(Math.max(...rows.map(({ value }) => value))),
        counts: true,
        axis: (n) => format.integer(n),
        right: 100,
      })}
      height={40 + rows.length * ROW}
      notes={[t('evaluation.distribution.note')]}
    />
  );
};

/** How scores lie before and after; bins are joined until none holds few. */
export const Distributions = ({ results }: { readonly results: MeasureEvaluation }) => (
  <>
    <Distribution results={results} when="before" />
    <Distribution results={results} when="after" />
  </>
);

/** Those who came back against those who were lost, and what the gain could be at worst and at best. */
export const Lost = ({ results }: { readonly results: MeasureEvaluation }) => {
  const text = useText();
  const { t, format } = text;
  const { count } = text;
  const { matchedLost, bounds, measure } = results;
  const digits = digitsOf(measure);
  const plain = (value: number) => format.decimal(value, digits);
  const signed = (value: number) => format.signed(value, digits);
  const side = (key: 'matched' | 'lost'): Row => {
    const group = matchedLost[key];
    return {
      id: key,
      header: t(`evaluation.lost.${key}`),
      cells: [
        countCell(group.n, text),
        cellOf(group, 'mean' in group ? group.mean : undefined, plain, text),
        cellOf(group, 'sd' in group ? group.sd : undefined, plain, text),
        none(t('app.notApplicable')),
        none(t('app.notApplicable')),
      ],
    };
  };
  const [value, low, high] = limitCells(matchedLost.difference, (one) => format.signed(one, 2), text);
  const table: Table = {
    caption: t('evaluation.lost.question'),
    columns: [
      t('evaluation.lost.group'),
      t('table.persons'),
      t('evaluation.lost.mean'),
      t('evaluation.lost.sd'),
      t('gain.column.low'),
      t('gain.column.high'),
    ],
    rows: [
      side('matched'),
      side('lost'),
      {
        id: 'difference',
        header: t('evaluation.lost.difference'),
        cells: [none(t('app.notApplicable')), value, none(t('app.notApplicable')), low, high].map(
          (cell) => cell ?? none(t('app.notApplicable')),
        ),
      },
    ],
    definition: 'matched-lost@1',
  };
  const later = matchedLost.notYet > 0 ? [count('evaluation.lost.notYet', matchedLost.notYet)] : [];
  const known = 'unchanged' in bounds ? bounds : undefined;
  const boundsTable: Table = {
    caption: t('evaluation.bounds.question'),
    columns: [t('evaluation.bounds.assumption'), t('gain.column.mean')],
    rows: (['low', 'unchanged', 'high'] as const).map((key) => ({
      id: key,
      header: t(`evaluation.bounds.${key}`),
      cells: [cellOf(bounds, known?.[key], signed, text)],
    })),
    definition: 'gain-bounds@1',
  };
  return (
    <>
      <Tabled
        question={t('evaluation.lost.question')}
        table={table}
        file={`${t('evaluation.lost.file')}-${measure}`}
        notes={[t('evaluation.lost.note'), ...later]}
      />
      <Tabled
        question={t('evaluation.bounds.question')}
        table={boundsTable}
        file={`${t('evaluation.bounds.file')}-${measure}`}
        notes={[t('evaluation.bounds.note'), ...later]}
      />
    </>
  );
};

/** Whether some were lost more often than others. */
export const Attrition = ({ differences }: { readonly differences: EvaluationAnswer['attrition'] }) => {
  const text = useText();
  const names = useNames();
  const { t, format } = text;
  const points = (value: number) => format.signed(value * 100, 1);
  const lines = differences.map(({ by, first, second, difference }) => ({
    id: by,
    name: t('evaluation.attrition.against', { first: names.cell(by, first.cell), second: names.cell(by, second.cell) }),
    first,
    second,
    difference,
  }));
  const ratioCells = ({ n, of, share }: Ratio): Cell[] => [countCell(n, text), countCell(of, text), shareCell(share, text)];
  const table: Table = {
    caption: t('evaluation.attrition.question'),
    columns: [
      t('evaluation.attrition.groups'),
      ...(['first', 'second'] as const).flatMap((which) =>
        (['lost', 'began', 'share'] as const).map(
          (key) => `${t(`evaluation.attrition.${which}`)}: ${t(`evaluation.attrition.${key}`)}`,
        ),
      ),
      t('evaluation.attrition.difference'),
      t('gain.column.low'),
      t('gain.column.high'),
    ],
    rows: lines.map(({ id, name, first, second, difference }) => ({
      id,
      header: name,
      cells: [...ratioCells(first.lost), ...ratioCells(second.lost), ...limitCells(difference, points, text)],
    })),
    definition: 'attrition@1',
  };
  const rows = lines.map(({ name, difference }) =>
    intervalRow(
      name,
      'value' in difference
        ? {
            value: difference.value * 100,
            low: difference.low === null ? null : difference.low * 100,
            high: difference.high === null ? null : difference.high * 100,
          }
        : difference,
      (value) => format.signed(value, 1),
      text,
    ),
  );
  return (
    <Figure
      question={t('evaluation.attrition.question')}
      table={table}
      file={t('evaluation.attrition.file')}
      option={forest(rows, { axis: (value) => format.signed(value, 0), axisName: t('evaluation.attrition.axis'), unit: 10 })}
      height={64 + rows.length * 48}
      notes={[t('evaluation.attrition.note')]}
    />
  );
};

/** How long it takes from a seat to a completed course. */
export const TimeToComplete = ({ time }: { readonly time: Time }) => {
  const text = useText();
  const { t, format } = text;
  const question = t('evaluation.time.question');
  const weeks = 'weeks' in time ? time.weeks : [];
  const percent = (value: number) => format.percent(value, 1);
  const table: Table = {
    caption: question,
    columns: [t('evaluation.time.days'), t('evaluation.time.completed'), t('gain.column.low'), t('gain.column.high')],
    rows: weeks.map(({ day, completed, low, high }) => ({
      id: String(day),
      header: format.integer(day),
      cells: [completed, low, high].map((value) => cellOf({}, value, percent, text)),
    })),
    definition: 'time-to-complete@1',
  };
  if (!('weeks' in time))
    return <Tabled question={question} says={insteadOf(time, text)} table={table} file={t('evaluation.time.file')} />;
  const rows = weeks.map(({ day, completed, low, high }) => ({
    name: t('evaluation.time.day', { day: format.integer(day) }),
    mean: completed * 100,
    low: low * 100,
    high: high * 100,
    label: percent(completed),
    tip: `${t('evaluation.time.day', { day: format.integer(day) })}\n${percent(completed)} ${t('gain.interval', { low: percent(low), high: percent(high) })}`,
  }));
  const { medianDays, n } = time;
  return (
    <Figure
      question={question}
      says={
        medianDays
          ? t('evaluation.time.says', {
              days: format.integer(medianDays.value),
              n: format.integer(n),
              completed: format.integer(time.completed),
            })
          : t('evaluation.time.saysNoMedian', { n: format.integer(n), completed: format.integer(time.completed) })
      }
      table={table}
      file={t('evaluation.time.file')}
      option={forest(rows, { axis: (value) => format.percent(value / 100), axisName: t('evaluation.time.axis'), unit: 20 })}
      height={64 + rows.length * 30}
      notes={[t('evaluation.time.note')]}
    />
  );
};

/** Change where the path worked, beside the change where it did not. */
export const Targeted = ({ targeted }: { readonly targeted: EvaluationAnswer['targeted'] }) => {
  const text = useText();
  const { t, format } = text;
  const signed = (value: number) => format.signed(value, 2);
  const keys = ['targeted', 'others', 'difference'] as const;
  const figureOf = (key: (typeof keys)[number]): Limits | Withheld | NotEstimable =>
    'targeted' in targeted ? targeted[key] : targeted;
  const table: Table = {
    caption: t('evaluation.targeted.question'),
    columns: [
      t('evaluation.targeted.competencies'),
      t('table.persons'),
      t('gain.column.mean'),
      t('gain.column.low'),
      t('gain.column.high'),
    ],
    rows: keys.map((key) => ({
      id: key,
      header: t(`evaluation.targeted.${key}`),
      cells: [countCell(targeted.n, text), ...limitCells(figureOf(key), signed, text)],
    })),
    definition: 'targeted-change@1',
  };
  return (
    <Figure
      question={t('evaluation.targeted.question')}
      table={table}
      file={t('evaluation.targeted.file')}
      option={forest(
        keys.map((key) => intervalRow(t(`evaluation.targeted.${key}`), figureOf(key), signed, text)),
        { axis: (value) => format.signed(value, 1), axisName: t('gain.axis.self-rating'), unit: 0.5 },
      )}
      height={64 + 3 * 44}
      notes={[t('evaluation.targeted.note')]}
    />
  );
};

/** Drawn a seat minus drawn none. */
export const Lottery = ({ lottery }: { readonly lottery: EvaluationAnswer['lottery'] }) => {
  const text = useText();
  const { t, format } = text;
  if (!lottery) return <p>{t('evaluation.lottery.none')}</p>;
  const signed = (value: number) => format.signed(value, 1);
  const arm = (key: 'drawn' | 'notDrawn'): Row => {
    const { n, trained, measured } = lottery[key];
    return {
      id: key,
      header: t(`evaluation.lottery.${key}`),
      cells: [
        countCell(n, text),
        countCell(trained.n, text),
        shareCell(trained.share, text),
        countCell(measured.n, text),
        shareCell(measured.share, text),
      ],
    };
  };
  const arms: Table = {
    caption: t('evaluation.lottery.arms'),
    columns: [
      t('evaluation.lottery.group'),
      t('table.persons'),
      t('evaluation.lottery.trained'),
      t('evaluation.lottery.trainedShare'),
      t('evaluation.lottery.measured'),
      t('evaluation.lottery.measuredShare'),
    ],
    rows: [arm('drawn'), arm('notDrawn')],
    definition: 'lottery-comparison@1',
  };
  const table: Table = {
    caption: t('evaluation.lottery.question'),
    columns: [
      t('evaluation.lottery.outcome'),
      t('evaluation.lottery.differenceColumn'),
      t('gain.column.low'),
      t('gain.column.high'),
    ],
    rows: (['finalResult', 'gain'] as const).map((key) => ({
      id: key,
      header: t(`evaluation.lottery.${key}`),
      cells: limitCells(lottery[key], signed, text),
    })),
    definition: 'lottery-comparison@1',
  };
  return (
    <>
      <Tabled question={t('evaluation.lottery.arms')} table={arms} file={t('evaluation.lottery.armsFile')} />
      <Figure
        question={t('evaluation.lottery.question')}
        table={table}
        file={t('evaluation.lottery.file')}
        option={forest(
          (['finalResult', 'gain'] as const).map((key) =>
            intervalRow(t(`evaluation.lottery.${key}`), lottery[key], signed, text),
          ),
          { axis: (value) => format.signed(value, 0), axisName: t('gain.axis.test'), unit: 5 },
        )}
        height={64 + 2 * 44}
        notes={[t('evaluation.lottery.note')]}
      />
    </>
  );
};

/** The beginning as seen at the end, between the beginning as seen then and the end. */
export const ThenAndNow = ({ answer }: { readonly answer: EvaluationAnswer['thenAndNow'] }) => {
  const text = useText();
  const { t, format } = text;
  const shown = 'then' in answer ? answer : undefined;
  const level = (value: number) => format.decimal(value, 2);
  const missing = none(t('app.notApplicable'));
  const table: Table = {
    caption: t('evaluation.then.question'),
    columns: [
      t('evaluation.then.which'),
      t('table.persons'),
      t('evaluation.then.mean'),
      t('gain.column.low'),
      t('gain.column.high'),
    ],
    rows: [
      ...(['before', 'then', 'now'] as const).map((key) => ({
        id: key,
        header: t(`evaluation.then.${key}`),
        cells: [countCell(answer.n, text), cellOf(answer, shown?.[key], level, text), missing, missing],
      })),
      ...(['nowMinusThen', 'thenMinusBefore'] as const).map((key) => ({
        id: key,
        header: t(`evaluation.then.${key}`),
        cells: [
          countCell(answer.n, text),
          ...limitCells(shown ? shown[key] : (answer as Withheld | NotEstimable), (value) => format.signed(value, 2), text),
        ],
      })),
    ],
    definition: 'then-and-now@1',
  };
  return (
    <Tabled
      question={t('evaluation.then.question')}
      table={table}
      file={t('evaluation.then.file')}
      notes={[t('evaluation.then.note')]}
    />
  );
};

/** What was laid down before anybody could see the final results. */
export const Plan = ({ plan }: { readonly plan: EvaluationAnswer['plan'] }) => {
  const { t, format } = useText();
  const opens = plan.finalWindowOpens === null ? t('group.unknown') : format.date(plan.finalWindowOpens);
  return (
    <section class="tabled">
      <p>{plan.plans.length === 0 ? t('evaluation.plan.none', { opens }) : t('evaluation.plan.some', { opens })}</p>
      {plan.plans.length > 0 && (
        <ul>
          {plan.plans.map((one) => (
            <li key={one.plan}>
              <strong>{one.plan}</strong> · {format.dateTime(one.registeredAt)} ·{' '}
              {t(one.beforeFinalWindow ? 'evaluation.plan.before' : 'evaluation.plan.after')} ·{' '}
              {one.breakdowns.map((by) => t(`dimension.${by}`)).join(', ')}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
};
