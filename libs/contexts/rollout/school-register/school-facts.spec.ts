import fc from 'fast-check';
import { codeAndName, directorio } from './directorio.fixture.js';
import { diffSchool, factsOf, schoolFacts, type SchoolFacts } from './school-facts.js';

const school: SchoolFacts = {
  code: '900001',
  name: 'Escuela Uno',
  region: 'CL-AP',
  sector: 'municipal',
  educationLevels: ['preschool', 'primary'],
  latitude: -18.4872,
};

describe('the difference between a known school and an incoming one', () => {
  it('is that it is new', () => expect(diffSchool(undefined, school)).toBe('created'));
  it('is nothing', () => expect(diffSchool(school, { ...school, educationLevels: ['preschool', 'primary'] })).toBe('unchanged'));

  it('is the facts that changed, came or went', () => {
    const { latitude, ...rest } = school;
    expect(latitude).toBeDefined();
    expect(diffSchool(school, { ...rest, sector: 'slep', enrolment: 12, educationLevels: ['primary'] })).toEqual({
      changed: ['sector', 'educationLevels', 'latitude', 'enrolment'],
    });
  });

  it('leaves out facts on which the register says nothing', () => {
    expect(factsOf(codeAndName)).toEqual(['name']);
    expect(factsOf(directorio)).not.toContain('province');
    expect(diffSchool(school, { code: '900001', name: 'Escuela Uno' }, factsOf(codeAndName))).toBe('unchanged');
    expect(diffSchool(school, { code: '900001', name: 'Escuela 1' }, factsOf(codeAndName))).toEqual({ changed: ['name'] });
  });

  it('is not asked of two different schools', () => {
    expect(() => diffSchool(school, { ...school, code: '900002' })).toThrow(RangeError);
  });

  it('names exactly the facts that differ, for any two', () => {
    const facts = fc.record(
      {
        name: fc.constantFrom('A', 'B'),
        sector: fc.constantFrom('p', 'q'),
        enrolment: fc.nat(1),
        educationLevels: fc.subarray(['x', 'y']),
      },
      { requiredKeys: ['name'] },
    );
    fc.assert(
      fc.property(facts, facts, (a, b) => {
        const difference = diffSchool({ code: '1', ...a }, { code: '1', ...b });
        const expected = schoolFacts.filter(
          (fact) => JSON.stringify(a[fact as keyof typeof a]) !== JSON.stringify(b[fact as keyof typeof b]),
        );
        expect(difference).toEqual(expected.length === 0 ? 'unchanged' : { changed: expected });
      }),
    );
  });
});
