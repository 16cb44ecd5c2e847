import { useEffect } from 'preact/hooks';
import type { CountrySummary, Items } from '../api/types.js';
import { Loading } from '../components/loading.js';
import { PageFrame } from '../components/page-frame.js';
import { ProblemMessage } from '../components/problem-message.js';
import { useText } from '../i18n.js';
import { Link, useRouter } from '../router.js';
import { useResource, useSession } from '../session.js';

/** Choose a country. Who is signed in to one goes there at once. */
export const CountriesPage = () => {
  const { t, pick } = useText();
  const { go, to } = useRouter();
  const { me, resources } = useSession();
  const own = me && me.country !== '*' ? me.country : undefined;
  useEffect(() => {
    if (own !== undefined) go(to([own]), { replace: true });
  }, [own, go, to]);
  const path = own === undefined ? '/v1/countries' : null;
  const { data, problem } = useResource<Items<CountrySummary>>(path);
  const items = data?.items ?? [];
  // A list of invented countries alone is an invented page.
  const simulated = items.length > 0 && items.every(({ origin }) => origin === 'simulated');
  return (
    <PageFrame title={t('countries.title')} country={simulated ? { name: {}, origin: 'simulated' } : undefined}>
      {problem && path && <ProblemMessage problem={problem} onRetry={() => void resources.refresh(path)} />}
      {!data && !problem && <Loading />}
      {data && items.length === 0 && <p>{t('countries.none')}</p>}
      <ul class="choices">
        {items.map((item) => (
          <li key={item.country}>
            <Link href={to([item.country])}>
              <span class="choice-title">{pick(item.name) || item.country}</span>
              {item.origin === 'simulated' && <span class="tag">{t('simulated.short')}</span>}
            </Link>
          </li>
        ))}
      </ul>
    </PageFrame>
  );
};
