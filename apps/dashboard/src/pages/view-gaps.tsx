import type { GapDimension, GapHeatMapAnswer } from '../../../../libs/contexts/evaluation/queries/answers.js';
import type { NeedAgainstOfferAnswer } from '../../../../libs/contexts/evaluation/queries/need-answers.js';
import { Answer } from '../components/answer.js';
import { AnswersAtAGlance } from '../components/answers.js';
import { Choice, useChoice } from '../components/choice.js';
import { partQuery, Parts } from '../components/parts.js';
import { useText } from '../i18n.js';
import { useRouter } from '../router.js';
import { useResource, useSession } from '../session.js';
import { GapHeatMap, type GapShown } from '../sections/gap-heat-map.js';
import { NeedAgainstOffer } from '../sections/need-against-offer.js';
import { useCycle, useNames } from './cycle-context.js';
import { GAPS_PARTS } from './views.js';

type By = readonly [GapDimension, ...GapDimension[]];
const GAP_BY: By = ['sector', 'region', 'educationLevel', 'rurality', 'gender', 'regionalSector', 'isced'];
/** Between countries only the codes that they share are compared. */
const SHARED: By = ['regionalSector', 'region', 'isced', 'rurality', 'gender'];
const SHOW: readonly [GapShown, ...GapShown[]] = ['mean', 'share'];

/** The largest gap and what has no course; each leads to where it comes from. */
const Glance = () => {
  const { t, format } = useText();
  const names = useNames();
  const { here } = useRouter();
  const { path } = useCycle();
  const need = useResource<NeedAgainstOfferAnswer>(`${path}/need-against-offer`).data;
  if (!need || need.competencies.length === 0) return null;
  const [largest] = need.competencies
    .flatMap(({ competency, need: own }) => ('meanGap' in own ? [{ competency, gap: own.meanGap }] : []))
    .sort((a, b) => b.gap - a.gap);
  const answers = [
    ...(largest
      ? [
          {
            key: 'largest',
            value: t('glance.gaps.levels', { value: format.decimal(largest.gap, 1) }),
            name: t('glance.gaps.largest'),
            more: names.competency(largest.competency),
            part: 'map' as const,
          },
        ]
      : []),
    {
      key: 'without',
      value: format.integer(need.withoutCourse.length),
      name: t('team.glance.without', { count: need.withoutCourse.length }),
      more: need.withoutCourse.length > 0 ? format.list([...need.withoutCourse]) : undefined,
      part: 'courses' as const,
    },
  ];
  return (
    <AnswersAtAGlance
      answers={answers.map(({ part, ...answer }) => ({
        ...answer,
        href: here({ part: partQuery(GAPS_PARTS, part) }),
        current: false,
      }))}
    />
  );
};

/** Where teachers rate themselves below what is expected of them. */
export const GapsView = () => {
  const { t } = useText();
  const values = useSession().me?.role === 'regional-officer' ? SHARED : GAP_BY;
  const by = useChoice('by', values);
  const show = useChoice('show', SHOW);
  const shown = useChoice('part', GAPS_PARTS);
  const controls = (
    <div class="choices-row">
      <Choice name="by" label={t('app.by')} values={values} text={(one) => t(`dimension.${one}`)} />
      <Choice name="show" label={t('gaps.showLabel')} values={SHOW} text={(one) => t(`gaps.show.${one}`)} />
    </div>
  );
  return (
    <>
      <p class="lead">{t('views.gaps.lead')}</p>
      {shown === GAPS_PARTS[0] && <Glance />}
      <Parts parts={GAPS_PARTS} current={shown} text={(one) => t(`gaps.parts.${one}`)} />
      {shown === 'map' ? (
        <Answer<GapHeatMapAnswer> key={by} of={`gap-heat-map?by=${by}`}>
          {(gaps) =>
            gaps.competencies.length === 0 ? (
              <p>{t('need.nothingYet')}</p>
            ) : (
              <GapHeatMap gaps={gaps} show={show} controls={controls} />
            )
          }
        </Answer>
      ) : (
        <Answer<NeedAgainstOfferAnswer> of="need-against-offer">{(answer) => <NeedAgainstOffer of={answer} />}</Answer>
      )}
    </>
  );
};
