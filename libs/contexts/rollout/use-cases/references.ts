import { Injectable } from '@nestjs/common';
import { Streams } from '#libs/commanding';
import { adoptedVersionOf, frameworkDecider, frameworkStream, type Framework } from '#libs/contexts/frameworks';
import { refuse } from '#libs/kernel';
import { countryDecider, countryStream, type Country } from '../country.js';
import { cycleDecider, cycleStream, type Cycle } from '../cycle.js';
import { schoolDecider, schoolStream } from '../school.js';
import {
  checkAssignment,
  ineligible,
  mainAssignment,
  teacherDecider,
  teacherStream,
  type Assignment,
  type Teacher,
} from '../teacher.js';
import type { SchoolFacts, WindowScope } from '../rollout.events.js';
import type { Place } from '../windows.js';

/** What deciding needs from other streams of the country. */
@Injectable()
export class RolloutReferences {
  constructor(private readonly streams: Streams) {}

  country(tenant: string): Promise<Country> {
    return this.streams.state(countryDecider, countryStream(tenant));
  }

  /** Codes of the country's education levels; `undefined` in a bare country. */
  async educationLevels(tenant: string): Promise<readonly string[] | undefined> {
    return (await this.country(tenant)).pack?.educationLevels.map(({ code }) => code);
  }

  async framework(tenant: string, ref: { framework: string; version: string }): Promise<Framework> {
    return adoptedVersionOf(await this.streams.state(frameworkDecider, frameworkStream(tenant, ref.framework)), ref);
  }

  cycle(tenant: string, cycle: string): Promise<Cycle> {
    return this.streams.state(cycleDecider, cycleStream(tenant, cycle));
  }

  /** @throws Refusal teacher-unknown, with the pseudonym that was asked for */
  async teacher(tenant: string, teacher: string): Promise<Teacher> {
    const found = await this.streams.state(teacherDecider, teacherStream(tenant, teacher));
    return found.status === 'none' ? refuse('teacher-unknown', { teacher }) : found;
  }

  /** Where those stand whom a change of a window is for. @throws Refusal region-unknown | school-unknown | teacher-unknown | person-forgotten */
  async placeOf(tenant: string, scope: WindowScope | undefined): Promise<Place> {
    if (scope === undefined) return {};
    if ('teacher' in scope) {
      const { status, assignments } = await this.teacher(tenant, scope.teacher);
      if (status === 'erased') refuse('person-forgotten', { teacher: scope.teacher }, '/teacher');
      const school = mainAssignment(assignments)?.school;
      return {
        ...(school === undefined ? {} : { school, region: await this.#regionOf(tenant, school) }),
        teacher: scope.teacher,
      };
    }
    if ('school' in scope) {
      const { facts } = await this.streams.state(schoolDecider, schoolStream(tenant, scope.school));
      if (!facts) return refuse('school-unknown', { school: scope.school }, '/school');
      return { school: scope.school, region: facts.region };
    }
    const { pack } = await this.country(tenant);
    if (pack && !pack.regions.some(({ code }) => code === scope.region))
      refuse('region-unknown', { region: scope.region }, '/region');
    return { region: scope.region };
  }

  /**
   * Whether the cycle's rule lets a teacher be invited: with enough hours a week at schools, sectors and education levels that it names.
   * What the register leaves open shuts nobody out. @throws Refusal teacher-not-eligible
   */
  async checkEligible(tenant: string, cycle: Cycle, teacher: Teacher, field: string): Promise<void> {
    const rule = cycle.eligibility;
    if (!rule) return;
    const schools = await Promise.all(
      teacher.assignments.map(({ school }) => this.streams.state(schoolDecider, schoolStream(tenant, school))),
    );
    const why = ineligible(
      rule,
      teacher.assignments.map((assignment, index) => ({ assignment, school: schools[index]?.facts })),
    );
    if (why !== undefined) refuse('teacher-not-eligible', { teacher: teacher.teacher, why }, field);
  }

  async #regionOf(tenant: string, school: string): Promise<string | undefined> {
    return (await this.streams.state(schoolDecider, schoolStream(tenant, school))).facts?.region;
  }

  /** @throws Refusal school-unknown | school-not-operating | education-level-unknown | education-level-not-at-school */
  async checkAssignments(tenant: string, assignments: readonly Assignment[], fieldOf: (index: number) => string): Promise<void> {
    const educationLevels = await this.educationLevels(tenant);
    for (const [index, assignment] of assignments.entries()) {
      const { facts } = await this.streams.state(schoolDecider, schoolStream(tenant, assignment.school));
      checkAssignment(assignment, { school: facts, educationLevels }, fieldOf(index));
    }
  }

  /** Codes that the country's pack names; a bare country takes any. @throws Refusal region-unknown | sector-unknown | education-level-unknown */
  async checkCodes(tenant: string, facts: SchoolFacts): Promise<void> {
    const { pack } = await this.country(tenant);
    if (!pack) return;
    const { region, sector, educationLevels = [] } = facts;
    if (region !== undefined && !pack.regions.some(({ code }) => code === region))
      refuse('region-unknown', { region }, '/region');
    if (sector !== undefined && !pack.sectors.some(({ code }) => code === sector))
      refuse('sector-unknown', { sector }, '/sector');
    for (const [index, educationLevel] of educationLevels.entries()) {
      if (!pack.educationLevels.some(({ code }) => code === educationLevel))
        refuse('education-level-unknown', { educationLevel }, `/educationLevels/${index}`);
    }
  }
}
