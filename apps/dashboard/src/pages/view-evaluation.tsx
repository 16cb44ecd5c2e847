import type { EvaluationAnswer, MeasureEvaluation } from '../../../../libs/contexts/evaluation/queries/answers.js';
import { Answer } from '../components/answer.js';
import { useChoice } from '../components/choice.js';
import { Parts } from '../components/parts.js';
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
import { gainSentence } from '../sections/gain.js';
import { ResearchRecords } from '../sections/research-records.js';
import { Reliability } from '../sections/reliability.js';
import { EVALUATION_PARTS } from './views.js';

/** The evaluator's first page: how sure the figures are, and what else could explain them. */
export const EvaluationView = () => {
  const text = useText();
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
  const parts: Readonly<Record<(typeof EVALUATION_PARTS)[number], (answer: EvaluationAnswer) => preact.ComponentChildren>> = {
    sure: (answer) => (
      <>
        {part('flow', <Flow flow={answer.flow} />)}
        {part('reliability', <Reliability />)}
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
            <p class="says">{gainSentence(results, text)}</p>
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
      <Parts parts={EVALUATION_PARTS} current={shown} text={(one) => t(`evaluation.parts.${one}`)} />
      <Answer<EvaluationAnswer> of="evaluation">{(answer) => <>{parts[shown](answer)}</>}</Answer>
    </>
  );
};
