import { canonicalJson, refuse, streamName, type Decider } from '#libs/kernel';
import { isTimeZone } from './pack/local-date.js';
import type { CountryCreated, CountryEvent, PackApplied, RecordMoved } from './rollout.events.js';

/** What the rest of the programme takes from a country: its zone, its codes, how small a group may be shown. */
export interface Country {
  readonly status: 'none' | 'created';
  readonly facts?: CountryCreated['data'];
  /** The pack applied last; a bare country has none. */
  readonly pack?: PackApplied['data'];
  /** 1 in the event store in which it began, one more with each move: positions of another epoch are none of this record. */
  readonly epoch: number;
}

export const countryDecider: Decider<Country, CountryEvent> = {
  category: 'country',
  initial: { status: 'none', epoch: 1 },
  evolve: (country, event) => {
    switch (event.type) {
      case 'CountryCreated':
        return { ...country, status: 'created', facts: event.data };
      case 'PackApplied':
        return { ...country, pack: event.data };
      case 'RecordMoved':
        return { ...country, epoch: event.data.epoch };
    }
  },
};

export const countryStream = (tenant: string) => streamName({ tenant, category: 'country', id: tenant });

/** Under three, a mark in place of a number would say the number. */
const SMALLEST_THRESHOLD = 3;

export const createCountry = (command: CountryCreated['data'], country: Country): CountryEvent[] => {
  if (country.status !== 'none') refuse('country-exists', { country: command.country });
  if (!isTimeZone(command.timeZone)) refuse('time-zone-unknown', { timeZone: command.timeZone }, '/timeZone');
  if (command.languages.length === 0) refuse('languages-missing', {}, '/languages');
  if (command.suppressionThreshold < SMALLEST_THRESHOLD) {
    refuse(
      'suppression-threshold-too-small',
      { threshold: command.suppressionThreshold, least: SMALLEST_THRESHOLD },
      '/suppressionThreshold',
    );
  }
  return [{ type: 'CountryCreated', data: command }];
};

export const applyPack = (command: PackApplied['data'], country: Country): CountryEvent[] => {
  if (country.status === 'none') refuse('country-not-created', {});
  if (country.pack && canonicalJson(country.pack) === canonicalJson(command)) return [];
  return [{ type: 'PackApplied', data: command }];
};

export const moveRecord = (command: Pick<RecordMoved['data'], 'from' | 'to'>, country: Country): CountryEvent[] => {
  const { country: id } = countryFactsOf(country);
  return [{ type: 'RecordMoved', data: { country: id, from: command.from, to: command.to, epoch: country.epoch + 1 } }];
};

/** @throws Refusal country-not-created */
export const countryFactsOf = (country: Country): CountryCreated['data'] => country.facts ?? refuse('country-not-created', {});
