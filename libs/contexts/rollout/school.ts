import { refuse, streamName, type Decider, type Instant } from '#libs/kernel';
import { diffSchool, type SchoolFact, type SchoolFacts as RegisterFacts } from './school-register/index.js';
import type { SchoolEvent, SchoolFacts } from './rollout.events.js';

export interface School {
  readonly facts?: SchoolFacts;
  /** A move to another sector that is planned. */
  readonly planned?: { readonly to: string; readonly effectiveAt: Instant };
}

export const schoolDecider: Decider<School, SchoolEvent> = {
  category: 'school',
  initial: {},
  evolve: (school, event) => {
    switch (event.type) {
      case 'SchoolRegistered':
      case 'SchoolCorrected':
        return { ...school, facts: event.data };
      case 'SchoolReclassified':
        return school.facts ? { facts: { ...school.facts, sector: event.data.to } } : school;
      case 'SchoolReclassificationPlanned':
        return { ...school, planned: { to: event.data.to, effectiveAt: event.data.effectiveAt } };
      case 'SchoolReclassificationPostponed': {
        const { effectiveAt, to } = event.data;
        return { ...school, planned: effectiveAt === undefined ? undefined : { to, effectiveAt } };
      }
    }
  },
};

export const schoolStream = (tenant: string, code: string) => streamName({ tenant, category: 'school', id: code });

/** What can stand as a school's code, as the register's reader takes it: it names a stream and a page's address. */
// eslint-disable-next-line no-control-regex -- control characters are what this pattern refuses
export const SCHOOL_CODE = /^[^\u0000-\u001f\u007f/\\\s]{1,64}$/u;

/** Present facts alone, education levels in one order: what is equal looks equal. */
const settled = (facts: SchoolFacts): SchoolFacts => {
  const { educationLevels } = facts;
  const given = Object.fromEntries(
    Object.entries(facts).filter(([, value]) => value !== undefined && value !== null),
  ) as unknown as SchoolFacts;
  return educationLevels ? { ...given, educationLevels: [...new Set(educationLevels)].sort() } : given;
};

/**
 * What the register, or a person, says of a school now. A fact that is left out is missing from now on, unless the source says nothing
 * about such facts (`given`: all but those). A move from one known sector to another is a reclassification; every other difference
 * is a correction.
 */
export const recordSchool = (
  command: { readonly facts: SchoolFacts; readonly given?: readonly SchoolFact[] },
  school: School,
): SchoolEvent[] => {
  const before = school.facts;
  if (before && before.code !== command.facts.code)
    refuse('school-code-fixed', { code: before.code, given: command.facts.code }, '/code');
  const now = settled({ ...kept(before, command.given), ...command.facts });
  if (!before) return [{ type: 'SchoolRegistered', data: now }];
  const moved = before.sector !== undefined && now.sector !== undefined && before.sector !== now.sector;
  const reclassified: SchoolEvent[] = moved
    ? [{ type: 'SchoolReclassified', data: { code: now.code, from: before.sector, to: now.sector } }]
    : [];
  const after: SchoolFacts = moved ? { ...before, sector: now.sector } : before;
  const corrected: SchoolEvent[] =
    diffSchool(after as RegisterFacts, now as RegisterFacts) === 'unchanged' ? [] : [{ type: 'SchoolCorrected', data: now }];
  return [...reclassified, ...corrected];
};

/** The facts that the source says nothing about, as they were. */
const kept = (before: SchoolFacts | undefined, given: readonly SchoolFact[] | undefined): Partial<SchoolFacts> =>
  before && given
    ? Object.fromEntries(Object.entries(before).filter(([fact]) => fact !== 'code' && !given.includes(fact as SchoolFact)))
    : {};

/**
 * A school moves to another sector from a time on: now or in the past it is done, in the future it is planned. The same again changes
 * nothing; another plan replaces the one before.
 */
export const reclassifySchool = (
  command: {
    readonly code: string;
    readonly to: string;
    readonly effectiveAt: Instant;
    readonly reason: string;
    readonly at: Instant;
  },
  school: School,
): SchoolEvent[] => {
  const { code, to, effectiveAt, reason, at } = command;
  if (!school.facts) return refuse('school-unknown', { school: code });
  const from = school.facts.sector;
  if (from === to) return [];
  if (effectiveAt <= at) return [{ type: 'SchoolReclassified', data: { code, from, to, effectiveAt } }];
  if (school.planned?.to === to && school.planned.effectiveAt === effectiveAt) return [];
  return [{ type: 'SchoolReclassificationPlanned', data: { code, from, to, effectiveAt, reason } }];
};

export const postponeReclassification = (
  command: { readonly code: string; readonly effectiveAt?: Instant; readonly reason: string; readonly at: Instant },
  school: School,
): SchoolEvent[] => {
  const { code, effectiveAt, reason, at } = command;
  if (!school.facts) return refuse('school-unknown', { school: code });
  const { planned } = school;
  if (!planned) return refuse('reclassification-not-planned', { school: code });
  if (effectiveAt === planned.effectiveAt) return [];
  if (effectiveAt !== undefined && (effectiveAt <= at || effectiveAt < planned.effectiveAt))
    refuse('postponed-to-earlier', { plannedFor: planned.effectiveAt, effectiveAt }, '/until');
  return [
    {
      type: 'SchoolReclassificationPostponed',
      data: {
        code,
        to: planned.to,
        plannedFor: planned.effectiveAt,
        ...(effectiveAt === undefined ? {} : { effectiveAt }),
        reason,
      },
    },
  ];
};

/** The planned move, once its time has come. */
export const carryOutReclassification = (command: { readonly at: Instant }, { facts, planned }: School): SchoolEvent[] => {
  if (!facts || !planned || planned.effectiveAt > command.at) return [];
  const { to, effectiveAt } = planned;
  return [{ type: 'SchoolReclassified', data: { code: facts.code, from: facts.sector, to, effectiveAt } }];
};
