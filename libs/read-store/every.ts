import type { Document, FindQuery, ReadStore } from './port.js';

const PAGE = 1_000;

/** A selection page by page, to its end: what is reckoned or shown as a whole is never cut at a page. */
export async function* everyPage(
  store: Pick<ReadStore, 'find'>,
  tenant: string,
  collection: string,
  query: Pick<FindQuery, 'filter' | 'sort'> = {},
): AsyncGenerator<readonly { readonly id: string; readonly document: Document }[]> {
  let cursor: string | undefined;
  do {
    const page = await store.find(tenant, collection, { ...query, limit: PAGE, cursor });
    yield page.documents;
    cursor = page.next;
  } while (cursor !== undefined);
}

/** All documents of a selection, as those of this shape. */
export const findEvery = async <Shape = Document>(
  store: Pick<ReadStore, 'find'>,
  tenant: string,
  collection: string,
  query: Pick<FindQuery, 'filter' | 'sort'> = {},
): Promise<Shape[]> => {
  const found: Shape[] = [];
  for await (const page of everyPage(store, tenant, collection, query))
    for (const { document } of page) found.push(document as unknown as Shape);
  return found;
};
