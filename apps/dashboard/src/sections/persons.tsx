import type { PersonsAnswer } from '../../../../libs/contexts/evaluation/queries/answers.js';
import { useText } from '../i18n.js';
import { none, type Table } from '../table.js';
import { cellOf, countCell, digitsOf, ratioText } from './figures.js';
import { Tabled } from './tabled.js';

/** Distinct persons, cycle by cycle and over all of them. */
export const Persons = ({ persons }: { readonly persons: PersonsAnswer }) => {
  const text = useText();
  const { t, pick } = text;
  const { cycles, distinct, back } = persons;
  const table: Table = {
    caption: t('persons.question'),
    columns: [t('csv.cycle'), t('people.invited'), t('people.reached'), t('people.trained'), t('persons.repeaters')],
    rows: [
      ...cycles.map((one) => ({
        id: one.cycle,
        header: pick(one.title) || one.cycle,
        cells: [one.invited, one.reached, one.trained, one.repeaters].map((n) => countCell(n, text)),
      })),
      {
        id: 'distinct',
        header: t('persons.distinct'),
        cells: [
          ...[distinct.invited, distinct.reached, distinct.trained].map((n) => countCell(n, text)),
          none(t('app.notApplicable')),
        ],
      },
    ],
    definition: 'distinct-persons@1',
  };
  return (
    <Tabled
      question={t('persons.question')}
      says={back === null ? t('persons.first') : t('persons.back', { ratio: ratioText(back, text) })}
      table={table}
      file={t('persons.file')}
      notes={[t('persons.note')]}
      // One cycle's row and the row of all of them are the same.
      folded={cycles.length === 1}
    />
  );
};

/** What was kept from the end of one cycle to the start of the next. */
export const Retention = ({ persons }: { readonly persons: PersonsAnswer }) => {
  const text = useText();
  const { t, format } = text;
  const table: Table = {
    caption: t('persons.retention.question'),
    columns: [
      t('persons.retention.between'),
      t('persons.retention.pairs'),
      t('persons.retention.meanEnd'),
      t('persons.retention.meanStart'),
      t('gain.column.mean'),
      t('gain.column.low'),
      t('gain.column.high'),
    ],
    rows: persons.retention.map((one) => {
      const digits = digitsOf(one.measure);
      const shown = 'value' in one ? one : undefined;
      const plain = (value: number) => format.decimal(value, digits);
      const signed = (value: number) => format.signed(value, digits);
      return {
        id: `${one.from}-${one.to}-${one.measure}-${one.scale}`,
        header: `${one.from} → ${one.to} · ${t(`measure.${one.measure}`)}`,
        cells: [
          countCell(one.nPairs, text),
          cellOf(one, shown?.meanEnd, plain, text),
          cellOf(one, shown?.meanStart, plain, text),
          ...[shown?.value, shown?.low, shown?.high].map((value) => cellOf(one, value, signed, text)),
        ],
      };
    }),
    definition: 'retention@1',
  };
  if (persons.retention.length === 0) return <p>{t('persons.retention.none')}</p>;
  return (
    <Tabled
      question={t('persons.retention.question')}
      table={table}
      file={t('persons.retention.file')}
      notes={[t('persons.retention.note')]}
    />
  );
};
