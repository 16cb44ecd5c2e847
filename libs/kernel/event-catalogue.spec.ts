import { EventCatalogue } from './event-catalogue.js';

const renamed = {
  type: 'SchoolRegistered',
  version: 3,
  says: 'A school entered the register.',
  upcasters: {
    1: ({ nombre }: { nombre: string }) => ({ title: nombre }),
    2: ({ title }: { title: string }) => ({ name: title }),
  },
};

describe('the event catalogue', () => {
  it('brings old versions up to the current one, step by step', () => {
    const catalogue = new EventCatalogue([renamed]);
    expect(catalogue.upcast('SchoolRegistered', 1, { nombre: 'Liceo' })).toEqual({ name: 'Liceo' });
    expect(catalogue.upcast('SchoolRegistered', 2, { title: 'Liceo' })).toEqual({ name: 'Liceo' });
    expect(catalogue.upcast('SchoolRegistered', 3, { name: 'Liceo' })).toEqual({ name: 'Liceo' });
  });

  it('refuses a version of a later release, an unknown type, a type defined twice, and a version without a way up', () => {
    const catalogue = new EventCatalogue([renamed]);
    expect(() => catalogue.upcast('SchoolRegistered', 4, {})).toThrow(/this release knows 3/);
    expect(() => catalogue.upcast('SchoolVanished', 1, {})).toThrow(/no event of this release/);
    expect(() => new EventCatalogue([renamed as never, renamed as never])).toThrow(/twice/);
    expect(() => new EventCatalogue([{ ...renamed, upcasters: { 2: (data: never) => data } }])).toThrow(
      /no upcaster from version 1/,
    );
  });
});
