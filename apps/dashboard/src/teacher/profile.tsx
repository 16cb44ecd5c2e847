import type { Gap } from '../api/types.js';
import { ProblemMessage } from '../components/problem-message.js';
import { useText } from '../i18n.js';
import { useCycle, useNames } from '../pages/cycle-context.js';
import { useRouter } from '../router.js';
import { useSession } from '../session.js';
import { attemptOf } from './journey.js';
import { useWrite, type Own } from './use-own.js';

/** Levels as boxes: filled up to the observed one, a frame around the expected one. The words beside it say the same. */
const Strip = ({ gap, levels }: { readonly gap: Gap; readonly levels: number }) => (
  <span class="strip" aria-hidden="true">
    {Array.from({ length: levels }, (_, at) => (
      <span
        key={at}
        class={`box${gap.observed !== null && at <= gap.observed ? ' box-full' : ''}${at === gap.target ? ' box-target' : ''}`}
      />
    ))}
  </span>
);

/** What the self-rating showed against what is expected, in words; confirmed by the teacher, never by a page view. */
export const ProfilePart = ({ own }: { readonly own: Own }) => {
  const { t, count, pick } = useText();
  const { api } = useSession();
  const { go, to } = useRouter();
  const { country, cycle, framework } = useCycle();
  const names = useNames();
  const { busy, problem, write } = useWrite();
  const profile = attemptOf(own.attempts, 'self-rating', 'baseline')?.profile;
  if (!profile) return <p>{t('profile.none')}</p>;
  const areas = framework?.dimensions ?? [];
  const areaOf = (code: string) => framework?.competencies.find((one) => one.code === code)?.dimension;
  const groups =
    areas.length === 0
      ? [{ name: '', gaps: profile.gaps }]
      : areas.map(({ code, name }) => ({
          name: pick(name),
          gaps: profile.gaps.filter((gap) => areaOf(gap.competency) === code),
        }));
  const acknowledge = () =>
    void write(async () => {
      await api.send('POST', `${own.base}/profile/acknowledgement`);
      own.again();
      go(to([country.country, cycle.cycle, 'me', 'path']));
    });
  const gapText = ({ gap }: Gap): string =>
    gap === null ? t('profile.notRated') : gap === 0 ? t('profile.reached') : count('profile.missing', gap);
  return (
    <>
      <p class="lead">{t('profile.lead')}</p>
      <ul class="legend">
        <li>
          <span class="box box-full" aria-hidden="true" /> {t('profile.observed')}
        </li>
        <li>
          <span class="box box-target" aria-hidden="true" /> {t('profile.expected')}
        </li>
      </ul>
      {groups
        .filter(({ gaps }) => gaps.length > 0)
        .map(({ name, gaps }) => (
          <section key={name} aria-label={name || t('part.profile.title')}>
            {name && <h2>{name}</h2>}
            <ul class="gaps">
              {gaps.map((gap) => (
                <li key={gap.competency}>
                  <span class="gap-name">{names.competency(gap.competency)}</span>
                  <Strip gap={gap} levels={framework?.levels?.length ?? 6} />
                  <span class="gap-words">
                    <strong>{gapText(gap)}</strong>{' '}
                    {t('profile.levels', {
                      observed: gap.observed === null ? t('group.unknown') : names.level(gap.observed),
                      target: names.level(gap.target),
                    })}
                  </span>
                </li>
              ))}
            </ul>
          </section>
        ))}
      {problem && <ProblemMessage problem={problem} />}
      {own.statuses.profile === 'done' ? (
        <p class="message message-done">{t('profile.acknowledged')}</p>
      ) : (
        <div class="actions">
          <button type="button" class="primary" disabled={busy} onClick={acknowledge}>
            {t('profile.acknowledge')}
          </button>
        </div>
      )}
    </>
  );
};
