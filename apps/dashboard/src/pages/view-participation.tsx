import type {
  BreakdownAnswer,
  BreakdownDimension,
  CoverageAnswer,
  DashboardAnswer,
  Dimension,
  FunnelAnswer,
} from '../../../../libs/contexts/evaluation/queries/answers.js';
import { Answer } from '../components/answer.js';
import { Choice, useChoice } from '../components/choice.js';
import { useText } from '../i18n.js';
import { Exploratory, Parity, PeopleBreakdown } from '../sections/breakdown.js';
import { Coverage } from '../sections/coverage.js';
import { Crossing } from '../sections/crossing.js';
import { People } from '../sections/people.js';
import { useSession } from '../session.js';

type By = readonly [BreakdownDimension, ...BreakdownDimension[]];
const ALL: By = ['region', 'sector', 'rurality', 'educationLevel', 'gender', 'modality', 'regionalSector', 'isced'];
/** Between countries only the codes that they share are compared. */
const SHARED: By = ['region', 'regionalSector', 'isced', 'rurality', 'gender', 'modality'];

/** What the reader may group by. */
export const useBreakdowns = (): By => (useSession().me?.role === 'regional-officer' ? SHARED : ALL);
const TALLIED: readonly BreakdownDimension[] = ['region', 'sector', 'rurality', 'educationLevel', 'gender'];
/** Whether the dashboard has it; the others are counted when they are asked for. */
export const isTallied = (by: BreakdownDimension): by is Dimension => TALLIED.includes(by);

/** Who takes part. */
export const ParticipationView = () => {
  const { t } = useText();
  const values = useBreakdowns();
  const by = useChoice('by', values);
  const choice = <Choice name="by" label={t('app.by')} values={values} text={(one) => t(`dimension.${one}`)} />;
  const codes = values === SHARED ? '&codes=regional' : '';
  return (
    <>
      <p class="lead">{t('views.participation.lead')}</p>
      {isTallied(by) ? (
        <Answer<DashboardAnswer> of="dashboard">
          {(dashboard) => <People dashboard={dashboard} by={by} controls={choice} />}
        </Answer>
      ) : (
        choice
      )}
      {by !== 'modality' && (
        <Answer<CoverageAnswer> of="coverage">{(coverage) => <Coverage coverage={coverage} by={by} />}</Answer>
      )}
      <Answer<BreakdownAnswer> key={by} of={`breakdown?by=${by}`}>
        {(answer) => (
          <>
            <PeopleBreakdown answer={answer} />
            <Parity answer={answer} />
            <Exploratory exploratory={answer.exploratory} />
          </>
        )}
      </Answer>
      <Answer<FunnelAnswer> of={`funnel?by=sector-rurality-gender${codes}`}>{(funnel) => <Crossing funnel={funnel} />}</Answer>
    </>
  );
};
