import type {
  BreakdownAnswer,
  CoverageAnswer,
  DashboardAnswer,
  FunnelAnswer,
} from '../../../../libs/contexts/evaluation/queries/answers.js';
import { Answer } from '../components/answer.js';
import { AnswersAtAGlance } from '../components/answers.js';
import { Choice, useChoice } from '../components/choice.js';
import { partQuery, Parts } from '../components/parts.js';
import { useText } from '../i18n.js';
import { Exploratory, Parity, PeopleBreakdown } from '../sections/breakdown.js';
import { Coverage } from '../sections/coverage.js';
import { Crossing } from '../sections/crossing.js';
import { People } from '../sections/people.js';
import { ratioText } from '../sections/figures.js';
import { useRouter } from '../router.js';
import { useResource } from '../session.js';
import { isShared, isTallied, useBreakdowns } from './breakdowns.js';
import { useCycle } from './cycle-context.js';
import { PARTICIPATION_PARTS } from './views.js';

type Part = (typeof PARTICIPATION_PARTS)[number];

/** Who was invited, who was reached, who finished: each number leads to the part it comes from. */
const Glance = () => {
  const text = useText();
  const { t, count, format } = text;
  const { here } = useRouter();
  const { path } = useCycle();
  const dashboard = useResource<DashboardAnswer>(`${path}/dashboard`).data;
  const coverage = useResource<CoverageAnswer>(`${path}/coverage`).data;
  const ofInvited = (n: number) =>
    dashboard?.invited ? t('glance.ofInvited', { share: format.percent(n / dashboard.invited) }) : undefined;
  const answers: readonly { key: string; part: Part; n: number | undefined; more?: string }[] = [
    { key: 'invited', part: 'invited', n: dashboard?.invited, more: dashboard && count('glance.inSchools', dashboard.schools) },
    {
      key: 'reached',
      part: 'coverage',
      n: dashboard?.reached.n,
      more:
        coverage?.population.total == null
          ? undefined
          : ratioText(
              { n: coverage.all.reached, of: coverage.population.total, share: coverage.all.coverage },
              { ...text, format: { ...format, percent: (share) => format.percent(share, 2) } },
            ),
    },
    { key: 'trained', part: 'finishing', n: dashboard?.trained.n, more: dashboard && ofInvited(dashboard.trained.n) },
  ];
  return (
    <AnswersAtAGlance
      answers={answers.map(({ key, part, n, more }) => ({
        key,
        value: n === undefined ? undefined : format.integer(n),
        name: t(`glance.participation.${key}`),
        more,
        href: here({ part: partQuery(PARTICIPATION_PARTS, part) }),
        current: false,
      }))}
    />
  );
};

/** Who takes part. */
export const ParticipationView = () => {
  const { t } = useText();
  const values = useBreakdowns();
  const shown = useChoice('part', PARTICIPATION_PARTS);
  const by = useChoice('by', values);
  const choice = <Choice name="by" label={t('app.by')} values={values} text={(one) => t(`dimension.${one}`)} />;
  const codes = isShared(values) ? '&codes=regional' : '';
  const parts: Readonly<Record<Part, () => preact.JSX.Element>> = {
    invited: () =>
      isTallied(by) ? (
        <Answer<DashboardAnswer> of="dashboard">
          {(dashboard) => <People dashboard={dashboard} by={by} controls={choice} />}
        </Answer>
      ) : (
        <>
          {choice}
          <Answer<BreakdownAnswer> key={by} of={`breakdown?by=${by}`}>
            {(answer) => <PeopleBreakdown answer={answer} />}
          </Answer>
        </>
      ),
    coverage: () =>
      by === 'modality' ? (
        <>
          {choice}
          <p>{t('coverage.notByModality')}</p>
        </>
      ) : (
        <Answer<CoverageAnswer> of="coverage">{(coverage) => <Coverage coverage={coverage} by={by} controls={choice} />}</Answer>
      ),
    finishing: () => (
      <>
        {choice}
        <Answer<BreakdownAnswer> key={by} of={`breakdown?by=${by}`}>
          {(answer) => (
            <>
              <PeopleBreakdown answer={answer} />
              <Parity answer={answer} />
              <Exploratory exploratory={answer.exploratory} />
            </>
          )}
        </Answer>
      </>
    ),
    crossed: () => (
      <Answer<FunnelAnswer> of={`funnel?by=sector-rurality-gender${codes}`}>{(funnel) => <Crossing funnel={funnel} />}</Answer>
    ),
  };
  return (
    <>
      <p class="lead">{t('views.participation.lead')}</p>
      {shown === PARTICIPATION_PARTS[0] && <Glance />}
      <Parts parts={PARTICIPATION_PARTS} current={shown} text={(one) => t(`participation.parts.${one}`)} />
      {parts[shown]()}
    </>
  );
};
