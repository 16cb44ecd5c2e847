import { createContext, type ComponentChildren, type JSX } from 'preact';
import { useCallback, useContext, useEffect, useMemo, useState } from 'preact/hooks';
import { addressOf, placeOf, type Place } from './location.js';

interface Router {
  readonly place: Place;
  go(address: string, options?: { readonly replace?: boolean }): void;
  /** The address of a page; the language stays. */
  to(path: readonly string[], query?: Readonly<Record<string, string | undefined>>): string;
  /** The address of this page with other state. */
  here(change: Readonly<Record<string, string | undefined>>): string;
}

const RouterContext = createContext<Router | undefined>(undefined);

export const useRouter = (): Router => {
  const router = useContext(RouterContext);
  if (!router) throw new Error('a page outside the router');
  return router;
};

export const RouterProvider = ({ children }: { readonly children: ComponentChildren }) => {
  const [place, setPlace] = useState<Place>(() => placeOf(location));
  const read = useCallback(() => setPlace(placeOf(location)), []);
  useEffect(() => {
    addEventListener('popstate', read);
    return () => removeEventListener('popstate', read);
  }, [read]);
  const router = useMemo<Router>(
    () => ({
      place,
      go: (address, { replace = false } = {}) => {
        history[replace ? 'replaceState' : 'pushState'](null, '', address);
        read();
      },
      to: (path, query = {}) => addressOf(path, { lang: place.query['lang'], ...query }),
      here: (change) => addressOf(place.path, { ...place.query, ...change }),
    }),
    [place, read],
  );
  return <RouterContext.Provider value={router}>{children}</RouterContext.Provider>;
};

/** A link to a page of ours, followed without loading everything again. */
export const Link = ({
  href,
  children,
  ...rest
}: Omit<JSX.IntrinsicElements['a'], 'href' | 'onClick'> & { readonly href: string }) => {
  const { go } = useRouter();
  const follow = (event: MouseEvent) => {
    if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    go(href);
  };
  return (
    <a {...rest} href={href} onClick={follow}>
      {children}
    </a>
  );
};
