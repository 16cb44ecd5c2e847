import { Inject, Injectable } from '@nestjs/common';
import { Streams } from '#libs/commanding';
import { findEvery, READ_STORE, type ReadStore } from '#libs/read-store';
import { jointParticipation, participationDecider, participationStream, type Participation } from '../participation.js';
import type { TeacherDocument } from '../projections/teachers.projection.js';
import { teacherDecider, teacherStream } from '../teacher.js';

/** The registrations of a person: the one that counts, then those that were joined with it, in the order in which they count. */
export type OwnRegistrations = readonly [kept: string, ...joined: string[]];

/**
 * Under which registrations somebody is one person. What each of them did stays where it was written; whoever shows or continues a person's work asks
 * here whose it is, so that joining and undoing it are one event each and nothing is copied.
 */
@Injectable()
export class Registrations {
  constructor(
    @Inject(READ_STORE) private readonly documents: ReadStore,
    private readonly streams: Streams,
  ) {}

  /** As far as the views have come. Of a registration that was joined with another: itself alone. */
  async of(tenant: string, teacher: string): Promise<OwnRegistrations> {
    const joined = await findEvery<TeacherDocument>(this.documents, tenant, 'teachers', { filter: { mergedInto: teacher } });
    return [teacher, ...joined.map((one) => one.teacher).sort()];
  }

  /** The registration that counts for somebody, by the record: its own where it was joined with none. */
  async counting(tenant: string, teacher: string): Promise<string> {
    return (await this.streams.state(teacherDecider, teacherStream(tenant, teacher))).mergedInto ?? teacher;
  }

  /** Whether what was done under one registration is somebody's own, by the record. */
  async areOne(tenant: string, teacher: string, owner: string): Promise<boolean> {
    return owner === teacher || (await this.counting(tenant, owner)) === teacher;
  }

  /** All that deciding may rest on, asked once a command: those of the views that the record still knows as joined. */
  async onRecord(tenant: string, teacher: string): Promise<OwnRegistrations> {
    const kept = await this.counting(tenant, teacher);
    const [, ...seen] = await this.of(tenant, kept);
    const joined: string[] = [];
    for (const other of seen) if (await this.areOne(tenant, kept, other)) joined.push(other);
    return [kept, ...joined];
  }

  /** A person's place in a cycle over all their registrations, whichever of them is named. */
  async participation(tenant: string, cycle: string, teacher: string, registrations?: OwnRegistrations): Promise<Participation> {
    registrations ??= await this.onRecord(tenant, teacher);
    const states = await Promise.all(
      registrations.map((one) => this.streams.state(participationDecider, participationStream(tenant, cycle, one))),
    );
    return jointParticipation(teacher, states);
  }
}
