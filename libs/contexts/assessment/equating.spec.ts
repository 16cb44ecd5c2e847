import { momentsOf } from '#libs/indicators';
import { specification } from '#libs/kernel/testing';
import type { VersionsEquated } from './assessment.events.js';
import { equatedForm, equateForms, equatingDecider, rawScores, type EquateForms, type FormTaken } from './equating.js';
import type { PublishedVersion } from './instrument.js';

const text = { en: 'x', es: 'x' };
const form = (instrument: string, more: Partial<PublishedVersion> = {}): PublishedVersion => ({
  instrument,
  version: 1,
  title: text,
  measure: 'test',
  scale: 'percent',
  framework: 'digcompedu',
  minutes: 15,
  items: ['anchor-1', 'anchor-2', `${instrument}-3`, `${instrument}-4`].map((id) => ({
    id,
    competency: '1.1',
    dimension: '1',
    prompt: text,
    options: [],
    notApplicable: false,
  })),
  scoring: { rule: 'percent-correct', version: '1' },
  ...more,
});
const taken = (version: PublishedVersion, shift = 0, persons = 40): FormTaken => ({
  version,
  moments: momentsOf(
    Array.from({ length: persons }, (_, at) => ({ score: 2500 * (at % 4) + shift, anchor: 5000 * ((at + 1) % 3) })),
  ),
});
const [a, b] = [form('a'), form('b')];
const command: EquateForms = {
  decision: 'd1',
  cycle: '2023',
  method: 'random-groups-linear',
  scale: 'common',
  sampledOccasion: 'baseline',
  anchors: [],
  tables: {},
  decidedBy: 'Evaluation unit',
  reason: 'B is easier.',
};
const { given } = specification(equatingDecider);
const decided = (more: Partial<EquateForms>, forms: readonly [FormTaken, ...FormTaken[]]) =>
  given().when((state) => equateForms({ ...command, ...more }, state, forms));

describe('equating test forms', () => {
  it('says what every raw score of each form is worth, with the sample that it rests on', () => {
    const [event] = decided({}, [taken(a), taken(b, 500)]).events() as [VersionsEquated];
    expect(event.data.forms.map(({ table }) => table.map(({ raw }) => raw))).toEqual([rawScores(4), rawScores(4)]);
    expect(event.data.forms[0]?.table.every(({ raw, scaled }) => raw === scaled)).toBe(true);
    // Form B was easier by 500: its scores are worth so much less, and no less than nothing.
    expect(event.data.forms[1]?.table).toEqual(
      [0, 2500, 5000, 7500, 10_000].map((raw) => ({ raw, scaled: Math.max(0, raw - 500) })),
    );
    expect(event.data.forms[1]?.sample).toEqual({ persons: 40, mean: 4250, sd: 2795 });
    expect(event.data).toMatchObject({
      method: 'random-groups-linear',
      sampledOccasion: 'baseline',
      decidedBy: 'Evaluation unit',
    });
  });
  it('draws the line through common items where forms share some', () => {
    const anchors = ['anchor-1', 'anchor-2'];
    const [event] = decided({ method: 'common-item-linear', anchors }, [taken(a), taken(b, 500)]).events() as [VersionsEquated];
    expect(event.data.anchors).toEqual(anchors);
    expect(event.data.forms[1]?.sample).toHaveProperty('anchorMean');
    decided({ method: 'common-item-linear', anchors: ['anchor-1', 'a-3'] }, [taken(a), taken(b)]).refuses(
      'equating-forms-unusable',
    );
    decided({ method: 'common-item-linear', anchors: ['anchor-1'] }, [taken(a), taken(b)]).refuses('equating-forms-unusable');
  });
  it('takes a table that somebody supplies, whole, rising and within the scale', () => {
    const table = rawScores(4).map((raw) => ({ raw, scaled: raw }));
    const supplied = (rows: typeof table) =>
      decided({ method: 'supplied-table', tables: { 'b@1': rows } }, [{ version: a }, { version: b }]);
    expect(supplied(table.toReversed()).events()).toHaveLength(1);
    supplied(table.slice(1)).refuses('equating-table-unusable');
    supplied([...table.slice(0, 4), { raw: 10_000, scaled: 10_001 }]).refuses('equating-table-unusable');
    supplied([{ raw: 0, scaled: 3000 }, ...table.slice(1)]).refuses('equating-table-unusable');
  });
  it('leaves a form that is given twice as it is', () => {
    const [event] = decided({ method: 'identical-form', scale: 'percent' }, [{ version: a }]).events() as [VersionsEquated];
    expect(event.data.forms[0]?.table).toEqual(rawScores(4).map((raw) => ({ raw, scaled: raw })));
    decided({ method: 'identical-form' }, [{ version: a }, { version: b }]).refuses('equating-forms-unusable');
  });
  it('is for tests, on a scale of its own, and for samples that can bear it', () => {
    const rating = form('r', { measure: 'self-rating' });
    decided({}, [taken(a), taken(rating)]).refuses('measures-not-comparable');
    decided({}, [taken(rating), taken(rating)]).refuses('equating-for-tests-only');
    decided({}, [taken(a), taken(a)]).refuses('equating-forms-unusable');
    decided({}, [taken(a)]).refuses('equating-forms-unusable');
    decided({ scale: 'percent' }, [taken(a), taken(b)]).refuses('equating-scale-taken');
    decided({}, [taken(a), taken(b, 0, 29)]).refuses('equating-sample-too-small', { persons: 29, needed: 30 });
    const alike = { version: b, moments: momentsOf(Array.from({ length: 40 }, () => ({ score: 5000 }))) };
    decided({}, [taken(a), alike]).refuses('equating-without-spread');
  });
  it('is decided once a command, and the newest decision about a form holds', () => {
    const first = decided({}, [taken(a), taken(b, 500)]).events() as VersionsEquated[];
    given(...first)
      .when((state) => equateForms(command, state, [taken(a), taken(b, 500)]))
      .thenNothing();
    const second = decided({ decision: 'd2', scale: 'later' }, [taken(a), taken(b)]).events() as VersionsEquated[];
    const { state } = given(...first, ...second);
    expect(equatedForm(state, b)).toMatchObject({ decision: 'd2', scale: 'later', instrument: 'b' });
    expect(equatedForm(state, { instrument: 'b', version: 2 })).toBeUndefined();
  });
});
