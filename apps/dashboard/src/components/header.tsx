import { useState } from 'preact/hooks';
import { Problem } from '../api/client.js';
import { LANGUAGES, useText } from '../i18n.js';
import { Link, useRouter } from '../router.js';
import { useSession } from '../session.js';
import { anyUnsaved, clearAnswers } from '../teacher/answer-queues.js';
import { forgetHere } from '../teacher/offline.js';
import { ProblemMessage } from './problem-message.js';

export const Header = () => {
  const { t, language } = useText();
  const { to, go, here } = useRouter();
  const { me, signOut } = useSession();
  const [problem, setProblem] = useState<Problem | undefined>();
  const leave = async () => {
    if (anyUnsaved() && !confirm(t('questionnaire.leave'))) return;
    try {
      await signOut();
      clearAnswers();
      await forgetHere();
      go(to(['sign-in'], { ended: 'yes' }));
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      setProblem(error);
    }
  };
  return (
    <header class="site-header">
      <div class="site-header-row">
        <Link class="brand" href={to([])}>
          {t('app.name')}
        </Link>
        <div class="site-header-tools">
          <nav aria-label={t('app.languages')} class="languages">
            {LANGUAGES.map((one) => (
              <a
                key={one}
                href={here({ lang: one })}
                lang={one}
                hreflang={one}
                aria-label={`${one.toUpperCase()} ${t(`language.${one}`)}`}
                aria-current={one === language ? 'true' : undefined}
                onClick={(event) => {
                  event.preventDefault();
                  go(`${here({ lang: one })}${location.hash}`, { replace: true });
                }}
              >
                <span class="long">{t(`language.${one}`)}</span>
                <span class="short">{one.toUpperCase()}</span>
              </a>
            ))}
          </nav>
          {me && (
            <>
              <span class="role">{t(`role.${me.role}`)}</span>
              <button type="button" class="quiet" onClick={() => void leave()}>
                {t('app.signOut')}
              </button>
            </>
          )}
        </div>
      </div>
      {problem && <ProblemMessage problem={problem} />}
    </header>
  );
};
