import { canonicalJson, refuse, streamName, type Decider } from '#libs/kernel';
import { isTimeZone } from './pack/local-date.js';
import type { CountryCreated, CountryEvent, PackApplied } from './rollout.events.js';

/** What the rest of the programme takes from a country: its zone, its codes, how small a group may be shown. */
export interface Country {
  readonly status: 'none' | 'created';
  readonly facts?: CountryCreated['data'];
  /** The pack applied last; a bare country has none. */
  readonly pack?: PackApplied['data'];
}

export const countryDecider: Decider<Country, CountryEvent> = {
  category: 'country',
  initial: { status: 'none' },
  evolve: (country, event) => {
    switch (event.type) {
      case 'CountryCreated':
        return { ...country, status: 'created', facts: event.data };
      case 'PackApplied':
        return { ...country, pack: event.data };
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

/** @throws Refusal country-not-created */
export const countryFactsOf = (country: Country): CountryCreated['data'] => country.facts ?? refuse('country-not-created', {});
