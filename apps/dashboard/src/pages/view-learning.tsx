import type {
  BreakdownAnswer,
  DashboardAnswer,
  Dimension,
  MeasureBreakdown,
} from '../../../../libs/contexts/evaluation/queries/answers.js';
import type { ComponentChildren } from 'preact';
import { Answer } from '../components/answer.js';
import { AnswersAtAGlance } from '../components/answers.js';
import { Choice, useChoice } from '../components/choice.js';
import { partQuery, Parts } from '../components/parts.js';
import { useText } from '../i18n.js';
import { BeforeAfter } from '../sections/before-after.js';
import { Exploratory, GainBreakdown } from '../sections/breakdown.js';
import { Gain, gainInShort, gainSentence } from '../sections/gain.js';
import { RegionBySector } from '../sections/region-by-sector.js';
import { useRouter } from '../router.js';
import { useResource, useSession } from '../session.js';
import { isTallied, useBreakdowns } from './breakdowns.js';
import { useCycle } from './cycle-context.js';
import { LEARNING_PARTS } from './views.js';

type Named = Pick<MeasureBreakdown, 'measure' | 'scale'>;
type Part = (typeof LEARNING_PARTS)[number];

/** As the parts of the page. */
const inOrder = <One extends Named>(measures: readonly One[]): readonly One[] =>
  [...measures].sort((a, b) => LEARNING_PARTS.indexOf(a.measure) - LEARNING_PARTS.indexOf(b.measure));

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

/** The change in each measure and how sure it is; each leads to where it comes from. */
const Glance = () => {
  const text = useText();
  const { t } = text;
  const { here } = useRouter();
  const { path } = useCycle();
  const dashboard = useResource<DashboardAnswer>(`${path}/dashboard`).data;
  if (!dashboard) return null;
  return (
    <AnswersAtAGlance
      answers={inOrder(dashboard.measures).map(({ measure, scale, gain }) => ({
        key: `${measure}:${scale}`,
        ...gainInShort(gain, text),
        name: t(`glance.learning.${measure}`),
        href: here({ part: partQuery(LEARNING_PARTS, measure) }),
        current: false,
      }))}
    />
  );
};

/** One of the measures, with its groups as the dashboard counts them. */
const Tallied = ({ by, shown }: { readonly by: Dimension; readonly shown: Part }) => {
  const { t } = useText();
  return (
    <Answer<DashboardAnswer> of="dashboard">
      {({ measures, plan }) =>
        measures.length === 0 ? (
          <p>{t('learning.none')}</p>
        ) : (
          <>
            {inOrder(measures)
              .filter(({ measure }) => shown === 'crossed' || shown.startsWith(measure))
              .map((results) => (
                <Measure key={`${results.measure}:${results.scale}`} results={results}>
                  {shown === 'crossed' ? (
                    <RegionBySector results={results} />
                  ) : shown === results.measure ? (
                    <Gain results={results} by={by} />
                  ) : (
                    <BeforeAfter results={results} by={by} />
                  )}
                </Measure>
              ))}
            {shown !== 'crossed' && <Exploratory exploratory={!plan.planned.includes(by)} />}
          </>
        )
      }
    </Answer>
  );
};

/** What was learnt by the test, and how the self-rating changed: two measures that nothing equates. */
export const LearningView = () => {
  const text = useText();
  const { cycle } = useCycle();
  const { t } = text;
  // Region by sector is in the country's own codes; a regional office compares by the shared ones.
  const regional = useSession().me?.role === 'regional-officer';
  const parts = LEARNING_PARTS.filter((part) => !(regional && part === 'crossed')) as unknown as readonly [Part, ...Part[]];
  // The test first: gains come from it.
  const shown = useChoice('part', parts);
  const all = useBreakdowns();
  // Scores are kept by the groups that the dashboard counts.
  const values = shown.endsWith('-scores') ? (all.filter(isTallied) as unknown as typeof all) : all;
  const by = useChoice('by', values);
  return (
    <>
      <p class="lead">{t('views.learning.lead')}</p>
      {shown === parts[0] && <Glance />}
      <Parts parts={parts} current={shown} text={(one) => t(`learning.parts.${one}`)} />
      {shown !== 'crossed' && <Choice name="by" label={t('app.by')} values={values} text={(one) => t(`dimension.${one}`)} />}
      {shown === 'crossed' || isTallied(by) ? (
        <Tallied by={isTallied(by) ? by : 'region'} shown={shown} />
      ) : (
        <Answer<BreakdownAnswer> key={by} of={`breakdown?by=${by}`}>
          {(answer) => (
            <>
              {answer.measures
                .filter(({ measure }) => measure === shown)
                .map((results) => (
                  <Measure key={`${results.measure}:${results.scale}`} results={results}>
                    <p class="says">{gainSentence(results, text, cycle.stillOpen)}</p>
                    <GainBreakdown answer={answer} results={results} />
                  </Measure>
                ))}
              <Exploratory exploratory={answer.exploratory} />
            </>
          )}
        </Answer>
      )}
    </>
  );
};
