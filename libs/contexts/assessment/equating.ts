import { commonItemLinear, conversionTable, randomGroupsLinear, type AnchoredMoments, type Line } from '#libs/indicators';
import { refuse, streamName, type Decider } from '#libs/kernel';
import type {
  EquatedForm,
  EquatingEvent,
  EquatingMethod,
  EquatingSample,
  Occasion,
  VersionsEquated,
} from './assessment.events.js';
import { scoringOf, type PublishedVersion } from './instrument.js';
import type { Equated } from './scoring.js';

/** What was decided about the forms of one cycle, oldest first. */
export interface Equating {
  readonly decisions: readonly VersionsEquated['data'][];
}

export const equatingDecider: Decider<Equating, EquatingEvent> = {
  category: 'equating',
  initial: { decisions: [] },
  evolve: ({ decisions }, { data }) => ({ decisions: [...decisions, data] }),
};

export const equatingStream = (tenant: string, cycle: string) => streamName({ tenant, cycle, category: 'equating', id: cycle });

/** The newest decision about a form's version; `undefined` where it was never equated. */
export const equatedForm = (equating: Equating, ref: { instrument: string; version: number }): Equated | undefined => {
  for (const { decision, forms, scale } of equating.decisions.toReversed()) {
    const form = forms.find(({ instrument, version }) => instrument === ref.instrument && version === ref.version);
    if (form) return { ...form, decision, scale };
  }
  return undefined;
};

/** Fewer persons draw no line that could be relied on. */
export const SMALLEST_SAMPLE = 30;
const TOP = 10_000;

export interface EquateForms {
  readonly decision: string;
  readonly cycle: string;
  readonly method: EquatingMethod;
  readonly scale: string;
  readonly sampledOccasion: Occasion;
  readonly anchors: readonly string[];
  /** For `supplied-table`: `<instrument>@<version>` → its table. */
  readonly tables: Readonly<Record<string, EquatedForm['table']>>;
  readonly decidedBy: string;
  readonly reason: string;
}

/** A form as it is scored now, and the scores of those who took it, in hundredths; absent where the method needs none. */
export interface FormTaken {
  readonly version: PublishedVersion;
  readonly moments?: AnchoredMoments;
}

export const formName = ({ instrument, version }: { instrument: string; version: number }): string => `${instrument}@${version}`;

/** Every raw score that a form of right and wrong answers can give, in hundredths of a percent. */
export const rawScores = (items: number): number[] =>
  // As `scoreAnswers` rounds: halves up.
  Array.from({ length: items + 1 }, (_, right) => Math.floor((2 * TOP * right + items) / (2 * items)));

