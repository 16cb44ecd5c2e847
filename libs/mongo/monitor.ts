import type { EventEmitter } from 'node:events';

/** How often it is looked whether the driver still asks its servers how they are, milliseconds; it asks every ten seconds at least. */
const LOOK_MS = 5000;
/** So many looks in a row without an answer or a failure. Looks are counted, not time: a process that was halted has slept, not waited. */
const LOOKS = 6;

/**
 * The driver asks every server again and again how it is, and takes one that was away for back when it answers. A question of its own that
 * never ended, as happened when connections broke at that very moment, keeps it from asking ever again: then it has to begin anew.
 * @param again connects anew; what it throws is told by the calls that fail meanwhile, and it is tried again
 * @returns how to stop looking
 */
export const keepAsking = (
  client: Pick<EventEmitter, 'on'>,
  again: () => Promise<unknown>,
  { lookMs = LOOK_MS, looks = LOOKS }: { readonly lookMs?: number; readonly looks?: number } = {},
): (() => void) => {
  let silent = 0;
  let beginning = false;
  for (const heard of ['serverHeartbeatSucceeded', 'serverHeartbeatFailed']) client.on(heard, () => (silent = 0));
  const timer = setInterval(() => {
    if (beginning) return;
    silent += 1;
    if (silent < looks) return;
    silent = 0;
    beginning = true;
    again()
      .catch(() => undefined) // Every call says so meanwhile, and the next looks try again.
      .finally(() => (beginning = false));
  }, lookMs).unref();
  return () => clearInterval(timer);
};
