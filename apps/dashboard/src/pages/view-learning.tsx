import type { DashboardAnswer, Dimension, MeasureBreakdown } from '../../../../libs/contexts/evaluation/queries/answers.js';
import { Answer } from '../components/answer.js';
import { Choice, useChoice } from '../components/choice.js';
import { useText } from '../i18n.js';
import { BeforeAfter } from '../sections/before-after.js';
import { Gain } from '../sections/gain.js';
import { RegionBySector } from '../sections/region-by-sector.js';
import { BY } from './view-participation.js';

const Measure = ({ results, by }: { readonly results: MeasureBreakdown; readonly by: Dimension }) => {
  const { t } = useText();
  const id = `measure-${results.measure}-${results.scale}`;
  return (
    <section class="part" aria-labelledby={id}>
      <h2 id={id}>{t(`measure.${results.measure}`)}</h2>
      <p>{t(`measure.${results.measure}Means`)}</p>
      <Gain results={results} by={by} />
      <BeforeAfter results={results} by={by} />
      <RegionBySector results={results} />
    </section>
  );
};

/** What was learnt by the test, and how the self-rating changed: two measures that nothing equates. */
export const LearningView = () => {
  const { t } = useText();
  const by = useChoice('by', BY);
  return (
    <>
      <p class="lead">{t('views.learning.lead')}</p>
      <Choice name="by" label={t('app.by')} values={BY} text={(one) => t(`dimension.${one}`)} />
      <Answer<DashboardAnswer> of="dashboard">
        {({ measures }) =>
          measures.length === 0 ? (
            <p>{t('learning.none')}</p>
          ) : (
            // The test first: gains come from it.
            [...measures]
              .sort((a, b) => (a.measure < b.measure ? 1 : -1))
              .map((results) => <Measure key={`${results.measure}:${results.scale}`} results={results} by={by} />)
          )
        }
      </Answer>
    </>
  );
};
