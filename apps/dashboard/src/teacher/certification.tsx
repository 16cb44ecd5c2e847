import type { MyCertificationAnswer } from '../../../../libs/contexts/evaluation/queries/answers.js';
import { Loading } from '../components/loading.js';
import { ProblemMessage } from '../components/problem-message.js';
import { useText } from '../i18n.js';
import { useResource, useSession } from '../session.js';

/** Whether a teacher is certified in a cycle, by the cycle's own rule; what is missing while it can still come, and why not once it cannot. */
export const Certification = ({ base, cycle }: { readonly base: string; readonly cycle: string }) => {
  const { t, pick, count, format } = useText();
  const { resources } = useSession();
  const path = `${base}/cycles/${encodeURIComponent(cycle)}/me/certification`;
  const { data, problem } = useResource<MyCertificationAnswer>(path);
  if (!data) return problem ? <ProblemMessage problem={problem} onRetry={() => void resources.refresh(path)} /> : <Loading />;
  const { rule, certified, withdrawn, hoursCompleted, missing, status } = data;
  const state =
    rule === null ? 'no-rule' : certified ? 'yes' : withdrawn ? 'withdrawn' : status === 'closed' ? 'ended' : 'not-yet';
  const wanting = state === 'not-yet' || state === 'ended';
  return (
    <div class="card" data-certified={state}>
      <p>
        <strong>{t(`certification.${state}`, { cycle })}</strong>
      </p>
      {rule !== null && (
        <p>
          {t('certification.done', { hours: count('certification.hours', hoursCompleted) })}{' '}
          {t(data.finalTest ? 'certification.tested' : 'certification.notTested')}
        </p>
      )}
      {wanting && (
        <p>
          {t(status === 'closed' ? 'certification.lacked' : 'certification.missing', {
            what: format.list([
              ...(missing.hours > 0 ? [count('certification.hoursOfCourses', missing.hours)] : []),
              ...(missing.finalTest ? [t('certification.theTest')] : []),
            ]),
          })}
        </p>
      )}
      {rule !== null && <p class="note">{t('certification.rule', { version: rule.version, rule: pick(rule.note) })}</p>}
    </div>
  );
};
