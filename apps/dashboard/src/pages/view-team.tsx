import type { NeedAgainstOfferAnswer } from '../../../../libs/contexts/evaluation/queries/need-answers.js';
import type { TeamView as TeamAnswer } from '../../../../libs/contexts/rollout/queries/answers.js';
import type { Items } from '../api/types.js';
import { AnswersAtAGlance } from '../components/answers.js';
import { Answer } from '../components/answer.js';
import { useChoice } from '../components/choice.js';
import { partQuery } from '../components/parts.js';
import { useText } from '../i18n.js';
import { Link, useRouter } from '../router.js';
import { FollowUp } from '../sections/follow-up.js';
import { ImportFindings, type Import } from '../sections/import-findings.js';
import { NeedAgainstOffer } from '../sections/need-against-offer.js';
import { SchoolsBehind } from '../sections/schools-behind.js';
import { WaitingLists, type Offering } from '../sections/waiting-lists.js';
import { Windows } from '../sections/windows.js';
import { useResource } from '../session.js';
import { useCycle } from './cycle-context.js';
import { TEAM_PARTS } from './views.js';

/** What has no course and what most teachers need, as far as a first page has room. */
const LARGEST_NEEDS = 8;

type Part = (typeof TEAM_PARTS)[number];

/** Six questions of a country's team, each answered by a number that leads to the part it comes from. */
const Glance = ({ shown }: { readonly shown: Part }) => {
  const { t, count, format } = useText();
  const { here } = useRouter();
  const { country, path } = useCycle();
  const team = useResource<TeamAnswer>(`${path}/team`).data;
  const offerings = useResource<Items<Offering>>(`${path}/offerings`).data;
  const need = useResource<NeedAgainstOfferAnswer>(`${path}/need-against-offer`).data;
  const imports = useResource<Items<Import>>(`/v1/${encodeURIComponent(country.country)}/school-imports?limit=1`).data;
  const written = (n: number | undefined) => (n === undefined ? undefined : format.integer(n));
  const sum = (numbers: readonly number[]) => numbers.reduce((all, one) => all + one, 0);
  const open = team?.windows.filter(({ state }) => state === 'open' || state === 'grace') ?? [];
  const newest = imports?.items[0];
  const answers: readonly { key: string; part: Part; n: number | undefined; more?: string }[] = [
    {
      key: 'windows',
      part: 'now',
      n: team && open.length,
      more: open.length > 0 ? format.list(open.map(({ stage }) => t(`team.stage.${stage}`))) : undefined,
    },
    { key: 'schools', part: 'schools', n: team?.schoolsBehind, more: team && count('team.glance.late', team.schoolsLate) },
    { key: 'remind', part: 'remind', n: team && sum(team.groups.map(({ people }) => people)) },
    { key: 'waiting', part: 'courses', n: offerings && sum(offerings.items.map(({ waiting }) => waiting)) },
    { key: 'without', part: 'courses', n: need?.withoutCourse.length, more: need && format.list([...need.withoutCourse]) },
    { key: 'findings', part: 'schools', n: imports && (newest?.findings ?? 0) },
  ];
  return (
    <nav aria-label={t('app.parts')}>
      <AnswersAtAGlance
        answers={answers.map(({ key, part, n, more }) => ({
          key,
          value: written(n),
          name: t(`team.glance.${key}`, { count: n ?? 0 }),
          more,
          href: here({ part: partQuery(TEAM_PARTS, part), group: undefined, region: undefined }),
          current: part === shown,
        }))}
      />
    </nav>
  );
};

/** The first page of a country's team: what is open, whom to remind, which schools are behind, what is short. People by status, never an answer. */
export const TeamView = () => {
  const { t } = useText();
  const { to } = useRouter();
  const { country, cycle, path } = useCycle();
  // Up to when there are data: the page's line above says it, from whichever answer knows.
  useResource(`${path}/dashboard`);
  const shown = useChoice('part', TEAM_PARTS);
  const ofTeam = (content: (team: TeamAnswer) => preact.JSX.Element) => <Answer<TeamAnswer> of="team">{content}</Answer>;
  const parts: Readonly<Record<Part, () => preact.ComponentChildren>> = {
    now: () => ofTeam((team) => <Windows team={team} />),
    schools: () => (
      <>
        {ofTeam((team) => (
          <SchoolsBehind team={team} />
        ))}
        <ImportFindings />
      </>
    ),
    remind: () => ofTeam((team) => <FollowUp team={team} />),
    courses: () => (
      <>
        <WaitingLists />
        <div class="part">
          <Answer<NeedAgainstOfferAnswer> of="need-against-offer">
            {(answer) => <NeedAgainstOffer of={answer} most={LARGEST_NEEDS} />}
          </Answer>
          <p class="more">
            <Link href={to([country.country, cycle.cycle, 'gaps'])}>{t('team.gaps.link')}</Link>
          </p>
        </div>
      </>
    ),
  };
  return (
    <>
      <p class="lead">{t('views.team.lead')}</p>
      <Glance shown={shown} />
      {parts[shown]()}
    </>
  );
};
