import type {
  BreakdownAnswer,
  CoverageAnswer,
  DashboardAnswer,
  DataStateAnswer,
  FunnelAnswer,
  PersonsAnswer,
} from '../../../../libs/contexts/evaluation/queries/answers.js';
import { Answer } from '../components/answer.js';
import { useChoice } from '../components/choice.js';
import { Parts } from '../components/parts.js';
import { useText } from '../i18n.js';
import { Link, useRouter } from '../router.js';
import { Exploratory, GainBreakdown, Parity, PeopleBreakdown } from '../sections/breakdown.js';
import { Coverage } from '../sections/coverage.js';
import { Crossing } from '../sections/crossing.js';
import { ratioText } from '../sections/figures.js';
import { Funnel } from '../sections/funnel.js';
import { Gain, gainInShort, gainSentence } from '../sections/gain.js';
import { People } from '../sections/people.js';
import { Persons } from '../sections/persons.js';
import { Reached } from '../sections/reached.js';
import { StateSummary } from '../sections/state-of-data.js';
import { useSession } from '../session.js';
import { useCycle } from './cycle-context.js';
import { OVERVIEW_PARTS } from './views.js';

const Headline = ({ dashboard }: { readonly dashboard: DashboardAnswer }) => {
  const text = useText();
  const { t, format } = text;
  const { here } = useRouter();
  const test = dashboard.measures.find(({ measure }) => measure === 'test');
  const figures = [
    {
      key: 'reached',
      value: format.integer(dashboard.reached.n),
      more: dashboard.reached.of === null ? t('headline.noTarget') : ratioText(dashboard.reached, text),
    },
    {
      key: 'trained',
      value: format.integer(dashboard.trained.n),
      more: dashboard.trained.of === null ? t('headline.noTarget') : ratioText(dashboard.trained, text),
    },
    ...(test ? [{ key: 'gain', ...gainInShort(test.gain, text), href: here({ part: 'learning' }) }] : []),
    { key: 'invited', value: format.integer(dashboard.invited), more: t('headline.distinct') },
    { key: 'schools', value: format.integer(dashboard.schools), more: t('headline.withInvited') },
  ];
  return (
    <dl class="headline">
      {figures.map((figure) => (
        <div key={figure.key} data-headline={figure.key}>
          <dt>{t(`headline.${figure.key}`)}</dt>
          <dd>
            <span class="headline-value">{figure.value}</span>
            <span class="headline-more">{figure.more}</span>
            {'href' in figure && (
              <Link class="headline-link" href={figure.href}>
                {t('headline.gainMore')}
              </Link>
            )}
          </dd>
        </div>
      ))}
    </dl>
  );
};

/** The first page: what the programme has reached, how, and how far the data can be trusted. */
export const OverviewView = () => {
  const text = useText();
  const { t } = text;
  const { me } = useSession();
  // Between countries only the codes that they share are compared.
  const regional = me?.role === 'regional-officer';
  const { to } = useRouter();
  const { country, cycle } = useCycle();
  const more = (view: string, key: string) => (
    <p class="more">
      <Link href={to([country.country, cycle.cycle, view])}>{t(key)}</Link>
    </p>
  );
  const shown = useChoice('part', OVERVIEW_PARTS);
  const main = () => (
    <>
      <Answer<DashboardAnswer> of="dashboard">{(dashboard) => <Headline dashboard={dashboard} />}</Answer>
      <section class="part" aria-labelledby="part-state">
        <h2 id="part-state">{t('overview.state')}</h2>
        <Answer<DataStateAnswer> of="data-state">{(state) => <StateSummary state={state} />}</Answer>
        {more('data', 'overview.moreData')}
      </section>
      <section class="part" aria-labelledby="part-reach">
        <h2 id="part-reach">{t('overview.reach')}</h2>
        <Answer<DashboardAnswer> of="dashboard">{(dashboard) => <Reached dashboard={dashboard} />}</Answer>
        <Answer<PersonsAnswer> of="persons">{(persons) => <Persons persons={persons} />}</Answer>
        <Answer<FunnelAnswer> of="funnel">{(funnel) => <Funnel funnel={funnel} />}</Answer>
      </section>
    </>
  );
  const learning = () => (
    <>
      <section class="part" aria-labelledby="part-learning">
        <h2 id="part-learning">{t('overview.learning')}</h2>
        {regional ? (
          <Answer<BreakdownAnswer> of="breakdown?by=regionalSector">
            {(answer) => (
              <>
                {answer.measures
                  .filter(({ measure }) => measure === 'test')
                  .map((results) => (
                    <div key={results.scale}>
                      <p class="says">{gainSentence(results, text, cycle.stillOpen)}</p>
                      <GainBreakdown answer={answer} results={results} />
                    </div>
                  ))}
                <Exploratory exploratory={answer.exploratory} />
              </>
            )}
          </Answer>
        ) : (
          <Answer<DashboardAnswer> of="dashboard">
            {({ measures }) =>
              measures
                .filter(({ measure }) => measure === 'test')
                .map((results) => <Gain key={results.scale} results={results} by="sector" />)
            }
          </Answer>
        )}
        {more('learning', 'overview.moreLearning')}
      </section>
    </>
  );
  const who = () => (
    <section class="part" aria-labelledby="part-who">
      <h2 id="part-who">{t('overview.who')}</h2>
      <Answer<CoverageAnswer> of="coverage">{(coverage) => <Coverage coverage={coverage} by="region" />}</Answer>
      <Answer<DashboardAnswer> of="dashboard">{(dashboard) => <People dashboard={dashboard} by="region" />}</Answer>
      {more('participation', 'overview.moreParticipation')}
    </section>
  );
  const groups = () => (
    <section class="part" aria-labelledby="part-groups">
      <h2 id="part-groups">{t('overview.groups')}</h2>
      <Answer<FunnelAnswer> of={`funnel?by=sector-rurality-gender${regional ? '&codes=regional' : ''}`}>
        {(funnel) => <Crossing funnel={funnel} />}
      </Answer>
      {regional && (
        <Answer<BreakdownAnswer> of="breakdown?by=regionalSector">
          {(answer) => (
            <>
              <PeopleBreakdown answer={answer} />
              <Parity answer={answer} />
            </>
          )}
        </Answer>
      )}
      {more('participation', 'overview.moreParticipation')}
    </section>
  );
  const parts: Readonly<Record<(typeof OVERVIEW_PARTS)[number], () => preact.JSX.Element>> = { main, learning, who, groups };
  return (
    <>
      <Parts parts={OVERVIEW_PARTS} current={shown} text={(one) => t(`overview.parts.${one}`)} />
      {parts[shown]()}
    </>
  );
};
