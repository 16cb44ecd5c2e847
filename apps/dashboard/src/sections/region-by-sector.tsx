import { useMemo } from 'preact/hooks';
import type { MeasureBreakdown } from '../../../../libs/contexts/evaluation/queries/answers.js';
import { matrix, matrixHeight, matrixWidth, type MatrixCell } from '../charts/matrix.js';
import { diverging } from '../charts/palette.js';
import { Figure } from '../components/figure.js';
import { useText } from '../i18n.js';
import { useNames } from '../pages/cycle-context.js';
import { none, type Cell, type Table } from '../table.js';
import { cellOf, digitsOf, insteadOf, isValue } from './figures.js';
import { WithheldHelp } from './withheld-help.js';

/** The gain of each region in each sector. */
export const RegionBySector = ({ results }: { readonly results: MeasureBreakdown }) => {
  const text = useText();
  const names = useNames();
  const { t, format } = text;
  const { measure, regionBySector } = results;
  const digits = digitsOf(measure);
  const question = t(`regionBySector.question.${measure}`);
  const { option, table, rows, columns } = useMemo(() => {
    const regions = names.inOrder('region', results.by.region, ({ cell }) => cell).map(({ cell }) => cell);
    const sectors = names.inOrder('sector', results.by.sector, ({ cell }) => cell).map(({ cell }) => cell);
    const at = (region: string, sector: string) =>
      regionBySector.find((one) => one.region === region && one.sector === sector)?.gain;
    const largest = Math.max(1e-9, ...regionBySector.map(({ gain }) => (isValue(gain) ? Math.abs(gain.mean) : 0)));
    const signed = (value: number) => format.signed(value, digits);
    const drawn = regions.map((region) =>
      sectors.map((sector): MatrixCell => {
        const gain = at(region, sector);
        const where = `${names.cell('region', region)} · ${names.cell('sector', sector)}`;
        if (!gain) return { kind: 'empty', text: '', tip: '' };
        const pairs = t('gain.pairs', { n: format.integer(gain.nPairs) });
        if (!isValue(gain))
          return {
            kind: 'withheld' in gain ? 'withheld' : 'none',
            text: '–',
            tip: `${where}\n${insteadOf(gain, text)}\n${pairs}`,
          };
        const sure = gain.low !== null && gain.high !== null && (gain.low > 0 || gain.high < 0);
        const interval =
          gain.low === null || gain.high === null
            ? t('gain.noInterval')
            : t('gain.interval', { low: signed(gain.low), high: signed(gain.high) });
        return {
          kind: 'value',
          text: `${signed(gain.mean)}${sure ? '' : ' °'}`,
          colour: diverging((gain.mean / largest) * 0.99),
          tip: `${where}\n${signed(gain.mean)} ${interval}\n${pairs}`,
        };
      }),
    );
    const behind: Table = {
      definition: measure === 'test' ? 'learning-gain@1' : 'self-rating-change@1',
      caption: question,
      columns: [t('dimension.region'), ...sectors.map((sector) => names.cell('sector', sector))],
      rows: regions.map((region) => ({
        id: region,
        header: names.cell('region', region),
        cells: sectors.map((sector): Cell => {
          const gain = at(region, sector);
          return gain ? cellOf(gain, isValue(gain) ? gain.mean : undefined, signed, text) : none(t('group.nobody'));
        }),
      })),
    };
    return {
      option: matrix(
        regions.map((region) => names.cell('region', region)),
        sectors.map((sector) => names.cell('sector', sector)),
        drawn,
      ),
      table: behind,
      rows: regions.map((region) => names.cell('region', region)),
      columns: sectors.map((sector) => names.cell('sector', sector)),
    };
  }, [results, regionBySector, text, names, question, digits]);
  if (rows.length === 0) return null;
  return (
    <Figure
      question={question}
      table={table}
      file={t(`regionBySector.file.${measure}`)}
      option={option}
      height={() => matrixHeight(rows, columns)}
      minWidth={matrixWidth(columns)}
      controls={<WithheldHelp by="crossed" results={results} shows="gain" groups={regionBySector.map(({ gain }) => [gain])} />}
      legend={[{ symbol: 'hatched', text: t('withheld.legend') }]}
      notes={[t('regionBySector.note')]}
    />
  );
};
