import { Inject, Injectable } from '@nestjs/common';
import { pageOf, type Page } from '#libs/http';
import { refuse } from '#libs/kernel';
import { findEvery, READ_STORE, type Filter, type ReadStore } from '#libs/read-store';
import { jointDocument, participationKey, type ParticipationDocument } from '../projections/participations.projection.js';
import type { TeacherDocument } from '../projections/teachers.projection.js';

/** Somebody who is in a cycle under several registrations, or only under one that was joined with the one that counts. */
export interface JointParticipation {
  /** Of the registration that counts; `undefined` where only others take part. */
  readonly own: ParticipationDocument | undefined;
  /** Of the person, under the registration that counts. */
  readonly joint: ParticipationDocument;
  /** The registrations that were joined with it and take part. */
  readonly joined: readonly string[];
}

const PAGE = 100;
/** A cursor of this module's own: so many of those registered twice were shown. */
const CURSOR = /^joined\.(\d{1,6})$/;

/** How far people have come in a cycle, where a list of documents would take a person who is registered twice for two, or for one who did nothing. */
@Injectable()
export class JointParticipations {
  constructor(@Inject(READ_STORE) private readonly documents: ReadStore) {}

  /** Everybody of a cycle who is registered twice; they are few. In the order of the registrations that count. */
  async of(tenant: string, cycle: string): Promise<readonly JointParticipation[]> {
    const merged = await findEvery<ParticipationDocument>(this.documents, tenant, 'participations', {
      filter: { cycle, merged: true },
    });
    if (merged.length === 0) return [];
    const people = (await this.documents.getMany(
      tenant,
      'teachers',
      merged.map(({ teacher }) => teacher),
    )) as unknown as readonly (TeacherDocument | undefined)[];
    const byKept = new Map<string, ParticipationDocument[]>();
    merged.forEach((one, index) => {
      const kept = people[index]?.mergedInto;
      // A view may be a moment ahead of the other: who is only in one of them shows up with the next read.
      if (kept !== undefined) byKept.set(kept, [...(byKept.get(kept) ?? []), one]);
    });
    const kept = [...byKept.keys()].sort();
    const names = kept.map((teacher) => participationKey(cycle, teacher));
    const [owns, persons] = (await Promise.all([
      this.documents.getMany(tenant, 'participations', names),
      this.documents.getMany(tenant, 'teachers', kept),
    ])) as unknown as [readonly (ParticipationDocument | undefined)[], readonly (TeacherDocument | undefined)[]];
    return kept.flatMap((teacher, index): JointParticipation[] => {
      const own = owns[index];
      const others = (byKept.get(teacher) ?? []).sort((a, b) => (a.teacher < b.teacher ? -1 : 1));
      const [first, ...rest] = own ? [own, ...others] : others;
      if (!first || persons[index]?.erased !== false) return [];
      const school = own?.school ?? persons[index]?.school ?? first.school;
      const joint = { ...jointDocument([first, ...rest]), teacher, merged: false, school };
      return [{ own, joint, joined: others.map((one) => one.teacher) }];
    });
  }

  /** Everybody of a cycle, each person once. */
  async everybody(tenant: string, cycle: string): Promise<readonly ParticipationDocument[]> {
    const all = await findEvery<ParticipationDocument>(this.documents, tenant, 'participations', {
      filter: { cycle, merged: false },
    });
    const twice = await this.of(tenant, cycle);
    const joint = new Set(twice.map((one) => one.joint.teacher));
    return [...all.filter(({ teacher }) => !joint.has(teacher)), ...twice.map((one) => one.joint)];
  }

  /**
   * A page of those of a cycle who stand somewhere: the documents that the filter finds, then those registered twice, of whom no single document says
   * where they stand. @param stands whether a person stands there, as the filter asks it of a document @throws Refusal cursor-malformed
   */
  async page(
    tenant: string,
    cycle: string,
    { filter, limit = PAGE, cursor }: { readonly filter: Filter; readonly limit?: number; readonly cursor?: string },
    stands: (one: ParticipationDocument) => boolean,
  ): Promise<Page<ParticipationDocument>> {
    const twice = await this.of(tenant, cycle);
    const there = twice.map(({ joint }) => joint).filter(stands);
    const shown = CURSOR.exec(cursor ?? '')?.[1];
    if (shown !== undefined) {
      const from = Number(shown);
      if (from > there.length) refuse('cursor-malformed', {}, '/cursor');
      return pageFrom(there, from, limit);
    }
    const found = await pageOf<ParticipationDocument>(this.documents, tenant, 'participations', {
      filter: { ...filter, cycle, merged: false },
      limit,
      cursor,
    });
    const joint = new Set(twice.map((one) => one.joint.teacher));
    const items = found.items.filter(({ teacher }) => !joint.has(teacher));
    if (found.next !== undefined) return { items, next: found.next };
    const { items: last, next } = pageFrom(there, 0, limit - items.length);
    return { items: [...items, ...last], next };
  }
}

const pageFrom = (all: readonly ParticipationDocument[], from: number, limit: number): Page<ParticipationDocument> => {
  const to = from + limit;
  return { items: all.slice(from, to), next: to < all.length ? `joined.${to}` : undefined };
};
