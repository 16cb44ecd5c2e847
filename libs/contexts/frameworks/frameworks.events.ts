import type { DomainEvent, EventDefinition, JsonObject } from '#libs/kernel';

/** A framework version as it was adopted: stream `<tenant>.framework-<id>`. `content` is the framework's file (see framework-schema.ts). */
export type FrameworkVersionAdopted = DomainEvent<
  'FrameworkVersionAdopted',
  { framework: string; version: string; shape: 'matrix' | 'levelled' | 'flat'; content: JsonObject }
>;
export type FrameworkEvent = FrameworkVersionAdopted;

export const frameworkEventDefinitions: readonly EventDefinition[] = [
  { type: 'FrameworkVersionAdopted', version: 1, says: 'A version of a competency framework was adopted in the country.' },
];
