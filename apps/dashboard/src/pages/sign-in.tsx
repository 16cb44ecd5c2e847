import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { Problem } from '../api/client.js';
import { PageFrame } from '../components/page-frame.js';
import { ProblemMessage } from '../components/problem-message.js';
import { useText } from '../i18n.js';
import { addressOf, ownAddress } from '../location.js';
import { useRouter } from '../router.js';
import { useSession } from '../session.js';
import { dropCopies } from '../teacher/offline.js';

/** The code behind the hash of a sign-in link: it reaches no server log, and leaves the address before anything else happens. */
const takeCode = (): string => {
  const hash = location.hash.slice(1);
  if (hash === '' || !location.pathname.startsWith('/sign-in')) return '';
  history.replaceState(null, '', `${location.pathname}${location.search}`);
  try {
    return decodeURIComponent(hash);
  } catch {
    // A damaged link: shown as it came, so that the reader can mend it.
    return hash;
  }
};

export const SignInPage = () => {
  const { t } = useText();
  const { place, go, to } = useRouter();
  const { api, renew, ranOut } = useSession();
  const [code, setCode] = useState('');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | undefined>();
  const field = useRef<HTMLInputElement>(null);
  // Reached by address, or in place of the page that was asked for: then that one comes next.
  const onOwnPage = place.path[0] === 'sign-in';
  const back = onOwnPage ? ownAddress(place.query['to']) : addressOf(place.path, place.query);

  const signIn = useCallback(
    async (given: string) => {
      setBusy(true);
      setProblem(undefined);
      try {
        await api.signIn(given.trim());
        await dropCopies();
        await renew();
        if (onOwnPage) go(back ?? to([]), { replace: true });
      } catch (error) {
        if (!(error instanceof Problem)) throw error;
        setProblem(error);
        setBusy(false);
        field.current?.focus();
      }
    },
    [api, renew, go, to, back, onOwnPage],
  );

  const taken = useRef(false);
  useEffect(() => {
    const follow = () => {
      const fromLink = takeCode();
      if (fromLink === '') return;
      setCode(fromLink);
      void signIn(fromLink);
    };
    if (!taken.current) follow();
    taken.current = true;
    // A link pasted over this page changes only the fragment.
    addEventListener('hashchange', follow);
    return () => removeEventListener('hashchange', follow);
  }, [signIn]);

  const submit = (event: Event) => {
    event.preventDefault();
    if (code.trim().length >= 4) void signIn(code);
    else {
      setProblem(new Problem('code-missing', 0, t('signIn.codeMissing'), t('signIn.codeMissingDetail')));
      field.current?.focus();
    }
  };
  return (
    <PageFrame title={t('signIn.title')} lead={t('signIn.lead')}>
      {place.query['ended'] === 'yes' && !problem && !busy && (
        <p class="message message-done" role="status">
          {t('signIn.ended')}
        </p>
      )}
      {ranOut && place.query['ended'] !== 'yes' && !problem && !busy && (
        <p class="message message-waiting" role="status">
          {t('signIn.ranOut')}
        </p>
      )}
      <form class="sign-in" onSubmit={submit} novalidate>
        {problem && <ProblemMessage problem={problem} />}
        <label for="code">{t('signIn.code')}</label>
        <p id="code-hint" class="hint">
          {t('signIn.hint')}
        </p>
        <input
          id="code"
          ref={field}
          name="code"
          type="text"
          value={code}
          maxLength={200}
          autocomplete="one-time-code"
          autocapitalize="none"
          spellcheck={false}
          aria-describedby="code-hint"
          aria-invalid={problem ? 'true' : undefined}
          onInput={(event) => setCode(event.currentTarget.value)}
        />
        <button type="submit" class="primary" disabled={busy}>
          {busy ? t('signIn.busy') : t('signIn.enter')}
        </button>
      </form>
    </PageFrame>
  );
};
