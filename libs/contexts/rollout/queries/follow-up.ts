import { Inject } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional, IsString, Matches } from 'class-validator';
import { PageRequest, type QueryContext, type Page } from '#libs/http';
import { refuse } from '#libs/kernel';
import { findEvery, READ_STORE, type Filter, type ReadStore } from '#libs/read-store';
import type { CycleDocument } from '../projections/cycles.projection.js';
import type { SchoolDocument } from '../projections/schools.projection.js';
import type { TeacherDocument } from '../projections/teachers.projection.js';
import type { Stage, StageWindow, WindowScope } from '../rollout.events.js';
import { SCHOOL_CODE } from '../school.js';
import { windowOf, windowState, type Timetable } from '../windows.js';
import {
  FOLLOW_UP_GROUPS,
  type FollowUpGroup,
  type FollowUpItem,
  type OwnWindow,
  type SchoolBehind,
  type StageState,
  type TeamView,
} from './answers.js';
import { JointParticipations } from './joint-participations.js';
import { Identities } from './teachers.js';

/** The stage in which a group can still do what is missing. */
export const STAGE_OF_GROUP: Readonly<Record<FollowUpGroup, Stage>> = {
  'not-consented': 'self-assessment',
  'not-started': 'self-assessment',
  'not-submitted': 'self-assessment',
  'profile-not-seen': 'learning',
  'final-not-submitted': 'evaluation',
};

const FILTERS: Readonly<Record<FollowUpGroup, Filter>> = {
  'not-consented': { step: 'invited' },
  'not-started': { step: 'consented' },
  'not-submitted': { step: 'started' },
  'profile-not-seen': { step: 'submitted' },
  'final-not-submitted': { step: 'profile-seen', finalTest: { in: [null, 'started'] } },
};

const groupOf = (step: unknown, finalTest: unknown): FollowUpGroup | undefined => {
  switch (step) {
    case 'invited':
      return 'not-consented';
    case 'consented':
      return 'not-started';
    case 'started':
      return 'not-submitted';
    case 'submitted':
      return 'profile-not-seen';
    case 'profile-seen':
      return finalTest === 'submitted' ? undefined : 'final-not-submitted';
    default:
      return undefined;
  }
};

/** The schools of a region, by code. */
const schoolsOf = async (documents: ReadStore, tenant: string, region: string): Promise<readonly string[]> => {
  const schools = await findEvery<SchoolDocument>(documents, tenant, 'schools', { filter: { region } });
  return schools.map(({ code }) => code);
};

export class FollowUpRequest extends PageRequest {
  @ApiProperty({ enum: FOLLOW_UP_GROUPS })
  @IsIn(FOLLOW_UP_GROUPS)
  group: FollowUpGroup;

  @ApiPropertyOptional({ description: 'Only of one region, ISO 3166-2.', example: 'CL-BI' })
  @IsOptional()
  @Matches(/^[A-Z]{2}-[A-Z0-9]{1,3}$/)
  region?: string;

  @ApiPropertyOptional({ description: 'Only of one school.', example: '900001' })
  @IsOptional()
  @IsString()
  @Matches(SCHOOL_CODE)
  school?: string;
}

/** Who has stopped at a step, with names, for the country's coordinators. */
export class FollowUp extends Query<Page<FollowUpItem>> {
  constructor(
    readonly context: QueryContext,
    readonly cycle: string,
    readonly request: FollowUpRequest,
  ) {
    super();
  }
}

@QueryHandler(FollowUp)
export class FollowUpHandler implements IQueryHandler<FollowUp> {
  constructor(
    @Inject(READ_STORE) private readonly documents: ReadStore,
    private readonly identities: Identities,
    private readonly joint: JointParticipations,
  ) {}

  async execute({ context, cycle, request }: FollowUp): Promise<Page<FollowUpItem>> {
    const { tenant } = context;
    const { group, region, school, limit, cursor } = request;
    const codes =
      school !== undefined ? [school] : region !== undefined ? await schoolsOf(this.documents, tenant, region) : undefined;
    if (codes?.length === 0) return { items: [] };
    const filter: Filter = { ...FILTERS[group], ...(codes ? { school: { in: codes } } : {}) };
    const found = await this.joint.page(
      tenant,
      cycle,
      { filter, limit, cursor },
      (one) => groupOf(one.step, one.finalTest) === group && (codes === undefined || codes.includes(one.school ?? '')),
    );
    const [people, schools] = await Promise.all([
      this.documents.getMany(
        tenant,
        'teachers',
        found.items.map(({ teacher }) => teacher),
      ),
      this.documents.getMany(
        tenant,
        'schools',
        found.items.map((one) => one.school ?? ''),
      ),
    ]);
    const known = found.items.flatMap((participation, index) => {
      const person = people[index] as TeacherDocument | undefined;
      return person ? [{ participation, person, place: schools[index] as SchoolDocument | undefined }] : [];
    });
    const identities = await this.identities.of(
      context,
      known.map(({ person }) => person),
      { what: 'follow-up' },
    );
    const items = known.map(({ participation, place }, index): FollowUpItem => {
      const { teacher, invitedAt, reminders } = participation;
      return {
        teacher,
        identity: identities[index] ?? null,
        school: participation.school,
        schoolName: place?.name ?? null,
        region: place?.region ?? null,
        invitedAt,
        reminders,
      };
    });
    return { items, next: found.next };
  }
}

export class Team extends Query<TeamView> {
  constructor(
    readonly tenant: string,
    readonly cycle: string,
    readonly at: string,
  ) {
    super();
  }
}

/** So many people of a school stand there. */
interface StandingRow {
  readonly school?: unknown;
  readonly step?: unknown;
  readonly baselineRating?: unknown;
  readonly finalTest?: unknown;
  readonly people?: unknown;
}

