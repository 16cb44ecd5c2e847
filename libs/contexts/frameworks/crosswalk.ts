import { canonicalJson, refuse, streamName, type Decider } from '#libs/kernel';
import { crosswalkSchema, strangersIn, type Crosswalk } from './crosswalk-schema.js';
import type { Framework } from './framework-schema.js';
import type { CrosswalkEvent } from './frameworks.events.js';

/** A crosswalk and the versions of it that the country adopted. An adopted version never changes. */
export interface AdoptedCrosswalk {
  readonly versions: Readonly<Record<string, Crosswalk>>;
}

export const crosswalkDecider: Decider<AdoptedCrosswalk, CrosswalkEvent> = {
  category: 'crosswalk',
  initial: { versions: {} },
  evolve: ({ versions }, { data }) => ({ versions: { ...versions, [data.version]: data.content as unknown as Crosswalk } }),
};

export const crosswalkStream = (tenant: string, crosswalk: string) =>
  streamName({ tenant, category: 'crosswalk', id: crosswalk });

/** @throws Refusal crosswalk-malformed with every problem */
export const parseCrosswalk = (content: unknown): Crosswalk => {
  const parsed = crosswalkSchema.safeParse(content);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map((issue) => `/${issue.path.map(String).join('/')}: ${issue.message}`);
  return refuse('crosswalk-malformed', { problems: problems.slice(0, 20), more: Math.max(0, problems.length - 20) });
};

export const adoptCrosswalk = (
  content: Crosswalk,
  crosswalk: AdoptedCrosswalk,
  frameworks: { readonly from: Framework; readonly to: Framework },
): CrosswalkEvent[] => {
  const version = String(content.version);
  const adopted = crosswalk.versions[version];
  if (adopted) {
    if (canonicalJson(adopted) !== canonicalJson(content))
      refuse('crosswalk-version-adopted-already', { crosswalk: content.id, version });
    return [];
  }
  const [first] = Object.values(crosswalk.versions);
  if (first && (first.from.framework !== content.from.framework || first.to.framework !== content.to.framework))
    refuse('crosswalk-ends-fixed', { crosswalk: content.id, from: first.from.framework, to: first.to.framework });
  const [stranger] = strangersIn(content, frameworks);
  if (stranger)
    refuse(
      'competency-not-in-framework',
      { competency: stranger.code, framework: stranger.framework },
      `/alignments/${stranger.index}/${stranger.end}`,
    );
  const { from, to } = content;
  return [
    {
      type: 'CrosswalkAdopted',
      data: {
        crosswalk: content.id,
        version,
        from: { framework: from.framework, version: String(from.version) },
        to: { framework: to.framework, version: String(to.version) },
        content,
      },
    },
  ];
};
