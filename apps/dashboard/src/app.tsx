import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { Api, Problem } from './api/client.js';
import { Resources } from './api/resources.js';
import type { Me } from './api/types.js';
import { Loading } from './components/loading.js';
import { PageFrame } from './components/page-frame.js';
import { ProblemMessage } from './components/problem-message.js';
import { isLanguage, languageFor, remember, TextContext, textIn } from './i18n.js';
import { CountriesPage } from './pages/countries.js';
import { CountryPages } from './pages/country.js';
import { SignInPage } from './pages/sign-in.js';
import { useRouter } from './router.js';
import { SessionContext, type Session } from './session.js';

const useLanguage = () => {
  const { place, go, here } = useRouter();
  const asked = place.query['lang'];
  const language = languageFor(asked);
  useEffect(() => {
    if (!isLanguage(asked)) go(`${here({ lang: language })}${location.hash}`, { replace: true });
    else remember(language);
  }, [asked, language, go, here]);
  return language;
};

/** Who is signed in, and the readings that go with it. */
const useOwnSession = (language: string): { session: Session; problem: Problem | undefined; known: boolean } => {
  const [{ api, resources, drafts }] = useState(() => {
    const own = new Api();
    return { api: own, resources: new Resources(own), drafts: new Map<string, string>() };
  });
  const [ranOut, setRanOut] = useState(false);
  const writer = useRef('');
  const [me, setMe] = useState<Me | undefined>();
  const [problem, setProblem] = useState<Problem | undefined>();
  const [known, setKnown] = useState(false);
  const renewals = useRef(0);
  api.language = language;
  const first = useRef(true);
  useEffect(() => {
    if (!first.current) resources.retryProblems();
    first.current = false;
  }, [resources, language]);
  const session = useMemo<Session>(() => {
    const end = () => {
      resources.forgetAll();
      setMe(undefined);
    };
    api.signedOut = () => {
      // Who had not signed in yet has lost nothing.
      if (me) setRanOut(true);
      end();
    };
    return {
      api,
      resources,
      me,
      drafts,
      ranOut,
      renew: async () => {
        const own = (renewals.current += 1);
        // Asked while somebody was still signing in, and answered afterwards: the answer is about nobody any more.
        const newest = () => own === renewals.current;
        try {
          const found = await api.get<Me>('/v1/me');
          if (!newest()) return;
          const { country, role, teacher = '' } = found;
          const reader = [country, role, teacher].join(' ');
          // What somebody else began to write is not shown to whoever comes after them.
          if (writer.current !== reader) drafts.clear();
          writer.current = reader;
          setMe(found);
          setRanOut(false);
          setProblem(undefined);
        } catch (error) {
          if (!(error instanceof Problem)) throw error;
          if (newest()) setProblem(error.status === 401 ? undefined : error);
        } finally {
          if (newest()) setKnown(true);
        }
      },
      signOut: async () => {
        await api.send('DELETE', '/v1/sessions/current');
        drafts.clear();
        setRanOut(false);
        end();
      },
    };
  }, [api, resources, drafts, me, ranOut]);
  const { renew } = session;
  const asked = useRef(false);
  useEffect(() => {
    if (asked.current) return;
    asked.current = true;
    void renew();
  }, [renew]);
  return { session, problem, known };
};

export const App = () => {
  const language = useLanguage();
  const { place } = useRouter();
  const { session, problem, known } = useOwnSession(language);
  const text = useMemo(() => textIn(language), [language]);
  useEffect(() => {
    document.documentElement.lang = text.locale;
  }, [text]);
  const [first] = place.path;
  const page = () => {
    if (first === 'sign-in') return <SignInPage />;
    if (problem)
      return (
        <PageFrame title={text.t('app.name')}>
          <ProblemMessage problem={problem} onRetry={() => void session.renew()} />
        </PageFrame>
      );
    if (!known)
      return (
        <PageFrame title={text.t('app.name')}>
          <Loading />
        </PageFrame>
      );
    if (!session.me) return <SignInPage />;
    return first === undefined ? <CountriesPage /> : <CountryPages country={first} />;
  };
  return (
    <TextContext.Provider value={text}>
      <SessionContext.Provider value={session}>{page()}</SessionContext.Provider>
    </TextContext.Provider>
  );
};
