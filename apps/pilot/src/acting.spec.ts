import type { Pack } from '#libs/contexts/rollout/pack';
import type { SimulatedTeacher } from '#libs/simulation';
import { Acting, type OfferingRow } from './acting.js';
import { Desk } from './desk.js';
import { participant } from './participant.js';
import { PilotRefused, type ProgrammeClient } from './programme-client.js';

interface Request {
  readonly path: string;
  readonly token?: string;
  readonly name?: string;
}

/** A server whose teachers' and coordination's tokens are worth nothing any more, and which gives new ones. */
class Expired {
  readonly answered: Request[] = [];
  #valid = 0;

  send = (method: string, path: string, { token, name }: { token?: string; name?: string } = {}) => {
    if (path === '/v1/sign-in' || path.endsWith('/tokens')) return this.#answer({ token: `new-${(this.#valid += 1)}` });
    if (token?.startsWith('old')) {
      const problem = { type: '/problems/not-signed-in', title: 'You are not signed in.' };
      return Promise.reject(new PilotRefused(`${method} ${path}`, 401, problem));
    }
    this.answered.push({ path, ...(token === undefined ? {} : { token }), ...(name === undefined ? {} : { name }) });
    if (path.endsWith('/invitations')) return this.#answer({ invitations: [{ teacher: 't-1', code: 'cl.0000-0000-0000' }] });
    return this.#answer({ enrolment: 'e-1', status: 'enrolled' });
  };

  #answer(body: unknown) {
    return Promise.resolve({ body, position: undefined });
  }
}

describe('a participant whose token runs out', () => {
  const offering: OfferingRow = {
    offering: 'o-1',
    course: 'c-1',
    modality: 'distance',
    starts: '2023-07-17',
    ends: '2023-11-10',
    seats: null,
    allocation: 'first-come',
  };
  const one = {
    index: 4,
    key: 'somebody',
    assignments: [{ school: '900001' }, { school: '900002' }],
    decisions: { prefersInClass: false, seeksLottery: 2, secondCourse: false },
  } as unknown as SimulatedTeacher;
  let server: Expired;
  let acting: Acting;
  let who: ReturnType<typeof participant>;
  beforeEach(() => {
    server = new Expired();
    const desk = new Desk(server as unknown as ProgrammeClient, 'cl', 'ck_0_key');
    desk.coordinator = 'old-coordinator';
    acting = new Acting(desk, {} as Pack, '2023', '2023', [offering], 60);
    who = participant(one, 't-1', 'old-teacher');
    who.path = ['o-1'];
  });

  it('enrols with a new one, under the same key', async () => {
    await acting.act(who, [{ step: 'enrol', at: '2023-07-10T20:00:00Z' }], () => undefined);
    expect(who.seats).toMatchObject([{ enrolment: 'e-1', offering: 'o-1', given: true }]);
    const enrolments = server.answered.filter(({ path }) => path.endsWith('/me/enrolments'));
    expect(enrolments).toEqual([{ path: '/v1/cl/cycles/2023/me/enrolments', token: who.token, name: '4-1-enrol-o-1' }]);
    expect(who.token).toMatch(/^new-/);
  });

  it('leaves every school, by a coordination with a new one', async () => {
    await acting.act(who, [{ step: 'leave', from: '2023-07-10', at: '2023-07-10T20:00:00Z' }], () => undefined);
    expect(server.answered.map(({ path, name }) => [path, name])).toEqual([
      ['/v1/cl/teachers/t-1/assignments/900001', '4-1-leave-900001'],
      ['/v1/cl/teachers/t-1/assignments/900002', '4-1-leave-900002'],
    ]);
  });
});
