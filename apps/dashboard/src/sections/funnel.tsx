import { useMemo } from 'preact/hooks';
import type { FunnelAnswer, FunnelStep } from '../../../../libs/contexts/evaluation/queries/answers.js';
import { bars } from '../charts/bars.js';
import { roundUp, rowsHeight } from '../charts/layout.js';
import { Figure } from '../components/figure.js';
import { useText, type Text } from '../i18n.js';
import { none, type Table } from '../table.js';
import { useCycle } from '../pages/cycle-context.js';
import type { Cycle, Stage } from '../api/types.js';
import { countCell, shareCell } from './figures.js';

/** Why a step has no number: nobody counted who could take part, or the cycle certifies nobody. */
export const notCounted = (step: FunnelStep['step'], { t }: Text): string =>
  t(step === 'certified' ? 'funnel.notCertifying' : 'funnel.notCounted');

/** In which stage a step is taken: as long as that is open, who is missing has not come yet. */
const STAGE_OF: Readonly<Record<FunnelStep['step'], Stage | undefined>> = {
  eligible: undefined,
  invited: undefined,
  consented: 'self-assessment',
  started: 'self-assessment',
  submitted: 'self-assessment',
  'profile-seen': 'learning',
  'path-accepted': 'learning',
  enrolled: 'learning',
  'course-started': 'learning',
  'course-completed': 'learning',
  'final-test': 'evaluation',
  certified: 'evaluation',
};
/** Who of those before the step can still come to it. */
const openFor = (step: FunnelStep['step'], cycle: Cycle): 'everybody' | 'some' | 'nobody' => {
  const stage = STAGE_OF[step];
  return stage === undefined ? 'nobody' : cycle.stillOpen[stage];
};

/** From the eligible to the certified, each step against the one before. The eligible are many times the others: they are said, not drawn. */
export const Funnel = ({ funnel }: { readonly funnel: FunnelAnswer }) => {
  const text = useText();
  const { t, count, format, pick } = text;
  const { cycle } = useCycle();
  const { all, certification, population } = funnel;
  const counted = all.steps.filter(({ n }) => n !== null).map(({ step }) => step);
  const open = (whom: 'everybody' | 'some') => counted.filter((step) => openFor(step, cycle) === whom);
  const named = (steps: readonly FunnelStep['step'][]) => format.list(steps.map((step) => t(`step.${step}`)));
  const ahead = [...open('everybody'), ...open('some')].length > 0;
  const question = t(ahead ? 'funnel.questionSoFar' : 'funnel.question');
  const { option, table, height } = useMemo(() => {
    const drawn = all.steps.flatMap(({ step, n, ...against }) =>
      step === 'eligible' || n === null ? [] : [{ step, n, ...against }],
    );
    const rows = drawn.map(({ step, n, ofPrevious, ofFirst }) => {
      const share = step === 'invited' ? undefined : ofPrevious?.share;
      const ofBefore = typeof share === 'number' ? format.percent(share) : '';
      return {
        name: t(`step.${step}`),
        value: n,
        label: [format.integer(n), ofBefore].filter((part) => part !== '').join(' · '),
        tip: [
          t(`step.${step}`),
          count('people', n),
          ...(ofBefore === '' ? [] : [t('funnel.ofPreviousTip', { share: ofBefore })]),
          ...(typeof ofPrevious?.low === 'number' && typeof ofPrevious.high === 'number'
            ? [t('gain.interval', { low: format.percent(ofPrevious.low, 1), high: format.percent(ofPrevious.high, 1) })]
            : []),
          ...(typeof ofFirst?.share !== 'number' ? [] : [t('funnel.ofFirstTip', { share: format.percent(ofFirst.share) })]),
          ...(STAGE_OF[step] === undefined ? [] : [t(`funnel.missing.${openFor(step, cycle)}`)]),
        ].join('\n'),
      };
    });
    const behind: Table = {
      definition: 'funnel@1',
      caption: question,
      columns: [
        t('funnel.step'),
        t('table.persons'),
        t('funnel.ofPrevious'),
        t('funnel.low'),
        t('funnel.high'),
        t('funnel.ofFirst'),
        t('funnel.firstLow'),
        t('funnel.firstHigh'),
        t('funnel.anyhow'),
        t('funnel.missing.title'),
      ],
      rows: all.steps.map(({ step, n, anyhow, ofPrevious, ofFirst }) => ({
        id: step,
        header: t(`step.${step}`),
        cells: [
          n === null ? none(notCounted(step, text)) : countCell(n, text),
          shareCell(ofPrevious?.share ?? null, text),
          shareCell(ofPrevious?.low ?? null, text),
          shareCell(ofPrevious?.high ?? null, text),
          shareCell(ofFirst?.share ?? null, text),
          shareCell(ofFirst?.low ?? null, text),
          shareCell(ofFirst?.high ?? null, text),
          anyhow === null ? none(notCounted(step, text)) : countCell(anyhow, text),
          STAGE_OF[step] === undefined || n === null
            ? none(t('app.notApplicable'))
            : { kind: 'text' as const, text: t(`funnel.missing.${openFor(step, cycle)}`) },
        ],
      })),
    };
    const max = roundUp(Math.max(1, ...drawn.map(({ n }) => n)));
    return {
      option: bars(rows, { max, counts: true, axis: (value) => format.integer(value), right: 110 }),
      table: behind,
      height: (width: number) => rowsHeight(rows, width, 34, 40),
    };
  }, [all, text, cycle, question]);
  const [eligible, invited] = all.steps;
  const share = invited?.ofPrevious?.share;
  // What there is nobody of needs no sentence.
  const said = (key: string, n: number) => (n === 0 ? [] : [count(key, n)]);
  return (
    <Figure
      question={question}
      says={
        ahead
          ? (['everybody', 'some'] as const)
              .flatMap((whom) => (open(whom).length > 0 ? [t(`funnel.soFar.${whom}`, { steps: named(open(whom)) })] : []))
              .join(' ')
          : undefined
      }
      table={table}
      file={t('funnel.file')}
      option={option}
      height={height}
      notes={[
        typeof eligible?.n === 'number' && population
          ? t('funnel.eligible', {
              n: format.integer(eligible.n),
              // A day of the calendar, whatever the reader's zone.
              asOf: format.date(`${population.asOf}T12:00:00Z`),
              status: t(population.status === 'official' ? 'funnel.official' : 'funnel.illustrative'),
              share: typeof share === 'number' ? format.percent(share, share < 0.005 ? 2 : 1) : '–',
            })
          : t('funnel.noPopulation'),
        t('funnel.note'),
        certification ? pick(certification.note) : t('funnel.notCertifyingNote'),
        [
          ...said('funnel.waitlisted', all.waitlisted),
          ...said('funnel.waitlistedFinalTest', all.waitlistedFinalTest),
          ...said('funnel.late', all.late),
          ...said('funnel.withdrawn', all.withdrawn),
          ...said('funnel.withoutStatistics', all.withoutStatistics),
          ...said('funnel.erased', all.erased),
          ...said('funnel.repeaters', all.repeaters),
        ].join(' '),
      ]}
    />
  );
};
