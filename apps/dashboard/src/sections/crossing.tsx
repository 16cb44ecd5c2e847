import { useMemo } from 'preact/hooks';
import type { FunnelAnswer, FunnelCounts, Step } from '../../../../libs/contexts/evaluation/queries/answers.js';
import { stackedBars } from '../charts/bars.js';
import { roundUp, rowsHeight } from '../charts/layout.js';
import { after, before, hatch, third } from '../charts/palette.js';
import { Choice, useChoice } from '../components/choice.js';
import { Figure } from '../components/figure.js';
import { useText } from '../i18n.js';
import { useNames } from '../pages/cycle-context.js';
import type { Table } from '../table.js';
import { countCell } from './figures.js';

const GENDERS = ['female', 'male', 'other', 'unknown'] as const;
const PARTS = [
  { colour: after, hatch: 'none' },
  { colour: before, hatch: 'lines' },
  { colour: third, hatch: 'cross' },
  { colour: hatch, hatch: 'dots' },
] as const;
const CROSSED_STEPS: readonly [Step, ...Step[]] = ['submitted', 'invited', 'course-completed', 'final-test'];

const taken = (counts: FunnelCounts, step: Step): number => counts.steps.find((one) => one.step === step)?.n ?? 0;

/** Who takes part by sector × rurality × gender, at one step of the way; counts of people. */
export const Crossing = ({ funnel }: { readonly funnel: FunnelAnswer }) => {
  const text = useText();
  const names = useNames();
  const { t, format, count } = text;
  const step = useChoice('step', CROSSED_STEPS);
  const sectorCodes = funnel.codes === 'regional' ? 'regionalSector' : 'sector';
  const { option, table, height, parts } = useMemo(() => {
    const split = funnel.groups.map(({ cell, ...counts }) => {
      const [sector = 'unknown', rurality = 'unknown', gender = 'unknown'] = cell;
      return { sector, rurality, gender, counts };
    });
    // The last sort counts most, and sorting keeps what was equal.
    const byGender = names.inOrder('gender', split, ({ gender }) => gender);
    const byRurality = names.inOrder('rurality', byGender, ({ rurality }) => rurality);
    const groups = names.inOrder(sectorCodes, byRurality, ({ sector }) => sector);
    const places = [...new Map(groups.map((one) => [`${one.sector}|${one.rurality}`, one])).values()];
    const shown = GENDERS.filter((gender) => groups.some((one) => one.gender === gender));
    const at = (place: { sector: string; rurality: string }, gender: string) =>
      groups
        .filter((one) => one.sector === place.sector && one.rurality === place.rurality && one.gender === gender)
        .reduce((sum, { counts }) => sum + taken(counts, step), 0);
    const rows = places.map((place) => {
      const values = shown.map((gender) => at(place, gender));
      const total = values.reduce((sum, value) => sum + value, 0);
      const name = `${names.cell(sectorCodes, place.sector)} · ${names.cell('rurality', place.rurality)}`;
      return {
        name,
        parts: values,
        label: format.integer(total),
        tip: [
          name,
          `${t(`step.${step}`)}: ${count('people', total)}`,
          ...shown.map((gender, index) => `${names.cell('gender', gender)}: ${format.integer(values[index] ?? 0)}`),
        ].join('\n'),
      };
    });
    const behind: Table = {
      definition: 'funnel@1',
      caption: t('crossing.question'),
      columns: [
        `${t(`dimension.${sectorCodes}`)} · ${t('dimension.rurality')} · ${t('dimension.gender')}`,
        ...(['invited', 'consented', 'submitted', 'enrolled', 'course-completed', 'final-test'] as const).map((one) =>
          t(`step.${one}`),
        ),
      ],
      rows: groups.map(({ sector, rurality, gender, counts }) => ({
        id: `${sector}|${rurality}|${gender}`,
        header: `${names.cell(sectorCodes, sector)} · ${names.cell('rurality', rurality)} · ${names.cell('gender', gender)}`,
        cells: (['invited', 'consented', 'submitted', 'enrolled', 'course-completed', 'final-test'] as const).map((one) =>
          countCell(taken(counts, one), text),
        ),
      })),
    };
    const max = roundUp(Math.max(1, ...rows.map((row) => row.parts.reduce((sum, value) => sum + value, 0))));
    const drawn = shown.map((gender, index) => ({ name: names.cell('gender', gender), ...(PARTS[index] ?? PARTS[3]) }));
    return {
      option: stackedBars(rows, drawn, { max, axis: (value) => format.integer(value) }),
      table: behind,
      height: (width: number) => rowsHeight(rows, width, 34, 40),
      parts: drawn,
    };
  }, [funnel, step, text, names, sectorCodes]);
  return (
    <Figure
      question={t('crossing.question')}
      table={table}
      file={t('crossing.file')}
      option={option}
      height={height}
      controls={<Choice name="step" label={t('crossing.step')} values={CROSSED_STEPS} text={(one) => t(`step.${one}`)} />}
      legend={parts.map(({ name }, index) => ({ symbol: `part-${index + 1}` as 'part-1', text: name }))}
    />
  );
};
