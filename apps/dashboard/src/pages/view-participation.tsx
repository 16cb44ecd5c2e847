import type { DashboardAnswer, Dimension, FunnelAnswer } from '../../../../libs/contexts/evaluation/queries/answers.js';
import { Answer } from '../components/answer.js';
import { Choice, useChoice } from '../components/choice.js';
import { useText } from '../i18n.js';
import { Crossing } from '../sections/crossing.js';
import { People } from '../sections/people.js';

export const BY: readonly [Dimension, ...Dimension[]] = ['region', 'sector', 'rurality', 'educationLevel', 'gender'];

/** Who takes part. */
export const ParticipationView = () => {
  const { t } = useText();
  const by = useChoice('by', BY);
  const choice = <Choice name="by" label={t('app.by')} values={BY} text={(one) => t(`dimension.${one}`)} />;
  return (
    <>
      <p class="lead">{t('views.participation.lead')}</p>
      <Answer<DashboardAnswer> of="dashboard">{(dashboard) => <People dashboard={dashboard} by={by} controls={choice} />}</Answer>
      <Answer<FunnelAnswer> of="funnel?by=sector-rurality-gender">{(funnel) => <Crossing funnel={funnel} />}</Answer>
    </>
  );
};
