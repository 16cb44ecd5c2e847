import type { OwnWindow, StageState, TeamView } from '../../../../libs/contexts/rollout/queries/answers.js';
import { useText } from '../i18n.js';
import { useNames } from '../pages/cycle-context.js';

const Times = ({ window }: { readonly window: StageState }) => {
  const { t, format } = useText();
  const { opens, closes, graceUntil } = window;
  return (
    <>
      {t('team.window.times', { opens: format.date(opens), closes: format.date(closes) })}
      {graceUntil !== closes && ` · ${t('team.window.grace', { until: format.date(graceUntil) })}`}
    </>
  );
};

const useScope = () => {
  const { t, format } = useText();
  const names = useNames();
  return ({ scope }: OwnWindow): string => {
    if (scope === null) return t('team.window.everybody');
    if ('regions' in scope) return format.list(scope.regions.map((code) => names.cell('region', code)));
    if ('region' in scope) return names.cell('region', scope.region);
    return 'school' in scope ? t('team.window.school', { school: scope.school }) : t('team.window.person');
  };
};

/** Windows of one stage that were changed alike, for one reason, said once with every place they hold in. */
const alike = (windows: readonly OwnWindow[]): readonly (readonly [OwnWindow, ...OwnWindow[]])[] => {
  const groups = new Map<string, [OwnWindow, ...OwnWindow[]]>();
  for (const window of windows) {
    const { stage, opens, closes, graceUntil, state, reason, changedAt } = window;
    const key = JSON.stringify([stage, opens, closes, graceUntil, state, reason, changedAt?.slice(0, 10)]);
    const known = groups.get(key);
    if (known) known.push(window);
    else groups.set(key, [window]);
  }
  return [...groups.values()];
};

/** Which windows are open now, and where they are another one: from the start, or extended for a reason. */
export const Windows = ({ team }: { readonly team: TeamView }) => {
  const { t, count, format } = useText();
  const scopeOf = useScope();
  return (
    <section class="part" aria-labelledby="part-windows">
      <h2 id="part-windows">{t('team.windows')}</h2>
      <ul class="windows">
        {team.windows.map((window) => (
          <li key={window.stage}>
            <span class="window-name">{t(`team.stage.${window.stage}`)}</span>
            <span class={`badge badge-${window.state}`}>{t(`team.window.state.${window.state}`)}</span>
            <span class="window-times">
              <Times window={window} />
            </span>
          </li>
        ))}
      </ul>
      {team.ownWindows.length > 0 && (
        <details open={team.ownWindows.some(({ state }) => state === 'open' || state === 'grace')}>
          <summary>{count('team.ownWindows', team.ownWindows.length)}</summary>
          <ul class="windows">
            {alike(team.ownWindows).map(([window, ...others]) => (
              <li key={`${window.stage} ${JSON.stringify(window.scope)}`}>
                <span class="window-name">
                  {format.list([window, ...others].map(scopeOf))} · {t(`team.stage.${window.stage}`)}
                </span>
                <span class={`badge badge-${window.state}`}>{t(`team.window.state.${window.state}`)}</span>
                <span class="window-times">
                  <Times window={window} />
                </span>
                <span class="window-why">
                  {window.reason === undefined
                    ? t('team.window.designed')
                    : t('team.window.because', { reason: window.reason, when: format.date(window.changedAt ?? team.at) })}
                </span>
              </li>
            ))}
          </ul>
        </details>
      )}
      {team.reclassifications.planned + team.reclassifications.due > 0 && (
        <p class="note">{t('team.reclassifications', { ...team.reclassifications })}</p>
      )}
    </section>
  );
};
