import { useText } from '../i18n.js';
import { useCycle } from '../pages/cycle-context.js';
import { Link, useRouter } from '../router.js';
import { nextPart, PARTS, QUESTIONNAIRES, attemptOf } from './journey.js';
import type { Own } from './use-own.js';

/** What is done, what comes next, what is still closed. */
export const Home = ({ own }: { readonly own: Own }) => {
  const { t, format } = useText();
  const { to } = useRouter();
  const { country, cycle } = useCycle();
  const next = nextPart(own.statuses);
  const closes = (part: (typeof PARTS)[number]): string | undefined => {
    const stage = {
      rating: 'self-assessment',
      test: 'self-assessment',
      courses: 'learning',
      'final-test': 'evaluation',
      'final-rating': 'evaluation',
    }[part as 'rating'];
    return cycle.design.stages.find((one) => one.stage === stage)?.closes;
  };
  return (
    <>
      <p class="lead">{next ? t('teacher.lead') : t('teacher.allDone')}</p>
      <ol class="tasks">
        {PARTS.map((part) => {
          const status = own.statuses[part];
          const questionnaire = QUESTIONNAIRES[part];
          const begun =
            questionnaire && attemptOf(own.attempts, questionnaire.measure, questionnaire.occasion)?.status === 'started';
          const until = closes(part);
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
                  {until && status === 'open' && ` ${t('teacher.until', { date: format.date(until) })}`}
                </span>
              </div>
              <span class="task-status">
                {t(part === next ? (begun ? 'teacher.begun' : 'teacher.next') : `teacher.status.${status}`)}
              </span>
            </li>
          );
        })}
      </ol>
      <p class="note">{t('teacher.never')}</p>
    </>
  );
};
