import { canonicalJson, refuse, streamName, type Decider } from '#libs/kernel';
import type { InstrumentContent, InstrumentEvent, Item } from './assessment.events.js';

export type PublishedVersion = InstrumentContent & { readonly keys?: Readonly<Record<string, string>> };

/** An instrument and all its published versions. What is asked never changes; how it is scored may, by a later version of the scoring. */
export interface Instrument {
  /** As published. */
  readonly versions: Readonly<Record<number, PublishedVersion>>;
  /** What was revised since. */
  readonly revised: Readonly<Record<number, Pick<PublishedVersion, 'scoring' | 'keys'>>>;
  /** Versions of the scoring that were ever in force: `<version> <rule>@<version>`. */
  readonly scorings: readonly string[];
}

export const instrumentDecider: Decider<Instrument, InstrumentEvent> = {
  category: 'instrument',
  initial: { versions: {}, revised: {}, scorings: [] },
  evolve: (instrument, { type, data }) => {
    const scorings = [...instrument.scorings, `${data.version} ${scoringOf(data)}`];
    switch (type) {
      case 'InstrumentVersionPublished':
        return { ...instrument, scorings, versions: { ...instrument.versions, [data.version]: data } };
      case 'ScoringRevised': {
        const keys = data.keys ?? instrument.revised[data.version]?.keys ?? instrument.versions[data.version]?.keys;
        const revision = { scoring: data.scoring, ...(keys ? { keys } : {}) };
        return { ...instrument, scorings, revised: { ...instrument.revised, [data.version]: revision } };
      }
    }
  },
};

/** As results name it: `percent-correct@1`. */
export const scoringOf = ({ scoring }: Pick<InstrumentContent, 'scoring'>): string => `${scoring.rule}@${scoring.version}`;

export const instrumentStream = (tenant: string, instrument: string) =>
  streamName({ tenant, category: 'instrument', id: instrument });

export const publishVersion = (command: PublishedVersion, instrument: Instrument): InstrumentEvent[] => {
  const published = instrument.versions[command.version];
  if (published) {
    // The same version published twice is one version.
    if (canonicalJson(published) === canonicalJson(command)) return [];
    refuse('instrument-version-published-already', { instrument: command.instrument, version: command.version });
  }
  const [first] = Object.values(instrument.versions);
  if (first && (first.measure !== command.measure || first.scale !== command.scale)) {
    refuse('measures-not-comparable', {
      measure: first.measure,
      scale: first.scale,
      other: command.measure,
      otherScale: command.scale,
    });
  }
  const ids = command.items.map((item) => item.id);
  if (new Set(ids).size !== ids.length) refuse('item-repeated', { instrument: command.instrument }, '/items');
  for (const [index, item] of command.items.entries()) {
    const values = item.options.map((option) => option.value);
    if (new Set(values).size !== values.length || values.length < 2)
      refuse('options-unusable', { item: item.id }, `/items/${index}/options`);
    if (command.measure === 'self-rating' && values.some((value) => typeof value !== 'number')) {
      refuse('options-unusable', { item: item.id }, `/items/${index}/options`);
    }
  }
  if (command.measure === 'test') checkKeys(command.items, command.keys);
  if (command.about === 'then') {
    const dimensions = command.items.map((item) => item.dimension);
    if (command.measure !== 'self-rating' || new Set(dimensions).size !== dimensions.length)
      refuse('then-items-unusable', { instrument: command.instrument }, '/items');
  }
  return [{ type: 'InstrumentVersionPublished', data: command }];
};

/** The version with the scoring that holds now. @throws Refusal instrument-unknown */
export const versionOf = (instrument: Instrument, ref: { instrument: string; version: number }): PublishedVersion => {
  const published = instrument.versions[ref.version];
  if (!published) return refuse('instrument-unknown', { instrument: ref.instrument, version: ref.version });
  return { ...published, ...instrument.revised[ref.version] };
};

export const reviseScoring = (
  command: {
    instrument: string;
    version: number;
    scoring: { version: string; minimumAnswered?: { dimension: number; whole: number } };
    keys?: Readonly<Record<string, string>>;
    reason: string;
    decidedBy: string;
  },
  instrument: Instrument,
): InstrumentEvent[] => {
  const current = versionOf(instrument, command);
  // The rule belongs to the measure: what changes is its parameters and the keys.
  const scoring = { ...command.scoring, rule: current.scoring.rule };
  const label = scoringOf({ scoring });
  if (instrument.scorings.includes(`${command.version} ${label}`))
    refuse(
      'scoring-version-used',
      { scoring: label, instrument: command.instrument, version: command.version },
      '/scoring/version',
    );
  if (command.keys) {
    if (current.measure !== 'test') refuse('keys-without-test', { instrument: command.instrument }, '/keys');
    checkKeys(current.items, command.keys);
    for (const id of Object.keys(command.keys)) {
      if (!current.items.some((item) => item.id === id))
        refuse('item-unknown', { item: id, instrument: command.instrument, version: command.version }, `/keys/${id}`);
    }
  }
  if (scoring.minimumAnswered && current.measure === 'test')
    refuse('minimum-answered-on-test', { instrument: command.instrument }, '/scoring/minimumAnswered');
  const { instrument: id, version, keys, reason, decidedBy } = command;
  return [
    {
      type: 'ScoringRevised',
      data: { instrument: id, version, scoring, ...(keys ? { keys } : {}), reason, decidedBy },
    },
  ];
};

const checkKeys = (items: readonly Item[], keys: Readonly<Record<string, string>> | undefined): void => {
  for (const item of items) {
    const right = keys && Object.hasOwn(keys, item.id) ? keys[item.id] : undefined;
    if (!item.options.some(({ value }) => value === right)) refuse('key-missing', { item: item.id }, '/keys');
  }
};
