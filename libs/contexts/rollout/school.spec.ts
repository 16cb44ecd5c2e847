import { specification } from '#libs/kernel/testing';
import type { SchoolEvent, SchoolFacts } from './rollout.events.js';
import { carryOutReclassification, postponeReclassification, reclassifySchool, recordSchool, schoolDecider } from './school.js';

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

describe('moving to another sector', () => {
  const municipal: SchoolEvent = { type: 'SchoolRegistered', data: { code: '900001', name: 'Escuela', sector: 'municipal' } };
  const at = '2023-11-01T12:00:00.000Z';
  const newYear = '2024-01-01T03:00:00.000Z';
  const move = { code: '900001', to: 'slep', effectiveAt: newYear, reason: 'By law.', at };
  const planned: SchoolEvent = {
    type: 'SchoolReclassificationPlanned',
    data: { code: '900001', from: 'municipal', to: 'slep', effectiveAt: newYear, reason: 'By law.' },
  };
  const done: SchoolEvent = {
    type: 'SchoolReclassified',
    data: { code: '900001', from: 'municipal', to: 'slep', effectiveAt: newYear },
  };

  it('is planned for a day to come, and done on it', () => {
    given(municipal)
      .when((school) => reclassifySchool(move, school))
      .then(planned);
    given(municipal, planned)
      .when((school) => reclassifySchool(move, school))
      .thenNothing();
    given(municipal, planned)
      .when((school) => carryOutReclassification({ at }, school))
      .thenNothing();
    given(municipal, planned)
      .when((school) => carryOutReclassification({ at: '2024-01-02T12:00:00.000Z' }, school))
      .then(done);
    given(municipal, planned, done)
      .when((school) => carryOutReclassification({ at: '2024-01-02T12:00:00.000Z' }, school))
      .thenNothing();
  });

  it('is done at once for a day that is past', () => {
    given(municipal)
      .when((school) => reclassifySchool({ ...move, at: '2024-02-01T12:00:00.000Z' }, school))
      .then(done);
  });

  it('is put off to a later day or for good, if it was planned', () => {
    const put = { code: '900001', reason: 'The council asked.', at };
    const off = (effectiveAt?: string): SchoolEvent => ({
      type: 'SchoolReclassificationPostponed',
      data: { code: '900001', to: 'slep', plannedFor: newYear, ...(effectiveAt ? { effectiveAt } : {}), reason: put.reason },
    });
    const later = '2025-01-01T03:00:00.000Z';
    given(municipal, planned)
      .when((school) => postponeReclassification({ ...put, effectiveAt: later }, school))
      .then(off(later));
    given(municipal, planned)
      .when((school) => postponeReclassification(put, school))
      .then(off());
    given(municipal, planned, off())
      .when((school) => carryOutReclassification({ at: '2024-01-02T12:00:00.000Z' }, school))
      .thenNothing();
    given(municipal)
      .when((school) => postponeReclassification(put, school))
      .refuses('reclassification-not-planned');
    given(municipal, planned)
      .when((school) => postponeReclassification({ ...put, effectiveAt: '2023-12-01T00:00:00.000Z' }, school))
      .refuses('postponed-to-earlier');
  });
});
