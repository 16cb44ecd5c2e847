import type { GapDimension, GapHeatMapAnswer } from '../../../../libs/contexts/evaluation/queries/answers.js';
import type { NeedAgainstOfferAnswer } from '../../../../libs/contexts/evaluation/queries/need-answers.js';
import { Answer } from '../components/answer.js';
import { Choice, useChoice } from '../components/choice.js';
import { useText } from '../i18n.js';
import { useSession } from '../session.js';
import { GapHeatMap, type GapShown } from '../sections/gap-heat-map.js';
import { NeedAgainstOffer } from '../sections/need-against-offer.js';

type By = readonly [GapDimension, ...GapDimension[]];
const GAP_BY: By = ['sector', 'region', 'educationLevel', 'rurality', 'gender', 'regionalSector', 'isced'];
/** Between countries only the codes that they share are compared. */
const SHARED: By = ['regionalSector', 'region', 'isced', 'rurality', 'gender'];
const SHOW: readonly [GapShown, ...GapShown[]] = ['mean', 'share'];

/** Where teachers rate themselves below what is expected of them. */
export const GapsView = () => {
  const { t } = useText();
  const values = useSession().me?.role === 'regional-officer' ? SHARED : GAP_BY;
  const by = useChoice('by', values);
  const show = useChoice('show', SHOW);
  const controls = (
    <div class="choices-row">
      <Choice name="by" label={t('app.by')} values={values} text={(one) => t(`dimension.${one}`)} />
      <Choice name="show" label={t('gaps.showLabel')} values={SHOW} text={(one) => t(`gaps.show.${one}`)} />
    </div>
  );
  return (
    <>
      <p class="lead">{t('views.gaps.lead')}</p>
      <Answer<GapHeatMapAnswer> key={by} of={`gap-heat-map?by=${by}`}>
        {(gaps) => <GapHeatMap gaps={gaps} show={show} controls={controls} />}
      </Answer>
      <Answer<NeedAgainstOfferAnswer> of="need-against-offer">{(answer) => <NeedAgainstOffer of={answer} />}</Answer>
    </>
  );
};
