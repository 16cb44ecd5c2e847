import { createContext } from 'preact';
import { useContext, useEffect, useState } from 'preact/hooks';
import { Api } from './api/client.js';
import { Resources, type Reading } from './api/resources.js';
import type { Me } from './api/types.js';

export interface Session {
  readonly api: Api;
  readonly resources: Resources;
  readonly me: Me | undefined;
  /** Words typed and not sent, by the field they stand in; see `useDraft`. */
  readonly drafts: Map<string, string>;
  /** The session ran out: nobody signed out. */
  readonly ranOut: boolean;
  /** Reads again who is signed in. */
  renew(): Promise<void>;
  signOut(): Promise<void>;
}

export const SessionContext = createContext<Session | undefined>(undefined);

export const useSession = (): Session => {
  const session = useContext(SessionContext);
  if (!session) throw new Error('a page outside the session');
  return session;
};

const NOTHING: Reading<never> = { loading: false };

/** An answer of the server, kept up to date while the part of the page that shows it is there. `null`: nothing to be read yet. */
export const useResource = <Body>(path: string | null): Reading<Body> => {
  const { resources } = useSession();
  const [, setTick] = useState(0);
  useEffect(() => {
    if (path === null) return undefined;
    return resources.subscribe(path, () => setTick((tick) => tick + 1));
  }, [resources, path]);
  return path === null ? NOTHING : resources.read<Body>(path);
};

/**
 * Words that somebody types. They stay while a session that ran out is renewed, for the same person in the same page: in the page's memory alone, until
 * they are sent (set to '') or somebody signs out.
 */
export const useDraft = (field: string): readonly [string, (words: string) => void] => {
  const { drafts } = useSession();
  const [words, setWords] = useState(() => drafts.get(field) ?? '');
  const type = (typed: string): void => {
    if (typed === '') drafts.delete(field);
    else drafts.set(field, typed);
    setWords(typed);
  };
  return [words, type];
};
