import type { JsonObject } from '#libs/kernel';

/** A collection of the read models, and how what is about one teacher is found in it. */
export interface PersonalCollection {
  readonly name: string;
  /** `teacher`: a column names the person; `id`: a document that is named after them, or after a cycle and them. */
  readonly by: 'teacher' | 'id';
  /** What is stored, as people see it; as it is where absent. */
  readonly shown?: (document: JsonObject) => JsonObject;
}
/** Every collection of the release, so that a teacher's record leaves none out. Bound by the platform. */
export const PERSONAL_COLLECTIONS = Symbol('PersonalCollections');

/** Somebody read who a teacher is. */
export interface ReadOfMe {
  readonly at: string;
  readonly role: string;
  readonly what: string;
  readonly reason?: string;
}
/** The access log of a country, read for the person it is about. Bound to the access library by the platform. */
export interface ReadsOfPeople {
  /** All of them, newest first. */
  of(tenant: string, teacher: string): Promise<readonly ReadOfMe[]>;
}
export const READS_OF_PEOPLE = Symbol('ReadsOfPeople');