const MOST_SCHOOLS = 100;

@QueryHandler(Team)
export class TeamHandler implements IQueryHandler<Team> {
  constructor(
    @Inject(READ_STORE) private readonly documents: ReadStore,
    private readonly joint: JointParticipations,
  ) {}

  async execute({ tenant, cycle, at }: Team): Promise<TeamView> {
    const planned = (await this.documents.get(tenant, 'cycles', cycle)) as CycleDocument | undefined;
    if (!planned) return refuse('cycle-unknown', { cycle });
    const timetable: Timetable = { ...planned.design, windowChanges: planned.windowChanges };
    const measuredBy = planned.stage === 'evaluation' || windowOpened(timetable, at) ? 'evaluation' : 'self-assessment';
    const tabulated = await this.documents.tabulate(tenant, 'participations', {
      by: ['school', 'step', 'baselineRating', 'finalTest'],
      measures: { people: { count: true } },
      filter: { cycle, merged: false },
    });
    // Who is registered twice stands where both registrations together have come, not where the one that counts has.
    const twice = (await this.joint.of(tenant, cycle)).flatMap(({ own, joint }) => [
      ...(own ? [{ ...own, people: -1 }] : []),
      { ...joint, people: 1 },
    ]);
    const rows: readonly StandingRow[] = [...tabulated, ...twice];
    const codes = [...new Set(rows.flatMap(({ school }) => (typeof school === 'string' ? [school] : [])))];
    const schools = new Map<string, SchoolDocument>();
    for (const document of await this.documents.getMany(tenant, 'schools', codes)) {
      const school = document as SchoolDocument | undefined;
      if (school) schools.set(school.code, school);
    }
    const groups = FOLLOW_UP_GROUPS.map((group) => {
      const all: Record<string, number> = {};
      for (const { school, step, finalTest, people } of rows) {
        if (groupOf(step, finalTest) !== group) continue;
        const region = schools.get(String(school))?.region ?? 'unknown';
        all[region] = (all[region] ?? 0) + Number(people);
      }
      const byRegion = Object.fromEntries(Object.entries(all).filter(([, people]) => people > 0));
      const people = Object.values(byRegion).reduce((sum, each) => sum + each, 0);
      return { group, stage: STAGE_OF_GROUP[group], people, byRegion };
    });
    const behind = codes
      .map((code): SchoolBehind => {
        const own = rows.filter(({ school, step }) => school === code && step !== 'withdrawn');
        const sum = (of: readonly { readonly people?: unknown }[]) => of.reduce((total, { people }) => total + Number(people), 0);
        // Who was never measured before the courses is not waited for at their end.
        const asked = measuredBy === 'evaluation' ? own.filter(({ baselineRating }) => baselineRating === 'submitted') : own;
        const done = sum(
          asked.filter(({ baselineRating, finalTest }) =>
            measuredBy === 'evaluation' ? finalTest === 'submitted' : baselineRating === 'submitted',
          ),
        );
        const school = schools.get(code);
        const { closes } = windowOf(timetable, measuredBy, { school: code, region: school?.region });
        const invited = sum(asked);
        const missing = invited - done;
        const { name = null, region = null } = school ?? {};
        return { school: code, name, region, invited, done, missing, closes, late: missing > 0 && at > closes };
      })
      .filter(({ missing }) => missing > 0)
      .sort((a, b) => Number(b.late) - Number(a.late) || b.missing - a.missing || (a.school < b.school ? -1 : 1));
    const [toCome, due] = await Promise.all([this.#planned(tenant, { from: at }), this.#planned(tenant, { to: at })]);
    return {
      cycle,
      status: planned.status,
      stage: planned.stage,
      at,
      windows: planned.design.stages.map(({ stage }) => stateAt(windowOf(timetable, stage), at)),
      ownWindows: ownWindowsOf(planned, timetable, at),
      reminders: planned.calendar?.reminders ?? [],
      wavesDue: planned.wavesDue,
      groups,
      measuredBy,
      schools: behind.slice(0, MOST_SCHOOLS),
      schoolsBehind: behind.length,
      schoolsLate: behind.filter(({ late }) => late).length,
      reclassifications: { planned: toCome, due },
    };
  }

  async #planned(tenant: string, plannedFor: { readonly from?: string; readonly to?: string }): Promise<number> {
    const [row] = await this.documents.tabulate(tenant, 'schools', {
      by: [],
      measures: { schools: { count: true } },
      filter: { plannedFor },
    });
    return Number(row?.['schools'] ?? 0);
  }
}

const stateAt = (window: StageWindow, at: string): StageState => ({ ...window, state: windowState(window, at) });

const windowOpened = (timetable: Timetable, at: string): boolean => at >= windowOf(timetable, 'evaluation').opens;

/** Windows that differ from everybody's, each scope once, as it holds now. A person's own are not listed: they are the person's. */
const ownWindowsOf = ({ design, windowChanges }: CycleDocument, timetable: Timetable, at: string): OwnWindow[] => [
  ...(design.regionalWindows ?? []).map(({ regions, ...window }) => ({ ...stateAt(window, at), scope: { regions } })),
  ...windowChanges
    .filter((change, index) => !windowChanges.slice(index + 1).some((later) => sameWhom(later, change)))
    .map(({ stage, scope, reason, changedAt }): OwnWindow => {
      const place = scope === undefined ? {} : scope;
      return { ...stateAt(windowOf(timetable, stage, place), at), scope: scope ?? null, reason, changedAt };
    }),
];

const sameWhom = (a: { stage: Stage; scope?: WindowScope }, b: { stage: Stage; scope?: WindowScope }): boolean =>
  a.stage === b.stage && JSON.stringify(a.scope ?? null) === JSON.stringify(b.scope ?? null);
