/**
 * Stream names: `<tenant>.<category>-<id>`, or `<tenant>.<cycle>.<category>-<id>` for what belongs to one cycle.
 * Neither tenant, cycle label nor category has a dot or a hyphen; the id may have both.
 */
export type StreamName = string;

const TENANT = /^[a-z][a-z0-9]{1,15}$/;
const CYCLE = /^[0-9A-Za-z]+(?:[-_][0-9A-Za-z]+)*$/;
const CATEGORY = /^[a-z]+$/;
// eslint-disable-next-line no-control-regex -- control characters are what this pattern refuses
const ID = /^[^\u0000-\u001f\u007f/\\\s]{1,200}$/u;

export const isTenant = (value: string): boolean => TENANT.test(value);
export const isCycleLabel = (value: string): boolean => value.length <= 20 && CYCLE.test(value);

/** The label as it stands in a stream's name: `2023-24` becomes `2023_24`. */
const cycleInName = (cycle: string): string => cycle.replaceAll('-', '_');

export interface StreamParts {
  readonly tenant: string;
  /** As it stands in the name: `2023_24`. */
  readonly cycle?: string;
  readonly category: string;
  readonly id: string;
}

export const streamName = (parts: { tenant: string; cycle?: string; category: string; id: string }): StreamName => {
  if (!isTenant(parts.tenant)) throw new RangeError(`"${parts.tenant}" is no country id`);
  if (parts.cycle !== undefined && !isCycleLabel(parts.cycle)) throw new RangeError(`"${parts.cycle}" is no cycle label`);
  if (!CATEGORY.test(parts.category)) throw new RangeError(`"${parts.category}" is no stream category`);
  if (!ID.test(parts.id)) throw new RangeError(`"${parts.id}" cannot stand in a stream's name`);
  const cycle = parts.cycle === undefined ? '' : `${cycleInName(parts.cycle)}.`;
  return `${parts.tenant}.${cycle}${parts.category}-${parts.id}`;
};

/** Taken apart again; `undefined` for a name that breaks the rule above. */
export const parseStreamName = (name: StreamName): StreamParts | undefined => {
  const match = /^([a-z][a-z0-9]{1,15})\.(?:([0-9A-Za-z_]+)\.)?([a-z]+)-(.+)$/u.exec(name);
  if (!match) return undefined;
  const [, tenant, cycle, category, id] = match as unknown as [string, string, string | undefined, string, string];
  if (!ID.test(id)) return undefined;
  return cycle === undefined ? { tenant, category, id } : { tenant, cycle, category, id };
};

/** Every stream of a country: `cl.` never matches `clx.`. */
export const tenantPrefix = (tenant: string): string => `${tenant}.`;
