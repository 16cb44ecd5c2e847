import { useEffect } from 'preact/hooks';
import type { LearningPath, PathStep } from '../api/types.js';
import { Loading } from '../components/loading.js';
import { ProblemMessage } from '../components/problem-message.js';
import { useText } from '../i18n.js';
import { useCycle, useNames } from '../pages/cycle-context.js';
import { useRouter } from '../router.js';
import { useSession } from '../session.js';
import { useWrite, type Own } from './use-own.js';

/** The steps of each course together, in the path's order. */
export const byCourse = (
  steps: readonly PathStep[],
): readonly { readonly course: PathStep; readonly steps: readonly PathStep[] }[] => {
  const offerings = [...new Set(steps.map(({ offering }) => offering))];
  return offerings.flatMap((offering) => {
    const own = steps.filter((step) => step.offering === offering);
    return own[0] ? [{ course: own[0], steps: own }] : [];
  });
};

/** When a path was derived anew, and from what. */
export const PathChanged = ({ path }: { readonly path: LearningPath }) => {
  const { t, format } = useText();
  if (!path.regenerated) return null;
  const { at, reason } = path.regenerated;
  return (
    <p class="message message-waiting">
      {t(`path.changed.${reason}`, { date: format.date(at) })} {path.status === 'accepted' && t('path.changed.stays')}
    </p>
  );
};

/** Which courses, and why each. */
export const PathPart = ({ own }: { readonly own: Own }) => {
  const { t, count, format, pick } = useText();
  const { api } = useSession();
  const { go, to } = useRouter();
  const { country, cycle } = useCycle();
  const names = useNames();
  const { busy, problem, write } = useWrite();
  const { path } = own;
  const ask = () =>
    void write(async () => {
      await api.send('POST', `${own.base}/path`);
      own.again();
    });
  const ready = own.statuses.profile === 'done';
  // The path follows from the profile that was just confirmed: nobody has to ask for it.
  useEffect(() => {
    if (own.withoutPath) ask();
  }, [own.withoutPath]);
  if (!path)
    return !ready ? <p>{t('path.profileFirst')}</p> : problem ? <ProblemMessage problem={problem} onRetry={ask} /> : <Loading />;
  const accept = () =>
    void write(async () => {
      await api.send('POST', `${own.base}/path/acceptance`);
      own.again();
      go(to([country.country, cycle.cycle, 'me', 'courses']));
    });
  return (
    <>
      <p class="lead">{path.steps.length === 0 ? t('path.empty') : t('path.lead')}</p>
      <PathChanged path={path} />
      <ol class="cards">
        {byCourse(path.steps).map(({ course, steps }) => (
          <li key={course.offering} class="card">
            <h2>{pick(course.title)}</h2>
            <p class="hint">
              {[
                count('path.hours', course.hours),
                t(`modality.${course.modality}`),
                t('path.dates', { starts: format.date(course.starts), ends: format.date(course.ends) }),
                ...(course.offline ? [t('path.offline')] : []),
              ].join(' · ')}
            </p>
            <p>{t('path.why')}</p>
            <ul>
              {steps.map((step) => (
                <li key={step.competency}>
                  {t(`path.reason.${step.reason}`, {
                    competency: names.competency(step.competency),
                    gap: count('path.gap', step.gap),
                    from: names.level(step.from),
                    to: names.level(step.to),
                  })}
                </li>
              ))}
            </ul>
          </li>
        ))}
      </ol>
      {(path.alreadyCompleted ?? []).length > 0 && (
        <p class="note">
          {t('path.alreadyCompleted', { list: format.list((path.alreadyCompleted ?? []).map(({ title }) => pick(title))) })}
        </p>
      )}
      {path.withoutCourse.length > 0 && (
        <p class="note">{t('path.without', { list: format.list(path.withoutCourse.map(names.competency)) })}</p>
      )}
      {problem && <ProblemMessage problem={problem} />}
      {path.status === 'accepted' ? (
        <p class="message message-done">{t('path.accepted')}</p>
      ) : (
        path.steps.length > 0 && (
          <div class="actions">
            <button type="button" class="primary" disabled={busy} onClick={accept}>
              {t('path.accept')}
            </button>
          </div>
        )
      )}
    </>
  );
};
