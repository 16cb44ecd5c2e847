import { useState } from 'preact/hooks';
import type { FollowUpGroup, FollowUpItem, TeamView } from '../../../../libs/contexts/rollout/queries/answers.js';
import { Problem } from '../api/client.js';
import type { Items } from '../api/types.js';
import { Answer } from '../components/answer.js';
import { DataTable } from '../components/data-table.js';
import { Download } from '../components/download.js';
import { ProblemMessage } from '../components/problem-message.js';
import { useText } from '../i18n.js';
import { useCycle, useNames } from '../pages/cycle-context.js';
import { Link, useRouter } from '../router.js';
import { useSession } from '../session.js';
import { none, number, words, type Table } from '../table.js';

const PAGE = 500;
const CHANNELS = ['email', 'telephone', 'message', 'meeting', 'paper'] as const;

/** How many have stopped where; one of the groups, with names, can be opened, downloaded and reminded. */
export const FollowUp = ({ team }: { readonly team: TeamView }) => {
  const { t, format } = useText();
  const names = useNames();
  const { place, here } = useRouter();
  const group = team.groups.find((one) => one.group === place.query['group']);
  const region = place.query['region'];
  const due = team.wavesDue.at(-1);
  return (
    <section class="part" aria-labelledby="part-follow-up">
      <h2 id="part-follow-up">{t('team.followUp.title')}</h2>
      <p class="note">{t('team.followUp.note')}</p>
      {due && (
        <p class="message message-waiting">
          {t('team.followUp.due', { day: format.date(`${due.wave}T12:00:00Z`), of: t(`team.stage.${due.stage}`) })}
        </p>
      )}
      <ul class="groups">
        {team.groups.map((one) => (
          <li key={one.group}>
            <Link href={here({ group: one.group, region: undefined })} aria-current={one === group ? 'true' : undefined}>
              <span class="group-count">{format.integer(one.people)}</span>
              <span>{t(`team.group.${one.group}`)}</span>
            </Link>
          </li>
        ))}
      </ul>
      {group && (
        <>
          <h3 id="follow-up-list">{t(`team.group.${group.group}`)}</h3>
          <p class="choice" role="group" aria-label={t('dimension.region')}>
            <Link href={here({ region: undefined })} aria-current={region === undefined ? 'true' : undefined}>
              {t('team.followUp.everywhere')} ({format.integer(group.people)})
            </Link>
            {names
              .inOrder('region', Object.entries(group.byRegion), ([code]) => code)
              .filter(([code]) => code !== 'unknown')
              .map(([code, people]) => (
                <Link key={code} href={here({ region: code })} aria-current={region === code ? 'true' : undefined}>
                  {names.cell('region', code)} ({format.integer(people)})
                </Link>
              ))}
          </p>
          <FollowUpList team={team} group={group.group} region={region} />
        </>
      )}
    </section>
  );
};

const FollowUpList = (props: { readonly team: TeamView; readonly group: FollowUpGroup; readonly region: string | undefined }) => {
  const { team, group, region } = props;
  const { t, count } = useText();
  const tableOf = useTable(group);
  const { api } = useSession();
  const { path } = useCycle();
  const query = `follow-up?group=${group}&limit=${PAGE}${region === undefined ? '' : `&region=${encodeURIComponent(region)}`}`;
  /** The list to its end, page by page: whoever leaves it meanwhile is not on a later page, and nobody is on two. */
  const everybody = async (first: readonly FollowUpItem[], next: string): Promise<readonly FollowUpItem[]> => {
    const all = new Map(first.map((item) => [item.teacher, item]));
    for (let cursor: string | undefined = next; cursor !== undefined;) {
      const page: Items<FollowUpItem> = await api.get(`${path}/${query}&cursor=${encodeURIComponent(cursor)}`);
      for (const item of page.items) all.set(item.teacher, item);
      cursor = page.next;
    }
    return [...all.values()];
  };
  return (
    <Answer<Items<FollowUpItem>> key={query} of={query}>
      {({ items, next }) =>
        items.length === 0 ? (
          <p>{t('team.followUp.nobody')}</p>
        ) : (
          <>
            <DataTable table={tableOf(items)} />
            <div class="figure-tools">
              <Download
                table={next === undefined ? tableOf(items) : async () => tableOf(await everybody(items, next))}
                name={t(`team.file.${group}`)}
              />
              <span class="hint">
                {count('team.followUp.onPage', items.length)}
                {next !== undefined && ` ${t('team.followUp.more')}`}
              </span>
            </div>
            <RemindForm team={team} group={group} teachers={items.map(({ teacher }) => teacher)} />
          </>
        )
      }
    </Answer>
  );
};

