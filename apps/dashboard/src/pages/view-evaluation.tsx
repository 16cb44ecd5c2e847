import type { EvaluationAnswer, MeasureEvaluation } from '../../../../libs/contexts/evaluation/queries/answers.js';
import { Answer } from '../components/answer.js';
import { AnswersAtAGlance } from '../components/answers.js';
import { useChoice } from '../components/choice.js';
import { partQuery, Parts } from '../components/parts.js';
import { useText } from '../i18n.js';
import {
  Attrition,
  Distributions,
  EffectSizes,
  Flow,
  Lost,
  Lottery,
  Plan,
  Targeted,
  ThenAndNow,
  TimeToComplete,
} from '../sections/evaluator.js';
import { insteadShortOf } from '../sections/figures.js';
import { gainSentence } from '../sections/gain.js';
import { ResearchRecords } from '../sections/research-records.js';
import { Reliability, reliabilityPath, type ReliabilityAnswer } from '../sections/reliability.js';
import { useRouter } from '../router.js';
import { useResource } from '../session.js';
import { useCycle } from './cycle-context.js';
import { EVALUATION_PARTS } from './views.js';

type Part = (typeof EVALUATION_PARTS)[number];

/** Four questions of an evaluator, each answered by a number that leads to the part it comes from. */
const Glance = () => {
  const text = useText();
  const { t, format } = text;
  const { here } = useRouter();
  const { cycle, path } = useCycle();
  const answer = useResource<EvaluationAnswer>(`${path}/evaluation`).data;
  const test = answer?.measures.find(({ measure }) => measure === 'test');
  const { selfRating, testForms = [] } = cycle.design;
  const [form] = testForms;
  const ofRating = useResource<ReliabilityAnswer>(selfRating ? `${path}/${reliabilityPath(selfRating)}` : null).data;
  const ofTest = useResource<ReliabilityAnswer>(form ? `${path}/${reliabilityPath(form)}` : null).data;
  if (!test) return null;
  const alpha = (one: ReliabilityAnswer | undefined): string =>
    one === undefined
      ? '…'
      : typeof one.whole.alpha === 'number'
        ? format.decimal(one.whole.alpha, 2)
        : insteadShortOf(one.whole.alpha, text);
  const { before, matchedLost } = test;
  const [notYet, lost] = (['notYet', 'lost'] as const).map((what) =>
    (['seat', 'waitlisted', 'noRequest'] as const).reduce((sum, arm) => sum + (answer?.flow[arm][what] ?? 0), 0),
  ) as [number, number];
  const { nPairs, nPre } = test.gain;
  const share = (figure: object | number): string =>
    typeof figure === 'number' ? format.percent(figure, 1) : insteadShortOf(figure, text);
  const { difference } = matchedLost;
  const answers: readonly { key: string; part: Part; value: string; more?: string }[] = [
    {
      key: 'pairs',
      part: 'sure',
      value: format.integer(nPairs),
      more: t(
        `evaluation.glance.${notYet > 0 ? (nPairs === 0 ? 'noneAgain' : 'ofBaselineSoFar') : nPairs === 0 && lost === 0 ? 'noneAgain' : 'ofBaseline'}`,
        {
          n: format.integer(nPre),
          notYet: format.integer(notYet),
          share: nPre > 0 ? format.percent(lost / nPre) : '—',
        },
      ),
    },
    { key: 'alpha', part: 'reliability', value: [ofRating, ofTest].map(alpha).join(' · ') },
    {
      key: 'lost',
      part: 'test',
      value: 'value' in difference ? format.signed(difference.value, 2) : insteadShortOf(difference, text),
    },
    {
      key: 'ends',
      part: 'test',
      value: 'mean' in before ? `${share(before.floor)} · ${share(before.ceiling)}` : insteadShortOf(before, text),
    },
  ];
  return (
    <AnswersAtAGlance
      answers={answers.map(({ key, part, value, more }) => ({
        key,
        value,
        name: t(`evaluation.glance.${key}`),
        more,
        href: here({ part: partQuery(EVALUATION_PARTS, part) }),
        current: false,
      }))}
    />
  );
};

/** The evaluator's first page: how sure the figures are, and what else could explain them. */
export const EvaluationView = () => {
  const text = useText();
  const { cycle } = useCycle();
  const { t } = text;
  const part = (key: string, children: preact.ComponentChildren) => (
    <section class="part" aria-labelledby={`part-${key}`}>
      <h2 id={`part-${key}`}>{t(`evaluation.part.${key}`)}</h2>
      {children}
    </section>
  );
  const shown = useChoice('part', EVALUATION_PARTS);
  const ofMeasures = (
    measures: readonly MeasureEvaluation[],
    content: (results: MeasureEvaluation) => preact.ComponentChildren,
  ) =>
    measures.map((results) => (
      <section
        class="part"
        key={`${results.measure}:${results.scale}`}
        aria-labelledby={`evaluation-${results.measure}-${results.scale}`}
      >
        <h2 id={`evaluation-${results.measure}-${results.scale}`}>{t(`measure.${results.measure}`)}</h2>
        {content(results)}
      </section>
    ));
  const lostAndDistributed = (results: MeasureEvaluation) => (
    <>
      <Lost results={results} />
      <Distributions results={results} />
    </>
  );
  const parts: Readonly<Record<Part, (answer: EvaluationAnswer) => preact.ComponentChildren>> = {
    sure: (answer) => part('flow', <Flow flow={answer.flow} />),
    reliability: () => part('reliability', <Reliability />),
    test: (answer) => (
      <>
        {ofMeasures(
          answer.measures.filter(({ measure }) => measure === 'test'),
          lostAndDistributed,
        )}
      </>
    ),
    rating: (answer) => (
      <>
        {ofMeasures(
          answer.measures.filter(({ measure }) => measure === 'self-rating'),
          lostAndDistributed,
        )}
      </>
    ),
    gain: (answer) => (
      <>
        {part('plan', <Plan plan={answer.plan} />)}
        {ofMeasures(answer.measures, (results) => (
          <>
            <p class="says">{gainSentence(results, text, cycle.stillOpen)}</p>
            <EffectSizes results={results} />
          </>
        ))}
      </>
    ),
    lost: (answer) => (
      <>
        {part('attrition', <Attrition differences={answer.attrition} />)}
        {part('time', <TimeToComplete time={answer.timeToComplete} />)}
      </>
    ),
    records: () => <ResearchRecords />,
    explanations: (answer) =>
      part(
        'explanations',
        <>
          <Targeted targeted={answer.targeted} />
          <Lottery lottery={answer.lottery} />
          <ThenAndNow answer={answer.thenAndNow} />
        </>,
      ),
  };
  return (
    <>
      <p class="lead">{t('views.evaluation.lead')}</p>
      {shown === EVALUATION_PARTS[0] && <Glance />}
      <Parts parts={EVALUATION_PARTS} current={shown} text={(one) => t(`evaluation.parts.${one}`)} />
      <Answer<EvaluationAnswer> of="evaluation">{(answer) => <>{parts[shown](answer)}</>}</Answer>
    </>
  );
};
