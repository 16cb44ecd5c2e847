import { createHash, type Hash } from 'node:crypto';
import type { ReadStore } from '#libs/read-store';
import type { Projection } from './projection.js';

type Collections = Pick<Projection, 'collections'>;

/** Names of all collections that projections declare, sorted. What the projector keeps about itself is not among them. */
export const collectionsOf = (projections: readonly Collections[]): string[] =>
  projections.flatMap(({ collections }) => collections.map(({ name }) => name)).sort();

/** One document in a digest: collection, id and canonical text, each behind its length in UTF-8 bytes. */
export const digestDocument = (hash: Hash, collection: string, id: string, text: string): void => {
  hash.update(
    `${Buffer.byteLength(collection)}:${collection}${Buffer.byteLength(id)}:${id}${Buffer.byteLength(text)}:${text}`,
    'utf8',
  );
};

/**
 * SHA-256 over all read models in canonical form, hexadecimal: collections by name, documents by id (UTF-16 code units). Read in
 * pages: whoever writes meanwhile should be stopped.
 */
export const digest = async (documents: ReadStore, tenant: string, projections: readonly Collections[]): Promise<string> => {
  const hash = createHash('sha256');
  for (const collection of collectionsOf(projections)) {
    for await (const page of documents.scan(tenant, collection)) {
      for (const { id, text } of page) digestDocument(hash, collection, id, text);
    }
  }
  return hash.digest('hex');
};
