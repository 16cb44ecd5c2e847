import type { Attempt, Measure, Occasion } from '../api/types.js';
import type { Participation, Window } from '../api/types.js';
import { attemptOf, journey, nextPart, type Known } from './journey.js';

const windows = (state: Window['state'], final: Window['state'] = state): Window[] => [
  { stage: 'self-assessment', opens: '', closes: '', state },
  { stage: 'evaluation', opens: '', closes: '', state: final },
];
const taking = (
  purposes: readonly 'take-part'[] | null,
  acknowledgedAt: string | null = null,
  open = windows('open'),
): Participation => ({
  windows: open,
  consentText: { version: '1', text: {} },
  invited: true,
  participation: { consent: purposes && { version: '1', purposes }, acknowledgedAt },
});
const nothing: Known = { participation: taking(null), attempts: [], path: undefined, enrolments: [], asksThen: true };
const consented: Known = { ...nothing, participation: taking(['take-part']) };
const attempt = (measure: Measure, occasion: Occasion, status: Attempt['status'] = 'submitted'): Attempt => ({
  attempt: `${measure}-${occasion}`,
  measure,
  occasion,
  status,
  scale: 's',
  closes: '',
  answers: {},
});
const rated: Known = { ...consented, attempts: [attempt('self-rating', 'baseline')] };

describe('a teacher’s way through a cycle', () => {
  it('go by the answers that count, where somebody who was registered twice answered twice', () => {
    const begun: Attempt = { ...attempt('self-rating', 'baseline', 'started'), attempt: 'begun', overruled: true };
    const counts: Attempt = { ...attempt('self-rating', 'baseline'), otherRegistration: true };
    expect(attemptOf([begun, counts], 'self-rating', 'baseline')).toBe(counts);
    expect(journey({ ...consented, attempts: [begun, counts] }).rating).toBe('done');
  });

  it('begins with consent, and everything else is closed', () => {
    const statuses = journey(nothing);
    expect(nextPart(statuses)).toBe('consent');
    expect(Object.entries(statuses).filter(([, status]) => status !== 'closed')).toEqual([['consent', 'open']]);
  });

  it('opens the self-rating and the test after consent', () => {
    expect(journey(consented)).toMatchObject({ consent: 'done', rating: 'open', test: 'open', profile: 'closed' });
    expect(nextPart(journey(consented))).toBe('rating');
  });

  it('does not count a self-rating that was only begun', () => {
    expect(journey({ ...consented, attempts: [attempt('self-rating', 'baseline', 'started')] }).profile).toBe('closed');
  });

  it('opens the profile after the self-rating, the path after the profile was confirmed, the courses after the path', () => {
    expect(journey(rated)).toMatchObject({ profile: 'open', path: 'closed' });
    const seen = {
      ...rated,
      participation: taking(['take-part'], '2023-05-20'),
    };
    expect(journey(seen)).toMatchObject({ profile: 'done', path: 'open', courses: 'closed' });
    expect(journey({ ...seen, path: { status: 'accepted', steps: [], withoutCourse: [] } })).toMatchObject({
      path: 'done',
      courses: 'open',
    });
  });

  it('closes the questionnaires again when taking part is withdrawn', () => {
    const withdrawn = { ...rated, participation: taking([]) };
    expect(journey(withdrawn)).toMatchObject({ consent: 'open', test: 'closed', 'final-test': 'closed' });
  });

  it('follows the windows: what is not open yet or no longer is closed, what is in grace is open', () => {
    expect(journey({ ...consented, participation: taking(['take-part'], null, windows('not-yet')) }).rating).toBe('closed');
    expect(journey({ ...consented, participation: taking(['take-part'], null, windows('grace')) }).rating).toBe('open');
    expect(journey({ ...rated, participation: taking(['take-part'], null, windows('closed', 'not-yet')) })).toMatchObject({
      rating: 'done',
      test: 'closed',
      'final-test': 'closed',
    });
    expect(journey({ ...rated, participation: taking(['take-part'], null, windows('closed', 'open')) })['final-test']).toBe(
      'open',
    );
  });
});
