import { useEffect, useRef, useState } from 'preact/hooks';
import { useText } from '../i18n.js';
import type { LiveState } from '../live/changes.js';
import { useCycle } from '../pages/cycle-context.js';
import { useSession } from '../session.js';

/** The region is read aloud: it changes at most once in this time, milliseconds. */
const ANNOUNCE_EVERY = 5_000;

/** When the page was last brought up to date, and whether changes come by themselves. */
export const LiveStatus = ({ state, path }: { readonly state: LiveState; readonly path: string }) => {
  const { t, format } = useText();
  const { asOf } = useCycle();
  const { resources } = useSession();
  const [updated, setUpdated] = useState<number | undefined>(() => resources.newest(`${path}/`));
  const last = useRef(0);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const tell = () => {
      timer = undefined;
      last.current = Date.now();
      setUpdated(resources.newest(`${path}/`));
    };
    const off = resources.onLoaded(() => {
      timer ??= setTimeout(tell, Math.max(0, last.current + ANNOUNCE_EVERY - Date.now()));
    });
    return () => {
      off();
      clearTimeout(timer);
    };
  }, [resources, path]);
  return (
    <div class="live-status">
      <p>{asOf ? t('live.asOf', { when: format.dateTime(asOf) }) : t('live.asOfNever')}</p>
      <p role="status" aria-live="polite" data-live={state}>
        <span class={`live-dot live-dot-${state}`} aria-hidden="true" />
        {t(`live.${state}`)}
        {updated !== undefined && ` · ${t('live.updated', { time: format.clock(updated) })}`}
      </p>
    </div>
  );
};
