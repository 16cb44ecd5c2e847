import type { Measure } from '../api/types.js';
import { DataTable } from '../components/data-table.js';
import { useText } from '../i18n.js';
import { useCycle } from '../pages/cycle-context.js';
import { none, number, type Cell, type Table } from '../table.js';
import { Certification } from './certification.js';
import { attemptOf } from './journey.js';
import type { Own } from './use-own.js';

/** One's own results, each measure on its own scale; a change only within one. */
export const ResultsPart = ({ own }: { readonly own: Own }) => {
  const { t, format } = useText();
  const { country, cycle } = useCycle();
  const scoreOf = (measure: Measure, occasion: 'baseline' | 'final') => {
    const score = attemptOf(own.attempts, measure, occasion)?.result?.whole.score;
    return typeof score === 'number' ? score / 100 : undefined;
  };
  const row = (measure: Measure) => {
    const digits = measure === 'test' ? 1 : 2;
    const [first, last] = [scoreOf(measure, 'baseline'), scoreOf(measure, 'final')];
    const scales = new Set(
      (['baseline', 'final'] as const).flatMap((occasion) => attemptOf(own.attempts, measure, occasion)?.scale ?? []),
    );
    const cell = (value: number | undefined): Cell =>
      value === undefined ? none(t('results.notYet')) : number(value, format.decimal(value, digits));
    const change = first !== undefined && last !== undefined && scales.size === 1 ? last - first : undefined;
    return {
      id: measure,
      header: t(`results.${measure}`),
      cells: [
        cell(first),
        cell(last),
        change === undefined ? none(t('results.noChange')) : number(change, format.signed(change, digits)),
      ],
    };
  };
  const table: Table = {
    caption: t('part.results.title'),
    columns: [t('state.measure'), t('results.first'), t('results.last'), t('results.change')],
    rows: [row('test'), row('self-rating')],
  };
  return (
    <>
      <p class="lead">{t('results.lead')}</p>
      <DataTable table={table} />
      <p class="note">{t('results.note')}</p>
      <h2>{t('certification.title')}</h2>
      <Certification base={`/v1/${encodeURIComponent(country.country)}`} cycle={cycle.cycle} />
      <p class="note">{t('teacher.never')}</p>
    </>
  );
};
