import type { Clock, Head, StreamName } from '#libs/kernel';
import { EventStoreError } from './port.js';

/** What of a stored event decides whether an append is the retry of one that succeeded. */
export interface StoredIdentity {
  readonly id: string;
  readonly data: string;
  readonly hash: string;
}

/**
 * What a stream says to an append: `write` when the caller saw its head, `known` when exactly these events already follow the
 * expected head (the caller's first answer got lost, whatever was appended since).
 *
 * @param stored the stream's event at a revision, `undefined` behind its end
 * @throws EventStoreError conflict
 */
export const judgeAppend = (
  stream: StreamName,
  expected: 'no-stream' | Head,
  events: readonly { readonly id: string; readonly data: string }[],
  current: Head | undefined,
  stored: (revision: number) => StoredIdentity | undefined,
): 'write' | 'known' => {
  if (expected === 'no-stream') {
    if (current === undefined) return 'write';
  } else if (current !== undefined && current.revision === expected.revision && current.hash === expected.hash) {
    return 'write';
  }
  if (current !== undefined && follows(expected, events, stored)) return 'known';
  throw conflict(stream, expected, current);
};

const follows = (
  expected: 'no-stream' | Head,
  events: readonly { readonly id: string; readonly data: string }[],
  stored: (revision: number) => StoredIdentity | undefined,
): boolean => {
  if (expected !== 'no-stream' && stored(expected.revision)?.hash !== expected.hash) return false;
  const first = expected === 'no-stream' ? 0 : expected.revision + 1;
  return events.every((event, index) => {
    const there = stored(first + index);
    return there !== undefined && there.id === event.id && there.data === event.data;
  });
};

const spoken = (head: 'no-stream' | Head | undefined): string | number =>
  head === undefined || head === 'no-stream' ? 'no-stream' : head.revision;

export const conflict = (stream: StreamName, expected: 'no-stream' | Head, current: Head | undefined): EventStoreError => {
  const details = { stream, expected: spoken(expected), actual: spoken(current) };
  const otherHash = details.expected === details.actual ? ' with another hash or a repeated event id' : '';
  return new EventStoreError(
    'conflict',
    `${stream} stands at ${details.actual}${otherHash}, the append expected ${details.expected}`,
    details,
  );
};

/** The id stands in another stream already: never a retry, always a mistake of the caller. */
export const repeatedId = (stream: StreamName, id: string, other: StreamName): EventStoreError =>
  new EventStoreError('invalid', `event ${id} of an append to ${stream} is in the log already, in ${other}`, {
    stream,
    id,
    other,
  });

const HASH = /^[0-9a-f]{64}$/;

/** @throws EventStoreError invalid */
export const checkExpected = (stream: StreamName, expected: 'no-stream' | Head): void => {
  if (expected === 'no-stream') return;
  if (Number.isSafeInteger(expected.revision) && expected.revision >= 0 && HASH.test(expected.hash)) return;
  throw new EventStoreError('invalid', `an append to ${stream} expects a head that no stream can have`, { stream });
};

/** The end of the year 9999: later instants do not sort as text. */
const LAST_INSTANT = 253_402_300_799_999;

/** What a country's clock says, in whole milliseconds. @throws EventStoreError invalid, when it is no time that can be stored */
export const timeOf = (clock: Clock, tenant: string): number => {
  const now = Math.trunc(clock.now(tenant));
  if (now >= 0 && now <= LAST_INSTANT) return now;
  throw new EventStoreError('invalid', `the clock of ${tenant} says ${now}, which is no time`, { tenant });
};
