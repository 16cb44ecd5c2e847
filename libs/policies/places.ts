import type { Position } from '#libs/kernel';
import { everyPage, type Document, type ReadStore } from '#libs/read-store';
import { booksOf, pendingCollection } from './runner.js';

/** Where a policy is in a country's record, and what it could not get done. */
export interface PolicyPlace {
  readonly position: Position;
  readonly pending: ReadonlyMap<string, Document>;
}

const declare = (books: ReadStore, tenant: string, policy: string): Promise<void> =>
  books.declare(tenant, booksOf(policy), [{ name: pendingCollection(policy), columns: { since: 'text' } }]);

const pendingOf = async (books: ReadStore, tenant: string, policy: string): Promise<ReadonlyMap<string, Document>> => {
  const found = new Map<string, Document>();
  for await (const page of everyPage(books, tenant, pendingCollection(policy), { sort: { column: 'since' } }))
    for (const { id, document } of page) found.set(id, document);
  return found;
};

/** `undefined` for a policy that never ran with these books. @throws ReadStoreError */
export const policyPlace = async (books: ReadStore, tenant: string, policy: string): Promise<PolicyPlace | undefined> => {
  await declare(books, tenant, policy);
  const position = await books.checkpoint(tenant, booksOf(policy));
  return position === undefined ? undefined : { position, pending: await pendingOf(books, tenant, policy) };
};

/** Puts a policy at a place, wherever it was: for a record that was moved, while nobody's policies run. @throws ReadStoreError */
export const putPolicyAt = async (books: ReadStore, tenant: string, policy: string, place: PolicyPlace): Promise<void> => {
  const before = await policyPlace(books, tenant, policy);
  const collection = pendingCollection(policy);
  await books.commit(tenant, {
    projection: booksOf(policy),
    from: before?.position,
    to: place.position,
    puts: [...place.pending].map(([id, document]) => ({ collection, id, document })),
    deletes: [...(before?.pending.keys() ?? [])].filter((id) => !place.pending.has(id)).map((id) => ({ collection, id })),
  });
};
