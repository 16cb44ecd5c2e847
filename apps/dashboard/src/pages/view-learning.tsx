import type {
  BreakdownAnswer,
  DashboardAnswer,
  Dimension,
  MeasureBreakdown,
  MeasureKind,
} from '../../../../libs/contexts/evaluation/queries/answers.js';
import type { ComponentChildren } from 'preact';
import { Answer } from '../components/answer.js';
import { Choice, useChoice } from '../components/choice.js';
import { Parts } from '../components/parts.js';
import { useText } from '../i18n.js';
import { BeforeAfter } from '../sections/before-after.js';
import { Exploratory, GainBreakdown } from '../sections/breakdown.js';
import { Gain, gainSentence } from '../sections/gain.js';
import { RegionBySector } from '../sections/region-by-sector.js';
import { useSession } from '../session.js';
import { isTallied, useBreakdowns } from './view-participation.js';
import { LEARNING_PARTS } from './views.js';

type Named = Pick<MeasureBreakdown, 'measure' | 'scale'>;

const Measure = ({ results, children }: { readonly results: Named; readonly children: ComponentChildren }) => {
  const { t } = useText();
  const id = `measure-${results.measure}-${results.scale}`;
  return (
    <section class="part" aria-labelledby={id}>
      <h2 id={id}>{t(`measure.${results.measure}`)}</h2>
      <p>{t(`measure.${results.measure}Means`)}</p>
      {children}
    </section>
  );
};

const Tallied = ({ by, shown }: { readonly by: Dimension; readonly shown: MeasureKind }) => {
  const { t } = useText();
  const regional = useSession().me?.role === 'regional-officer';
  return (
    <Answer<DashboardAnswer> of="dashboard">
      {({ measures, plan }) => (
        <>
          <Exploratory exploratory={!plan.planned.includes(by)} />
          {measures.length === 0 ? (
            <p>{t('learning.none')}</p>
          ) : (
            measures
              .filter(({ measure }) => measure === shown)
              .map((results) => (
                <Measure key={`${results.measure}:${results.scale}`} results={results}>
                  <Gain results={results} by={by} />
                  <BeforeAfter results={results} by={by} />
                  {!regional && <RegionBySector results={results} />}
                </Measure>
              ))
          )}
        </>
      )}
    </Answer>
  );
};

/** What was learnt by the test, and how the self-rating changed: two measures that nothing equates. */
export const LearningView = () => {
  const text = useText();
  const { t } = text;
  const values = useBreakdowns();
  const by = useChoice('by', values);
  // The test first: gains come from it.
  const shown = useChoice('part', LEARNING_PARTS);
  return (
    <>
      <p class="lead">{t('views.learning.lead')}</p>
      <Parts parts={LEARNING_PARTS} current={shown} text={(one) => t(`measure.${one}`)} />
      <Choice name="by" label={t('app.by')} values={values} text={(one) => t(`dimension.${one}`)} />
      {isTallied(by) ? (
        <Tallied by={by} shown={shown} />
      ) : (
        <Answer<BreakdownAnswer> key={by} of={`breakdown?by=${by}`}>
          {(answer) => (
            <>
              <Exploratory exploratory={answer.exploratory} />
              {answer.measures
                .filter(({ measure }) => measure === shown)
                .map((results) => (
                  <Measure key={`${results.measure}:${results.scale}`} results={results}>
                    <p class="says">{gainSentence(results, text)}</p>
                    <GainBreakdown answer={answer} results={results} />
                  </Measure>
                ))}
            </>
          )}
        </Answer>
      )}
    </>
  );
};
