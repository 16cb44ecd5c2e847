import { specification } from '#libs/kernel/testing';
import type { SchoolEvent, SchoolFacts } from './rollout.events.js';
import { recordSchool, schoolDecider } from './school.js';

const { given } = specification(schoolDecider);

const facts: SchoolFacts = {
  code: '900001',
  name: 'Escuela Uno',
  region: 'CL-RM',
  sector: 'municipal',
  educationLevels: ['preschool', 'primary'],
  latitude: -33.5,
  longitude: -70.7,
};
const registered: SchoolEvent = { type: 'SchoolRegistered', data: facts };

describe('a school', () => {
  it('enters the register', () => {
    given()
      .when((school) => recordSchool({ facts }, school))
      .then(registered);
  });

  it('does not change when the register says the same again, in whatever order it names education levels', () => {
    given(registered)
      .when((school) => recordSchool({ facts }, school))
      .thenNothing();
    given(registered)
      .when((school) => recordSchool({ facts: { ...facts, educationLevels: ['primary', 'preschool'] } }, school))
      .thenNothing();
  });

  it('is corrected when a fact differs or is gone', () => {
    const renamed = { ...facts, name: 'Escuela Dos' };
    given(registered)
      .when((school) => recordSchool({ facts: renamed }, school))
      .then({ type: 'SchoolCorrected', data: renamed });
    const { latitude: _latitude, longitude: _longitude, ...without } = facts;
    given(registered)
      .when((school) => recordSchool({ facts: without }, school))
      .then({ type: 'SchoolCorrected', data: without });
  });

  it('keeps the facts that a register has no column for', () => {
    const named = { code: '900001', name: 'Escuela Dos' };
    given(registered)
      .when((school) => recordSchool({ facts: named, given: ['name'] }, school))
      .then({ type: 'SchoolCorrected', data: { ...facts, name: 'Escuela Dos' } });
    given(registered)
      .when((school) => recordSchool({ facts: { code: '900001', name: 'Escuela Uno' }, given: ['name'] }, school))
      .thenNothing();
  });

  it('is reclassified when it moves to another sector, and corrected besides only if more than that changed', () => {
    const moved: SchoolEvent = { type: 'SchoolReclassified', data: { code: '900001', from: 'municipal', to: 'slep' } };
    given(registered)
      .when((school) => recordSchool({ facts: { ...facts, sector: 'slep' } }, school))
      .then(moved);
    const both = { ...facts, sector: 'slep', name: 'Escuela Dos' };
    given(registered)
      .when((school) => recordSchool({ facts: both }, school))
      .then(moved, { type: 'SchoolCorrected', data: both });
    given(registered, moved)
      .when((school) => recordSchool({ facts: { ...facts, sector: 'slep' } }, school))
      .thenNothing();
  });

  it('is corrected, not reclassified, when its sector was unknown', () => {
    const { sector: _sector, ...unknown } = facts;
    given({ type: 'SchoolRegistered', data: unknown })
      .when((school) => recordSchool({ facts }, school))
      .then({ type: 'SchoolCorrected', data: facts });
  });
});
