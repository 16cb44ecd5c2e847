import { canonicalJson, refuse, streamName, type Decider } from '#libs/kernel';
import type { InstrumentContent, InstrumentEvent } from './assessment.events.js';

export type PublishedVersion = InstrumentContent & { readonly keys?: Readonly<Record<string, string>> };

/** An instrument and all its published versions. A published version never changes. */
export interface Instrument {
  readonly versions: Readonly<Record<number, PublishedVersion>>;
}

export const instrumentDecider: Decider<Instrument, InstrumentEvent> = {
  category: 'instrument',
  initial: { versions: {} },
  evolve: (instrument, event) => ({ versions: { ...instrument.versions, [event.data.version]: event.data } }),
};

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
    if (command.measure === 'test' && !values.includes(command.keys?.[item.id] ?? ''))
      refuse('key-missing', { item: item.id }, '/keys');
  }
  return [{ type: 'InstrumentVersionPublished', data: command }];
};

/** @throws Refusal instrument-unknown */
export const versionOf = (instrument: Instrument, ref: { instrument: string; version: number }): PublishedVersion =>
  instrument.versions[ref.version] ?? refuse('instrument-unknown', { instrument: ref.instrument, version: ref.version });
