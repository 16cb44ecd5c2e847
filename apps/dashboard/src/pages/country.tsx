import { useEffect, useMemo } from 'preact/hooks';
import type { Country, Cycle, CycleSummary, Items } from '../api/types.js';
import { Loading } from '../components/loading.js';
import { PageFrame } from '../components/page-frame.js';
import { ProblemMessage } from '../components/problem-message.js';
import { TextContext, textIn, useText } from '../i18n.js';
import { Link, useRouter } from '../router.js';
import { useResource, useSession } from '../session.js';
import { CyclePages } from './cycle.js';
import { FRAMEWORKS, FrameworkPages } from './frameworks.js';
import { ReleasesPage } from './releases.js';
import { RequestsPage } from './requests.js';
import { CHOOSE_CYCLE, countryPagesFor, firstCycle, firstView, isCountryPage, type CountryPage } from './views.js';

const PAGES: Readonly<Record<CountryPage, (props: { readonly country: Country }) => preact.JSX.Element>> = {
  requests: RequestsPage,
  releases: ReleasesPage,
};

/** The pages below a country: its cycles, and what each cycle shows. */
export const CountryPages = ({ country: id }: { readonly country: string }) => {
  const outer = useText();
  const { place, to, go } = useRouter();
  const { resources, me } = useSession();
  const countryPath = `/v1/${encodeURIComponent(id)}`;
  const country = useResource<Country>(countryPath);
  const own = isCountryPage(place.path[1]) ? place.path[1] : undefined;
  const frameworks = place.path[1] === FRAMEWORKS;
  const cycleId = own === undefined && !frameworks ? place.path[1] : undefined;
  // Who has nothing to do with single cycles begins at what there is for the country.
  const elsewhere = me && firstView(me.role) === undefined ? countryPagesFor(me.role)[0] : undefined;
  const start = place.path[1] === undefined ? elsewhere : undefined;
  useEffect(() => {
    if (start !== undefined) go(to([id, start]), { replace: true });
  }, [start, id, go, to]);
  const cyclePath = `${countryPath}/cycles/${encodeURIComponent(cycleId ?? '')}`;
  const cyclesPath = `${countryPath}/cycles`;
  const cycles = useResource<Items<CycleSummary>>(
    country.data && cycleId === undefined && own === undefined && start === undefined ? cyclesPath : null,
  );
  const cycle = useResource<Cycle>(country.data && cycleId !== undefined ? cyclePath : null);
  const timeZone = country.data?.timeZone;
  const text = useMemo(() => textIn(outer.language, timeZone), [outer.language, timeZone]);

  const page = () => {
    if (country.data && frameworks) return <FrameworkPages country={country.data} />;
    const CountryPage = own && PAGES[own];
    if (country.data && CountryPage) return <CountryPage country={country.data} />;
    if (country.data && cycle.data) return <CyclePages key={cycleId} country={country.data} cycle={cycle.data} />;
    if (country.data && cycles.data) return <CyclesPage country={country.data} cycles={cycles.data.items} />;
    const problem = country.data ? (cycleId === undefined ? cycles.problem : cycle.problem) : country.problem;
    const retry = () => void resources.refresh(!country.data ? countryPath : cycleId === undefined ? cyclesPath : cyclePath);
    return (
      <PageFrame title={country.data ? text.pick(country.data.name) : text.t('countries.country')} country={country.data}>
        {problem ? <ProblemMessage problem={problem} onRetry={retry} /> : <Loading />}
        {problem && country.data && (
          <p>
            <Link href={to([id], CHOOSE_CYCLE)}>{text.t('cycles.all')}</Link>
          </p>
        )}
      </PageFrame>
    );
  };
  return <TextContext.Provider value={text}>{page()}</TextContext.Provider>;
};

const CyclesPage = ({ country, cycles }: { readonly country: Country; readonly cycles: readonly CycleSummary[] }) => {
  const { t, pick } = useText();
  const { go, place, to } = useRouter();
  const { me } = useSession();
  const view = me ? firstView(me.role) : undefined;
  // Everybody of a country begins at the first page of their role, in the cycle that is under way; this list is there for whoever chose it.
  const chooses = place.query['choose'] === 'cycle' || me?.country === '*';
  const first = chooses ? undefined : firstCycle(cycles)?.cycle;
  useEffect(() => {
    if (first !== undefined && view !== undefined) go(to([country.country, first, view]), { replace: true });
  }, [first, view, country.country, go, to]);
  return (
    <PageFrame title={t('cycles.title', { country: pick(country.name) })} country={country}>
      {view === undefined && <p class="message message-waiting">{t('views.noneForRole')}</p>}
      {cycles.length === 0 && <p>{t('cycles.none')}</p>}
      {view !== undefined && (
        <ul class="choices">
          {cycles.map((cycle) => (
            <li key={cycle.cycle}>
              <Link href={to([country.country, cycle.cycle, view])}>
                <span class="choice-title">{pick(cycle.title) || cycle.cycle}</span>
                <span class="choice-more">
                  {t('cycles.label', { cycle: cycle.cycle })} · {t(`cycleStatus.${cycle.status}`)}
                  {cycle.stage && ` · ${t(`stage.${cycle.stage}`)}`}
                </span>
              </Link>
            </li>
          ))}
        </ul>
      )}
      {me?.role !== 'teacher' && (
        <p>
          <Link href={to([country.country, FRAMEWORKS])}>{t('frameworks.title')}</Link>
        </p>
      )}
      {me && countryPagesFor(me.role).length > 0 && (
        <ul class="choices">
          {countryPagesFor(me.role).map((page) => (
            <li key={page}>
              <Link href={to([country.country, page])}>
                <span class="choice-title">{t(`${page}.title`)}</span>
              </Link>
            </li>
          ))}
        </ul>
      )}
      {me?.country === '*' && (
        <p>
          <Link href={to([])}>{t('countries.all')}</Link>
        </p>
      )}
    </PageFrame>
  );
};
