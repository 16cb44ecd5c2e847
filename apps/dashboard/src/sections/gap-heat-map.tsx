import type { ComponentChildren } from 'preact';
import { useMemo } from 'preact/hooks';
import type { GapFigure, GapHeatMapAnswer } from '../../../../libs/contexts/evaluation/queries/answers.js';
import { matrix, matrixHeight, matrixWidth, type MatrixCell } from '../charts/matrix.js';
import { sequential } from '../charts/palette.js';
import { Figure } from '../components/figure.js';
import { useText } from '../i18n.js';
import { useNames } from '../pages/cycle-context.js';
import type { Table } from '../table.js';
import { insteadOf, shownCell } from './figures.js';

export type GapShown = 'mean' | 'share';

/** Competencies × groups: how far teachers rate themselves below what is expected of them. */
export const GapHeatMap = (props: {
  readonly gaps: GapHeatMapAnswer;
  readonly show: GapShown;
  readonly controls: ComponentChildren;
}) => {
  const { gaps, show, controls } = props;
  const text = useText();
  const names = useNames();
  const { t, format } = text;
  const question = t(`gaps.question.${gaps.by}`);
  const { option, table, heads, says } = useMemo(() => {
    const columns = [
      { id: 'all', name: t('group.all'), gaps: gaps.all },
      ...names
        .inOrder(gaps.by, gaps.rows, ({ cell }) => cell)
        .map((row) => ({ id: `cell-${row.cell}`, name: names.cell(gaps.by, row.cell), gaps: row.gaps })),
    ];
    const shownOf = (gap: GapFigure) => ('meanGap' in gap ? (show === 'mean' ? gap.meanGap : gap.shareWithGap) : undefined);
    const valueOf = (gap: GapFigure): number | undefined => {
      const value = shownOf(gap);
      return typeof value === 'number' ? value : undefined;
    };
    const write = (value: number) => (show === 'mean' ? format.decimal(value, 1) : format.percent(value));
    const largest =
      show === 'share' ? 1 : Math.max(1e-9, ...columns.flatMap((column) => column.gaps.map((gap) => valueOf(gap) ?? 0)));
    const drawn = gaps.competencies.map((competency, row) =>
      columns.map(({ name, gaps: own }): MatrixCell => {
        const gap = own[row];
        if (!gap) return { kind: 'empty', text: '', tip: '' };
        const value = valueOf(gap);
        const where = `${names.competency(competency)}\n${name}`;
        if (value === undefined || !('meanGap' in gap)) {
          const instead = shownOf(gap);
          const why = typeof instead === 'object' ? instead : gap;
          return { kind: 'withheld' in why ? 'withheld' : 'none', text: '–', tip: `${where}\n${insteadOf(why, text)}` };
        }
        return {
          kind: 'value',
          text: write(value),
          colour: sequential((value / largest) * 0.999),
          tip: [
            where,
            t('gaps.tipMean', { value: format.decimal(gap.meanGap, 2) }),
            t('gaps.tipShare', {
              value: typeof gap.shareWithGap === 'number' ? format.percent(gap.shareWithGap) : insteadOf(gap.shareWithGap, text),
            }),
            t('gaps.tipRated', { n: format.integer(gap.n), notRated: format.integer(gap.notRated) }),
          ].join('\n'),
        };
      }),
    );
    const behind: Table = {
      definition: 'gap@1',
      caption: `${question} ${t(`gaps.show.${show}`)}`,
      columns: [t('gaps.competency'), ...columns.map(({ name }) => name), t('gaps.rated'), t('gaps.notRated')],
      rows: gaps.competencies.map((competency, row) => ({
        id: competency,
        header: names.competency(competency),
        cells: [
          ...columns.flatMap(({ gaps: own }) =>
            own[row]
              ? [
                  shownCell(
                    own[row],
                    shownOf(own[row]),
                    show === 'mean' ? (value) => format.decimal(value, 2) : (value) => format.percent(value, 1),
                    text,
                  ),
                ]
              : [],
          ),
          ...(gaps.all[row]
            ? [
                { kind: 'number' as const, value: gaps.all[row].n, text: format.integer(gaps.all[row].n) },
                { kind: 'number' as const, value: gaps.all[row].notRated, text: format.integer(gaps.all[row].notRated) },
              ]
            : []),
        ],
      })),
    };
    const ranked = gaps.all
      .flatMap((gap, row) => ('meanGap' in gap ? [{ competency: gaps.competencies[row] ?? '', gap: gap.meanGap }] : []))
      .sort((a, b) => b.gap - a.gap);
    const top = ranked.slice(0, 3).map(({ competency, gap }) => `${names.competency(competency)} (${format.decimal(gap, 1)})`);
    return {
      option: matrix(
        gaps.competencies.map((competency) => names.competency(competency)),
        columns.map(({ name }) => name),
        drawn,
      ),
      table: behind,
      heads: columns.map(({ name }) => name),
      says: top.length === 0 ? undefined : t('gaps.says', { list: format.list(top) }),
    };
  }, [gaps, show, text, names, question]);
  return (
    <Figure
      question={question}
      says={says}
      table={table}
      file={`${t('gaps.file')}-${gaps.by}`}
      option={option}
      height={() =>
        matrixHeight(
          gaps.competencies.map((competency) => names.competency(competency)),
          heads,
        )
      }
      minWidth={matrixWidth(heads)}
      controls={controls}
      legend={[{ symbol: 'hatched', text: t('withheld.legend') }]}
      notes={[t('gaps.note'), t('gaps.noteSelfRating')]}
    />
  );
};
