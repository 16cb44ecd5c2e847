import { specification } from '#libs/kernel/testing';
import { applyPack, countryDecider, createCountry } from './country.js';
import type { CountryCreated, CountryEvent, PackApplied } from './rollout.events.js';

const { given } = specification(countryDecider);

const facts: CountryCreated['data'] = {
  country: 'cl',
  name: { es: 'Chile' },
  origin: 'simulated',
  timeZone: 'America/Santiago',
  languages: ['es-CL'],
  suppressionThreshold: 10,
  vault: 'f00',
};
const created: CountryEvent = { type: 'CountryCreated', data: facts };
const pack: PackApplied['data'] = {
  pack: 'cl',
  version: '1',
  digest: 'd1',
  regions: [],
  sectors: [],
  educationLevels: [],
  notices: [],
  nationalIdRule: 'rut',
};

describe('a country', () => {
  it('is created once', () => {
    given()
      .when((country) => createCountry(facts, country))
      .then(created);
    given(created)
      .when((country) => createCountry(facts, country))
      .refuses('country-exists', { country: 'cl' });
  });

  it('has a real time zone, a language, and a threshold that hides somebody', () => {
    given()
      .when((country) => createCountry({ ...facts, timeZone: 'Chile' }, country))
      .refuses('time-zone-unknown');
    given()
      .when((country) => createCountry({ ...facts, languages: [] }, country))
      .refuses('languages-missing');
    given()
      .when((country) => createCountry({ ...facts, suppressionThreshold: 2 }, country))
      .refuses('suppression-threshold-too-small', { least: 3 });
  });

  it('takes a pack, and the same pack again changes nothing', () => {
    const applied: CountryEvent = { type: 'PackApplied', data: pack };
    given()
      .when((country) => applyPack(pack, country))
      .refuses('country-not-created');
    given(created)
      .when((country) => applyPack(pack, country))
      .then(applied);
    given(created, applied)
      .when((country) => applyPack({ ...pack }, country))
      .thenNothing();
    given(created, applied)
      .when((country) => applyPack({ ...pack, digest: 'd2' }, country))
      .then({ type: 'PackApplied', data: { ...pack, digest: 'd2' } });
  });
});
