import { Answer } from '../components/answer.js';
import { useText } from '../i18n.js';
import { useCycle, useNames } from '../pages/cycle-context.js';
import { none, number, type Cell, type Table } from '../table.js';
import { cellOf, countCell, insteadOf } from './figures.js';
import { Tabled } from './tabled.js';

/** GET …/cycles/:cycle/instruments/:instrument/reliability */
interface Alpha {
  readonly items: number;
  readonly n: number;
  readonly excluded: number;
  readonly alpha: number | { readonly withheld: 'primary' | 'complementary' } | { readonly notEstimable: string };
}
export interface ReliabilityAnswer {
  readonly measure: 'self-rating' | 'test';
  readonly whole: Alpha;
  readonly dimensions: readonly (Alpha & { readonly dimension: string })[];
}

/** Where the answer about one version of an instrument is read, under the cycle. */
export const reliabilityPath = ({ instrument, version }: { readonly instrument: string; readonly version: number }): string =>
  `instruments/${encodeURIComponent(instrument)}/reliability?version=${version}`;

/** How well each instrument of the cycle measured before the courses: Cronbach's α. */
export const Reliability = () => {
  const text = useText();
  const { t, pick, format } = text;
  const { cycle, framework } = useCycle();
  const names = useNames();
  const { selfRating, testForms = [] } = cycle.design;
  const refs = [...(selfRating ? [selfRating] : []), ...testForms];
  const alphaCell = ({ alpha }: Alpha): Cell => {
    if (typeof alpha !== 'number') return cellOf(alpha, undefined, String, text);
    return number(alpha, format.decimal(alpha, 2));
  };
  const dimensionName = (code: string) => {
    const found = framework?.dimensions.find((one) => one.code === code);
    return found ? `${code} ${pick(found.name)}` : names.competency(code);
  };
  const questionOf = (instrument: string): string => {
    const form = testForms.findIndex((one) => one.instrument === instrument);
    const named =
      form === -1
        ? t('evaluation.reliability.rating')
        : t('evaluation.reliability.form', { form: String.fromCharCode(65 + form) });
    return t('evaluation.reliability.question', { instrument: named });
  };
  const saysOf = ({ alpha, items, n }: Alpha): string =>
    typeof alpha === 'number'
      ? t('evaluation.reliability.says', {
          alpha: format.decimal(alpha, 2),
          items: format.integer(items),
          n: format.integer(n),
        })
      : insteadOf(alpha, text);
  const tableOf = (instrument: string, answer: ReliabilityAnswer): Table => ({
    caption: questionOf(instrument),
    columns: [
      t('evaluation.reliability.part'),
      t('evaluation.reliability.alpha'),
      t('evaluation.reliability.items'),
      t('table.persons'),
      t('evaluation.reliability.excluded'),
    ],
    rows: [
      { id: 'whole', header: t('evaluation.reliability.whole'), alpha: answer.whole },
      ...answer.dimensions.map((one) => ({ id: one.dimension, header: dimensionName(one.dimension), alpha: one })),
    ].map(({ id, header, alpha }) => ({
      id,
      header,
      cells: [alphaCell(alpha), countCell(alpha.items, text), countCell(alpha.n, text), countCell(alpha.excluded, text)],
    })),
    definition: 'reliability@1',
  });
  if (refs.length === 0) return <p>{none(t('group.unknown')).text}</p>;
  return (
    <>
      {refs.map(({ instrument, version }) => (
        <Answer<ReliabilityAnswer> key={`${instrument}@${version}`} of={reliabilityPath({ instrument, version })}>
          {(answer) => (
            <Tabled
              question={questionOf(instrument)}
              says={saysOf(answer.whole)}
              folded
              table={tableOf(instrument, answer)}
              file={`${t('evaluation.reliability.file')}-${instrument}`}
            />
          )}
        </Answer>
      ))}
    </>
  );
};
