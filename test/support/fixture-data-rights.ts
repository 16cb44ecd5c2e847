import { FixtureProblem } from './fixture-problem.js';

interface Request {
  readonly request: string;
  readonly teacher: string;
  readonly kind: 'correction' | 'erasure';
  status: string;
  readonly askedAt: string;
  settledAt?: string;
  readonly topic?: string;
  readonly text?: string;
  reply?: string;
}

const AT = '2023-05-20T14:00:00.000Z';
const TEACHER = '00000000-0000-8000-8000-0000000000a1';

/** What a teacher asked about their own data, and whoever answers. */
export class FixtureDataRights {
  readonly requests: Request[] = [];
  readonly reasons: string[] = [];

  handle(method: string, path: string, body: unknown, role: string): { status: number; answer: unknown } {
    const ok = (answer: unknown, status = 200) => ({ status, answer });
    const fields = (body ?? {}) as { topic?: string; text?: string; outcome?: string; reply?: string };
    const may = (...roles: readonly string[]) => {
      if (!roles.includes(role)) throw new FixtureProblem('not-allowed');
    };
    const settle = (id: string | undefined, status: string) => {
      const found = this.requests.find(({ request }) => request === id);
      if (!found) throw new FixtureProblem('not-found');
      Object.assign(found, { status, ...(status === 'confirmed' ? {} : { settledAt: AT }), reply: fields.reply });
      return ok({ request: id, status });
    };
    const list = (kind: Request['kind']) =>
      ok({ items: this.requests.filter((one) => one.kind === kind && one.status !== 'asked') });
    if (path.startsWith('me/')) may('teacher');
    if (method === 'GET' && path === 'me/record') return ok(this.#record());
    if (method === 'POST' && path === 'me/corrections') return ok(this.#ask('correction', 'open', fields), 201);
    if (method === 'POST' && path === 'me/erasure') return ok(this.#ask('erasure', 'asked', {}), 201);
    const [, own, step] = /^me\/erasure\/([\w-]+)\/(confirmation|withdrawal)$/.exec(path) ?? [];
    if (step !== undefined) return settle(own, step === 'confirmation' ? 'confirmed' : 'withdrawn');
    if (path === 'correction-requests') {
      may('coordinator', 'data-protection-officer');
      return list('correction');
    }
    if (path === 'erasure-requests') {
      may('data-protection-officer');
      return list('erasure');
    }
    const [, answered] = /^correction-requests\/[\w-]+\/([\w-]+)\/answer$/.exec(path) ?? [];
    if (answered !== undefined) return settle(answered, String(fields.outcome));
    const [, refused] = /^erasure-requests\/[\w-]+\/([\w-]+)\/refusal$/.exec(path) ?? [];
    if (refused !== undefined) return settle(refused, 'declined');
    if (path.endsWith('/forgetting')) {
      may('data-protection-officer');
      return settle(
        this.requests.find(({ kind, status }) => kind === 'erasure' && status === 'confirmed')?.request,
        'carried-out',
      );
    }
    if (path === 'teachers') {
      may('coordinator');
      return ok({ items: [{ teacher: TEACHER, identity: { givenName: 'Rosa', familyName: 'Fuentes' } }] });
    }
    if (path.endsWith('/sign-in-code')) {
      may('coordinator');
      this.reasons.push(String((body as { reason?: string }).reason));
      return ok({
        teacher: TEACHER,
        identity: { givenName: 'Rosa', familyName: 'Fuentes' },
        code: 'cl.7KQ4-MX2P-9D3H',
        expiresAt: '2023-12-27T15:00:00.000Z',
      });
    }
    if (path.startsWith('teachers/')) {
      may('coordinator', 'data-protection-officer');
      return ok({ teacher: TEACHER, identity: { givenName: 'Rosa', familyName: 'Fuentes' }, erased: false });
    }
    throw new FixtureProblem('not-found');
  }

  #ask(kind: Request['kind'], status: string, { topic, text }: { topic?: string; text?: string }): object {
    const request = `00000000-0000-4000-a000-00000000000${this.requests.length}`;
    this.requests.unshift({ request, teacher: TEACHER, kind, status, askedAt: AT, topic, text });
    return { request, status };
  }

  #record(): object {
    return {
      country: 'cl',
      simulated: true,
      at: AT,
      teacher: TEACHER,
      consents: [
        { cycle: '2023', what: 'given', version: '2023-1', language: 'es-CL', purposes: ['take-part', 'research'], at: AT },
      ],
      documents: {
        teachers: [
          {
            teacher: TEACHER,
            identity: { givenName: 'Rosa', familyName: 'Fuentes', email: 'rosa@example.org' },
            gender: 'female',
            birthYear: 1981,
            registeredAt: AT,
            assignments: [{ school: '900001', educationLevel: 'primary', hours: 38 }],
          },
        ],
        attempts: [
          {
            attempt: 'a1',
            cycle: '2023',
            measure: 'self-rating',
            occasion: 'baseline',
            instrument: 'self-rating',
            version: 1,
            startedAt: AT,
            submittedAt: AT,
            late: false,
            answers: { '1.1': 3, '1.2': 'na' },
            result: { scoring: 'mean-level@1', whole: { score: 214 } },
          },
        ],
        participations: [{ cycle: '2023', teacher: TEACHER, step: 'submitted' }],
        enrolments: [{ enrolment: 'e1', cycle: '2023', offering: 'cl-01-2023', status: 'started', percent: 30 }],
        facts: [{ cycle: '2023', teacher: TEACHER, school: '900001', region: 'CL-RM' }],
      },
      requests: this.requests,
      readBy: [{ at: AT, role: 'coordinator', what: 'teachers' }],
    };
  }
}
