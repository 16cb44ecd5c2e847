import { Problem } from '../api/client.js';
import { useText } from '../i18n.js';

/** Problems that the server gives a name but that the pages put in their own words; others are shown as they were told. */
const OWN_WORDS: readonly string[] = ['offline', 'view-rebuilding', 'view-not-there-yet', 'not-allowed', 'not-found'];

const asProblem = (problem: unknown): Problem => (problem instanceof Problem ? problem : new Problem('unreadable', 0));

export const ProblemMessage = ({ problem: given, onRetry }: { readonly problem: unknown; readonly onRetry?: () => void }) => {
  const { t } = useText();
  const problem = asProblem(given);
  const own = OWN_WORDS.includes(problem.code) || problem.title === '';
  const key = OWN_WORDS.includes(problem.code) ? problem.code : 'unreadable';
  const waits = problem.status === 503 || problem.code === 'offline';
  return (
    <div
      class={waits ? 'message message-waiting' : 'message message-problem'}
      role={waits ? 'status' : 'alert'}
      data-problem={problem.code}
    >
      <p class="message-title">{own ? t(`problem.${key}.title`, { status: problem.status }) : problem.title}</p>
      <p>{own ? t(`problem.${key}.detail`) : problem.detail}</p>
      {onRetry && (
        <button type="button" onClick={onRetry}>
          {t('app.retry')}
        </button>
      )}
    </div>
  );
};
