import { Inject } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { refuse } from '#libs/kernel';
import { READ_STORE, type ReadStore } from '#libs/read-store';
import type { CycleDocument } from '../projections/cycles.projection.js';
import { jointDocument, participationKey, type ParticipationDocument } from '../projections/participations.projection.js';
import { Registrations } from '../use-cases/registrations.js';
import type { TeacherDocument } from '../projections/teachers.projection.js';
import type { SchoolDocument } from '../projections/schools.projection.js';
import type { CycleDesign, StageWindow } from '../rollout.events.js';
import { windowOf, windowState, withOwn, type Place, type WindowState } from '../windows.js';

export interface ShownWindow extends StageWindow {
  /** `grace`: closed, but what is handed in still counts and is flagged late. */
  readonly state: WindowState;
}

/** A teacher's own place in a cycle: what they are asked to agree to, what they agreed to, when what is open. */
export interface MyParticipationView {
  readonly cycle: string;
  readonly title: CycleDocument['title'];
  readonly status: CycleDocument['status'];
  readonly stage: CycleDocument['stage'];
  /** Those that hold for this teacher, with what was changed for them, their school or region. */
  readonly windows: readonly ShownWindow[];
  /** The text as it is asked now. */
  readonly consentText: CycleDesign['consent'];
  readonly invited: boolean;
  /** How many other registrations of the same person were joined with this one; what was done under them is among what is shown. */
  readonly joinedRegistrations: number;
  readonly participation: Omit<ParticipationDocument, 'teacher' | 'cycle' | 'windowChanges'> | null;
}

export class MyParticipation extends Query<MyParticipationView> {
  constructor(
    readonly tenant: string,
    readonly cycle: string,
    readonly teacher: string,
    readonly at: string,
  ) {
    super();
  }
}

@QueryHandler(MyParticipation)
export class MyParticipationHandler implements IQueryHandler<MyParticipation> {
  constructor(
    @Inject(READ_STORE) private readonly documents: ReadStore,
    private readonly registrations: Registrations,
  ) {}

  async execute({ tenant, cycle, teacher, at }: MyParticipation): Promise<MyParticipationView> {
    const [, ...joined] = await this.registrations.of(tenant, teacher);
    const names = [teacher, ...joined].map((one) => participationKey(cycle, one));
    const [planned, own, place] = await Promise.all([
      this.documents.get(tenant, 'cycles', cycle),
      this.documents.getMany(tenant, 'participations', names) as Promise<unknown> as Promise<
        readonly (ParticipationDocument | undefined)[]
      >,
      this.#placeOf(tenant, teacher),
    ]);
    if (!planned) return refuse('cycle-unknown', { cycle });
    const { title, status, stage, design, windowChanges } = planned as unknown as CycleDocument;
    const [first, ...others] = own.filter((one) => one !== undefined);
    const found = first && jointDocument([first, ...others]);
    const ownChanges = found?.windowChanges.map((change) => ({ ...change, scope: { teacher } }));
    const timetable = withOwn({ ...design, windowChanges }, ownChanges);
    const windows = design.stages.map((designed) => {
      const window = windowOf(timetable, designed.stage, place);
      return { ...window, state: windowState(window, at) };
    });
    const shown = { cycle, title, status, stage, windows, consentText: design.consent, joinedRegistrations: joined.length };
    if (!found) return { ...shown, invited: false, participation: null };
    const { teacher: _teacher, cycle: _cycle, windowChanges: _own, ...participation } = found;
    // Where only the other registration was invited, its document stands for a person who counts.
    return { ...shown, invited: participation.invitedAt !== null, participation: { ...participation, merged: false } };
  }

  async #placeOf(tenant: string, teacher: string): Promise<Place> {
    const found = (await this.documents.get(tenant, 'teachers', teacher)) as TeacherDocument | undefined;
    if (!found?.school) return { teacher };
    const school = (await this.documents.get(tenant, 'schools', found.school)) as SchoolDocument | undefined;
    return { teacher, school: found.school, region: school?.region };
  }
}
