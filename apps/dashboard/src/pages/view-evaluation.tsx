import type { EvaluationAnswer } from '../../../../libs/contexts/evaluation/queries/answers.js';
import { Answer } from '../components/answer.js';
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
import { Reliability } from '../sections/reliability.js';

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
  return (
    <>
      <p class="lead">{t('views.evaluation.lead')}</p>
      <Answer<EvaluationAnswer> of="evaluation">
        {(answer) => (
          <>
            {part('flow', <Flow flow={answer.flow} />)}
            {part('plan', <Plan plan={answer.plan} />)}
            {part('reliability', <Reliability />)}
            {answer.measures.map((results) => (
              <section
                class="part"
                key={`${results.measure}:${results.scale}`}
                aria-labelledby={`evaluation-${results.measure}-${results.scale}`}
              >
                <h2 id={`evaluation-${results.measure}-${results.scale}`}>{t(`measure.${results.measure}`)}</h2>
                <p class="says">{gainSentence(results, text)}</p>
                <EffectSizes results={results} />
                <Lost results={results} />
                <Distributions results={results} />
              </section>
            ))}
            {part('attrition', <Attrition differences={answer.attrition} />)}
            {part('time', <TimeToComplete time={answer.timeToComplete} />)}
            {part(
              'explanations',
              <>
                <Targeted targeted={answer.targeted} />
                <Lottery lottery={answer.lottery} />
                <ThenAndNow answer={answer.thenAndNow} />
              </>,
            )}
          </>
        )}
      </Answer>
    </>
  );
};