const useTable = (group: FollowUpGroup) => {
  const { t, format } = useText();
  const names = useNames();
  return (items: readonly FollowUpItem[]): Table => ({
    caption: t(`team.group.${group}`),
    columns: [
      t('team.column.name'),
      t('schools.school'),
      t('schools.code'),
      t('dimension.region'),
      t('team.column.email'),
      t('team.column.reminders'),
      t('team.column.lastReminder'),
    ],
    rows: items.map((item) => {
      const last = item.reminders.at(-1);
      return {
        id: item.teacher,
        header: item.identity ? `${item.identity.familyName}, ${item.identity.givenName}` : t('team.column.forgotten'),
        cells: [
          item.schoolName === null ? none(t('group.unknown')) : words(item.schoolName),
          item.school === null ? none(t('group.unknown')) : words(item.school),
          item.region === null ? none(t('group.unknown')) : words(names.cell('region', item.region)),
          item.identity?.email === undefined ? none('—') : words(item.identity.email),
          number(item.reminders.length, format.integer(item.reminders.length)),
          last ? words(`${format.date(last.at)} (${t(`team.channel.${last.channel}`)})`) : none('—'),
        ],
      };
    }),
  });
};

/** The last day of the calendar on which reminders were due; today where none was. */
const waveOf = ({ reminders, at }: TeamView): string =>
  reminders.filter((day) => day <= at.slice(0, 10)).at(-1) ?? at.slice(0, 10);

/** Records that those on the list were reminded: the reminder itself is sent by people. */
const RemindForm = (props: { readonly team: TeamView; readonly group: FollowUpGroup; readonly teachers: readonly string[] }) => {
  const { team, group, teachers } = props;
  const { t, count } = useText();
  const { path } = useCycle();
  const { api, resources } = useSession();
  const [channel, setChannel] = useState<string>('email');
  const [wave, setWave] = useState(() => waveOf(team));
  const [state, setState] = useState<'ready' | 'busy' | { readonly reminded: number } | Problem>('ready');
  const stage = team.groups.find((one) => one.group === group)?.stage;
  const record = async (event: Event) => {
    event.preventDefault();
    setState('busy');
    try {
      const { reminded } = await api.send<{ reminded: number }>('POST', `${path}/reminders`, { teachers, stage, wave, channel });
      setState({ reminded });
      resources.refreshUnder(path);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      setState(error);
    }
  };
  return (
    <form class="remind" onSubmit={(event) => void record(event)}>
      <h4>{t('team.remind.title')}</h4>
      <label>
        {t('team.remind.wave')}
        <input
          type="text"
          required
          maxLength={40}
          pattern="[0-9A-Za-z]+([._\-][0-9A-Za-z]+)*"
          value={wave}
          onInput={({ currentTarget }) => setWave(currentTarget.value)}
        />
      </label>
      <label>
        {t('team.remind.channel')}
        <select value={channel} onChange={({ currentTarget }) => setChannel(currentTarget.value)}>
          {CHANNELS.map((one) => (
            <option key={one} value={one}>
              {t(`team.channel.${one}`)}
            </option>
          ))}
        </select>
      </label>
      <button type="submit" disabled={state === 'busy'}>
        {count('team.remind.record', teachers.length)}
      </button>
      <div role="status">
        {typeof state === 'object' && 'reminded' in state && <p>{count('team.remind.done', state.reminded)}</p>}
        {state instanceof Problem && <ProblemMessage problem={state} />}
      </div>
    </form>
  );
};
