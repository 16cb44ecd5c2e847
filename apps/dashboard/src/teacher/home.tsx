import { useText } from '../i18n.js';
import { useCycle } from '../pages/cycle-context.js';
import { Link, useRouter } from '../router.js';
import { attemptOf, nextPart, PARTS, QUESTIONNAIRES, windowOf, type Part } from './journey.js';
import type { ReadyOwn } from './use-own.js';

/** What is done, what comes next, what is still closed. */
export const Home = ({ own }: { readonly own: ReadyOwn }) => {
  const { t, format } = useText();
  const { to } = useRouter();
  const { country, cycle } = useCycle();
  const next = nextPart(own.statuses);
  const dates = (part: Part): string | undefined => {
    const window = own.statuses[part] === 'done' ? undefined : windowOf(part, own.participation);
    switch (window?.state) {
      case 'not-yet':
        return t('teacher.from', { date: format.date(window.opens) });
      case 'open':
        return t('teacher.until', { date: format.date(window.closes) });
      case 'grace':
        return t('teacher.grace');
      case 'closed':
        return t('teacher.closed', { date: format.date(window.closes) });
      case undefined:
        return undefined;
    }
  };
  return (
    <>
      {!own.participation.invited && <p class="message message-waiting">{t('teacher.notInvited')}</p>}
      {(own.participation.joinedRegistrations ?? 0) > 0 && <p class="message message-waiting">{t('joined.here')}</p>}
      <p class="lead">{next ? t('teacher.lead') : t('teacher.allDone')}</p>
      <ol class="tasks">
        {PARTS.filter((part) => part !== 'final-then' || cycle.design.retrospective !== undefined).map((part) => {
          const status = own.statuses[part];
          const questionnaire = QUESTIONNAIRES[part];
          const attempt = questionnaire && attemptOf(own.attempts, questionnaire.measure, questionnaire.occasion);
          const begun = attempt?.status === 'started';
          const when = dates(part);
          // What was not done in its time will not come later.
          const missed = status === 'closed' && windowOf(part, own.participation)?.state === 'closed';
          return (
            <li
              key={part}
              class={`task task-${status}${part === next ? ' task-next' : ''}`}
              data-part={part}
              data-status={status}
            >
              <div>
                {status === 'closed' ? (
                  <span class="task-name">{t(`part.${part}.title`)}</span>
                ) : (
                  <Link class="task-name" href={to([country.country, cycle.cycle, 'me', part])}>
                    {t(`part.${part}.title`)}
                  </Link>
                )}
                <span class="task-about">
                  {t(`part.${part}.about`)}
                  {when && ` ${when}`}
                  {attempt?.otherRegistration && ` ${t(begun ? 'joined.begun' : 'joined.answered')}`}
                </span>
              </div>
              <span class="task-status">
                {t(part === next ? (begun ? 'teacher.begun' : 'teacher.next') : `teacher.status.${missed ? 'missed' : status}`)}
              </span>
            </li>
          );
        })}
      </ol>
      <p class="own-data">
        <Link class="task-name" href={to([country.country, cycle.cycle, 'me', 'record'])}>
          {t('record.title')}
        </Link>
        <span class="task-about">{t('record.about')}</span>
      </p>
      <p class="note">{t('teacher.never')}</p>
    </>
  );
};
