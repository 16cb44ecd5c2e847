import { canonicalJson, refuse, streamName, type Decider } from '#libs/kernel';
import { frameworkSchema, type Framework } from './framework-schema.js';
import type { FrameworkEvent } from './frameworks.events.js';

/** A competency framework and the versions that the country adopted. An adopted version never changes. */
export interface AdoptedFramework {
  /** Version → content, as adopted. */
  readonly versions: Readonly<Record<string, Framework>>;
}

export const frameworkDecider: Decider<AdoptedFramework, FrameworkEvent> = {
  category: 'framework',
  initial: { versions: {} },
  evolve: ({ versions }, event) => ({
    versions: { ...versions, [event.data.version]: event.data.content as unknown as Framework },
  }),
};

export const frameworkStream = (tenant: string, framework: string) =>
  streamName({ tenant, category: 'framework', id: framework });

/** A framework file that satisfies the schema, defaults filled in. @throws Refusal framework-malformed with every problem */
export const parseFramework = (content: unknown): Framework => {
  const parsed = frameworkSchema.safeParse(content);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map((issue) => `/${issue.path.map(String).join('/')}: ${issue.message}`);
  return refuse('framework-malformed', { problems: problems.slice(0, 20), more: Math.max(0, problems.length - 20) });
};

export const adoptFramework = (content: Framework, framework: AdoptedFramework): FrameworkEvent[] => {
  const version = String(content.version);
  const [first] = Object.values(framework.versions);
  if (first && first.shape !== content.shape)
    refuse('framework-shape-fixed', { framework: content.id, shape: first.shape, given: content.shape });
  const adopted = framework.versions[version];
  if (adopted) {
    if (canonicalJson(adopted) !== canonicalJson(content))
      refuse('framework-version-adopted-already', { framework: content.id, version });
    return [];
  }
  return [
    {
      type: 'FrameworkVersionAdopted',
      data: { framework: content.id, version, shape: content.shape, content: content },
    },
  ];
};

/** @throws Refusal framework-unknown */
export const adoptedVersionOf = (framework: AdoptedFramework, ref: { framework: string; version: string }): Framework =>
  framework.versions[ref.version] ?? refuse('framework-unknown', { framework: ref.framework, version: ref.version });