/** The first form is the reference: its raw scores are the common scale's. Nothing is equated across measures. */
export const equateForms = (
  command: EquateForms,
  equating: Equating,
  forms: readonly [FormTaken, ...FormTaken[]],
): EquatingEvent[] => {
  const { method, scale, anchors, tables } = command;
  const [reference, ...others] = forms;
  const unusable = (problem: string): never => refuse('equating-forms-unusable', { method, problem }, '/forms');
  for (const { version } of forms) {
    if (version.measure !== reference.version.measure)
      refuse('measures-not-comparable', {
        measure: reference.version.measure,
        scale: reference.version.scale,
        other: version.measure,
        otherScale: version.scale,
      });
  }
  if (reference.version.measure !== 'test')
    refuse('equating-for-tests-only', { instrument: reference.version.instrument }, '/forms');
  const names = forms.map(({ version }) => formName(version));
  if (new Set(names).size !== names.length) unusable('a form stands here twice');
  if (method === 'identical-form' ? others.length > 0 : others.length === 0)
    unusable(method === 'identical-form' ? 'one form is identical to itself alone' : 'another form is missing');
  // A raw score beside an equated one under one name of a scale would look like a pair.
  if (method !== 'identical-form' && forms.some(({ version }) => version.scale === scale))
    refuse('equating-scale-taken', { scale }, '/scale');
  if (method === 'common-item-linear') {
    if (anchors.length < 2) unusable('at least two anchor items are needed');
    for (const { version } of forms) {
      const missing = anchors.find((anchor) => !version.items.some(({ id }) => id === anchor));
      if (missing !== undefined) unusable(`${version.instrument} has no item ${missing}`);
    }
  } else if (anchors.length > 0) unusable('it takes no anchors');
  const sampled = method === 'random-groups-linear' || method === 'common-item-linear';
  const taken = (form: FormTaken): AnchoredMoments => {
    const { moments } = form;
    const { instrument } = form.version;
    if (!moments || moments.persons < SMALLEST_SAMPLE)
      return refuse('equating-sample-too-small', { instrument, persons: moments?.persons ?? 0, needed: SMALLEST_SAMPLE });
    return moments;
  };
  const lineOf = (form: FormTaken): Line => {
    if (form === reference) return { slope: 1, intercept: 0 };
    const draw = method === 'common-item-linear' ? commonItemLinear : randomGroupsLinear;
    return draw(taken(form), taken(reference)) ?? refuse('equating-without-spread', { instrument: form.version.instrument });
  };
  const data: VersionsEquated['data'] = {
    decision: command.decision,
    cycle: command.cycle,
    method,
    scale,
    reference: { instrument: reference.version.instrument, version: reference.version.version },
    forms: forms.map((form): EquatedForm => {
      const { instrument, version, items, scale: rawScale } = form.version;
      const raws = rawScores(items.length);
      const table =
        method === 'supplied-table'
          ? suppliedTable(form.version, tables[formName(form.version)] ?? (form === reference ? identity(raws) : []), raws)
          : method === 'identical-form'
            ? identity(raws)
            : conversionTable(raws, lineOf(form), [0, TOP]);
      const sample = sampled ? { sample: recorded(taken(form), method) } : {};
      return { instrument, version, scoring: scoringOf(form.version), rawScale, ...sample, table };
    }),
    ...(anchors.length > 0 ? { anchors: [...anchors] } : {}),
    ...(sampled ? { sampledOccasion: command.sampledOccasion } : {}),
    decidedBy: command.decidedBy,
    reason: command.reason,
  };
  if (equating.decisions.some(({ decision }) => decision === command.decision)) return [];
  return [{ type: 'VersionsEquated', data }];
};

const identity = (raws: readonly number[]): EquatedForm['table'] => raws.map((raw) => ({ raw, scaled: raw }));

const recorded = ({ persons, mean, sd, anchorMean, anchorSd }: AnchoredMoments, method: EquatingMethod): EquatingSample => ({
  persons,
  mean: Math.round(mean),
  sd: Math.round(sd),
  ...(method === 'common-item-linear' ? { anchorMean: Math.round(anchorMean), anchorSd: Math.round(anchorSd) } : {}),
});

const suppliedTable = (
  { instrument }: PublishedVersion,
  table: EquatedForm['table'],
  raws: readonly number[],
): EquatedForm['table'] => {
  const rows = table.toSorted((a, b) => a.raw - b.raw).map(({ raw, scaled }) => ({ raw, scaled }));
  const unusable = (problem: string): never => refuse('equating-table-unusable', { instrument, problem }, '/tables');
  if (rows.length !== raws.length || rows.some(({ raw }, index) => raw !== raws[index]))
    unusable(`it must say what ${raws.length} raw scores are worth: ${raws.slice(0, 3).join(', ')} … ${raws.at(-1) ?? 0}`);
  rows.forEach(({ raw, scaled }, index) => {
    if (scaled < 0 || scaled > TOP) unusable(`${raw} is worth ${scaled}`);
    if (index > 0 && scaled < (rows[index - 1]?.scaled ?? 0)) unusable(`${raw} is worth less than a lower score`);
  });
  return rows;
};
