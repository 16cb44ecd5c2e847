import { useEffect, useMemo, useState } from 'preact/hooks';
import type { Country, Cycle, Framework } from '../api/types.js';
import { Folded } from '../components/folded.js';
import { PageFrame } from '../components/page-frame.js';
import { useText } from '../i18n.js';
import { LiveChanges, type LiveState } from '../live/changes.js';
import { Link, useRouter } from '../router.js';
import { useResource, useSession } from '../session.js';
import { TeacherPages } from '../teacher/teacher-pages.js';
import { CycleContext, type CycleContent } from './cycle-context.js';
import { DataView } from './view-data.js';
import { EvaluationView } from './view-evaluation.js';
import { GapsView } from './view-gaps.js';
import { LearningView } from './view-learning.js';
import { OverviewView } from './view-overview.js';
import { ParticipationView } from './view-participation.js';
import { SchoolsView } from './view-schools.js';
import { LettersView } from './view-letters.js';
import { TeamView } from './view-team.js';
import { YearsView } from './view-years.js';
import { TeachingView } from './view-teaching.js';
import { CHOOSE_CYCLE, countryPagesFor, firstView, isCycleView, viewsFor, type CycleView } from './views.js';
import { LiveStatus } from '../components/live-status.js';

const VIEWS: Readonly<Record<CycleView, () => preact.JSX.Element>> = {
  team: TeamView,
  letters: LettersView,
  overview: OverviewView,
  evaluation: EvaluationView,
  years: YearsView,
  participation: ParticipationView,
  learning: LearningView,
  gaps: GapsView,
  schools: SchoolsView,
  data: DataView,
  teaching: TeachingView,
};

/** Follows the cycle's changes while one of its pages is open. */
const useLive = (path: string, on: boolean): LiveState => {
  const { resources } = useSession();
  const [state, setState] = useState<LiveState>('connecting');
  useEffect(() => {
    if (!on) return undefined;
    let unseen = false;
    const look = () => {
      if (document.hidden || !unseen) return;
      unseen = false;
      resources.refreshUnder(path);
    };
    document.addEventListener('visibilitychange', look);
    const live = new LiveChanges({
      open: (since) => new EventSource(`${path}/changes${since === undefined ? '' : `?since=${encodeURIComponent(since)}`}`),
      changed: (position) => {
        // A page that nobody sees is read when it is seen again.
        if (document.hidden) unseen = true;
        else resources.refreshUnder(path, position);
      },
      poll: () => resources.refreshUnder(path),
      state: setState,
    });
    return () => {
      live.stop();
      document.removeEventListener('visibilitychange', look);
    };
  }, [resources, path, on]);
  return state;
};

/** When the newest of the cycle's answers was recorded, whichever of them is shown. */
const useAsOf = (path: string): string | null => {
  const { resources } = useSession();
  const [asOf, setAsOf] = useState<string | null>(null);
  useEffect(() => {
    const read = () => {
      const times = resources.under(`${path}/`).flatMap((answer) => {
        const { asOf: own } = answer as { asOf?: string | null };
        return typeof own === 'string' ? [own] : [];
      });
      setAsOf((known) => times.sort().at(-1) ?? known);
    };
    read();
    return resources.onLoaded(read);
  }, [resources, path]);
  return asOf;
};

export const CyclePages = ({ country, cycle }: { readonly country: Country; readonly cycle: Cycle }) => {
  const { t, pick } = useText();
  const { place, go, to } = useRouter();
  const { me } = useSession();
  const path = `/v1/${encodeURIComponent(country.country)}/cycles/${encodeURIComponent(cycle.cycle)}`;
  const { framework: id, version } = cycle.design.framework;
  const frameworkPath = `/v1/${encodeURIComponent(country.country)}/frameworks/${encodeURIComponent(id)}?version=${encodeURIComponent(version)}`;
  const framework = useResource<Framework>(frameworkPath).data;
  const view = place.path[2];
  const asOf = useAsOf(path);
  // Attendance is entered and letters are made, not watched: those pages read again after what they send.
  const watched = isCycleView(view) && view !== 'teaching' && view !== 'letters';
  const live = useLive(path, watched);
  const content = useMemo<CycleContent>(
    () => ({ country, cycle, framework, frameworkPath, path, asOf }),
    [country, cycle, framework, frameworkPath, path, asOf],
  );
  const first = me && firstView(me.role);
  useEffect(() => {
    if (view === undefined && first !== undefined) go(to([country.country, cycle.cycle, first]), { replace: true });
  }, [view, first, go, to, country.country, cycle.cycle]);

  if (view === 'me') {
    return (
      <CycleContext.Provider value={content}>
        <TeacherPages />
      </CycleContext.Provider>
    );
  }
  const views = me ? viewsFor(me.role) : [];
  const title = isCycleView(view) ? t(`views.${view}.title`) : t('views.unknown');
  const attribution = framework?.licence ? pick(framework.licence.attribution) : undefined;
  const View = isCycleView(view) ? VIEWS[view] : undefined;
  return (
    <CycleContext.Provider value={content}>
      <PageFrame
        title={title}
        country={country}
        attribution={attribution}
        navigation={
          <div class="cycle-bar">
            <p class="crumbs">
              <Link href={to([country.country], CHOOSE_CYCLE)}>{pick(country.name)}</Link>
              <span aria-hidden="true"> / </span>
              <span>{pick(cycle.title)}</span>
              <Link class="crumbs-change" href={to([country.country], CHOOSE_CYCLE)}>
                {t('cycles.change')}
              </Link>
            </p>
            <nav aria-label={t('views.label')} class="views">
              <Folded key={view} label={t('views.menu')}>
                {views.filter(isCycleView).map((one) => (
                  <Link key={one} href={to([country.country, cycle.cycle, one])} aria-current={one === view ? 'page' : undefined}>
                    {t(`views.${one}.name`)}
                  </Link>
                ))}
                {me &&
                  countryPagesFor(me.role).map((one) => (
                    <Link key={one} href={to([country.country, one])}>
                      {t(`${one}.name`)}
                    </Link>
                  ))}
              </Folded>
            </nav>
          </div>
        }
      >
        {View && (
          <>
            {watched && <LiveStatus state={live} path={path} />}
            <View />
          </>
        )}
      </PageFrame>
    </CycleContext.Provider>
  );
};
