import type { DomainEvent, EventDefinition, JsonObject } from '#libs/kernel';

/** A framework version as it was adopted: stream `<tenant>.framework-<id>`. `content` is the framework's file (see framework-schema.ts). */
export type FrameworkVersionAdopted = DomainEvent<
  'FrameworkVersionAdopted',
  { framework: string; version: string; shape: 'matrix' | 'levelled' | 'flat'; content: JsonObject }
>;
/**
 * A crosswalk version as it was adopted: stream `<tenant>.crosswalk-<id>`. `content` is its file (see crosswalk-schema.ts): who decided it, and
 * each alignment of a competency with its relation.
 */
export type CrosswalkAdopted = DomainEvent<
  'CrosswalkAdopted',
  {
    crosswalk: string;
    version: string;
    from: { framework: string; version: string };
    to: { framework: string; version: string };
    content: JsonObject;
  }
>;
export type CrosswalkEvent = CrosswalkAdopted;
export type FrameworkEvent = FrameworkVersionAdopted;

export const frameworkEventDefinitions: readonly EventDefinition[] = [
  { type: 'FrameworkVersionAdopted', version: 1, says: 'A version of a competency framework was adopted in the country.' },
  {
    type: 'CrosswalkAdopted',
    version: 1,
    says: 'It was decided which competencies of two frameworks answer to each other, and how.',
  },
];
