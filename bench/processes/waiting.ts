import { setTimeout as delay } from 'node:timers/promises';

const PATIENCE_MS = 3_600_000;

/** Until the cohort's view shows everything up to a position; without one, until it is live. @throws where it never does */
export const caughtUp = async (url: string, tenant: string, cycle: string, token: string, position?: string): Promise<void> => {
  const after = position === undefined ? '' : `?after=${encodeURIComponent(position)}`;
  const end = performance.now() + PATIENCE_MS;
  for (;;) {
    const answer = await fetch(`${url}/v1/${tenant}/cycles/${cycle}/dashboard${after}`, {
      headers: { authorization: `Bearer ${token}` },
    });
    const text = await answer.text();
    if (answer.ok) return;
    const waits = text.includes('view-rebuilding') || text.includes('view-not-there-yet');
    if (!waits || performance.now() > end) throw new Error(`the view does not come: ${answer.status} ${text.slice(0, 300)}`);
    await delay(text.includes('view-rebuilding') ? 200 : 0);
  }
};
