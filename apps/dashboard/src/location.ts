/** Where the reader is. The whole state of a page is in the address, so that a view can be shared and cited. */
export interface Place {
  /** Parts of the path, decoded: country, cycle, view, and what the view has below it. */
  readonly path: readonly string[];
  readonly query: Readonly<Record<string, string>>;
}

export const placeOf = (address: { readonly pathname: string; readonly search: string }): Place => ({
  path: address.pathname
    .split('/')
    .filter((part) => part !== '')
    .map((part) => {
      try {
        return decodeURIComponent(part);
      } catch {
        // A broken escape is taken literally: the page then says that there is no such country or cycle.
        return part;
      }
    }),
  query: Object.fromEntries(new URLSearchParams(address.search)),
});

/** The address of a place; empty values are left out and the query is in a fixed order, so that the same view has one address. */
export const addressOf = (path: readonly string[], query: Readonly<Record<string, string | undefined>> = {}): string => {
  const search = new URLSearchParams(
    Object.entries(query)
      .filter((entry): entry is [string, string] => entry[1] !== undefined && entry[1] !== '')
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  ).toString();
  return `/${path.map(encodeURIComponent).join('/')}${search === '' ? '' : `?${search}`}`;
};

/** An address to go back to after signing in: one of ours or none, never another site's. */
export const ownAddress = (given: string | undefined): string | undefined =>
  given !== undefined && /^\/(?![/\\])[^\s\\]*$/.test(given) && !given.startsWith('/sign-in') ? given : undefined;
