import type { NeedAgainstOfferAnswer } from '../../../../libs/contexts/evaluation/queries/need-answers.js';
import type { TeamView as TeamAnswer } from '../../../../libs/contexts/rollout/queries/answers.js';
import { Answer } from '../components/answer.js';
import { useText } from '../i18n.js';
import { Link, useRouter } from '../router.js';
import { useResource } from '../session.js';
import { useCycle } from './cycle-context.js';
import { FollowUp } from '../sections/follow-up.js';
import { ImportFindings } from '../sections/import-findings.js';
import { NeedAgainstOffer } from '../sections/need-against-offer.js';
import { SchoolsBehind } from '../sections/schools-behind.js';
import { WaitingLists } from '../sections/waiting-lists.js';
import { Windows } from '../sections/windows.js';

/** What has no course and what most teachers need, as far as a first page has room. */
const LARGEST_NEEDS = 8;

/** The first page of a country's team: what is open, whom to remind, which schools are behind, what is short. People by status, never an answer. */
export const TeamView = () => {
  const { t } = useText();
  const { to } = useRouter();
  const { country, cycle, path } = useCycle();
  // Up to when there are data: the page's line above says it, from whichever answer knows.
  useResource(`${path}/dashboard`);
  return (
    <>
      <p class="lead">{t('views.team.lead')}</p>
      <Answer<TeamAnswer> of="team">
        {(team) => (
          <>
            <Windows team={team} />
            <FollowUp team={team} />
            <SchoolsBehind team={team} />
          </>
        )}
      </Answer>
      <WaitingLists />
      <div class="part">
        <Answer<NeedAgainstOfferAnswer> of="need-against-offer">
          {(answer) => <NeedAgainstOffer of={answer} most={LARGEST_NEEDS} />}
        </Answer>
        <p class="more">
          <Link href={to([country.country, cycle.cycle, 'gaps'])}>{t('team.gaps.link')}</Link>
        </p>
      </div>
      <ImportFindings />
    </>
  );
};
