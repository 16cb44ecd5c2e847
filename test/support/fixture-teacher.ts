import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { MyCertificationAnswer } from '../../libs/contexts/evaluation/queries/answers.js';
import { FixtureProblem } from './fixture-problem.js';

interface Attempt {
  readonly attempt: string;
  readonly measure: string;
  readonly occasion: string;
  readonly scale: string;
  readonly closes: string;
  status: 'started' | 'submitted';
  late: boolean;
  answers: Record<string, number | string>;
  result?: object;
  profile?: object;
}
interface Instrument {
  readonly title: object;
  readonly minutes: number;
  readonly scale: string;
  readonly items: readonly { readonly id: string; readonly competency: string }[];
}

/** One teacher's way through a cycle, as far as the pages ask for it. */
export class FixtureTeacher {
  consent: { version: string; purposes: readonly string[] } | null = null;
  acknowledgedAt: string | null = null;
  readonly attempts: Attempt[] = [];
  path: { status: string; steps: object[]; withoutCourse: string[]; regenerated?: object } | undefined;
  enrolments: { enrolment: string; offering: string; status: string; percent?: number }[] = [];
  /** What the server says about being certified. */
  certification: MyCertificationAnswer = {
    cycle: '2023',
    simulated: true,
    status: 'open',
    rule: {
      version: 'certification-1',
      note: { en: 'Ten hours and the final test.', es: 'Diez horas y la prueba final.' },
      minimumHours: 10,
      finalTest: true,
    },
    takesPart: true,
    certified: false,
    withdrawn: false,
    hoursCompleted: 9,
    finalTest: false,
    missing: { hours: 1, finalTest: true },
  };
  readonly #consentText: { readonly version: number; readonly text: object; readonly purposes: readonly object[] };
  readonly #forms: Readonly<Record<string, Instrument>>;

  constructor(root: string) {
    this.#consentText = JSON.parse(readFileSync(join(root, 'packs/cl/consent/2023.json'), 'utf8')) as {
      version: number;
      text: object;
      purposes: object[];
    };
    const read = (name: string) =>
      JSON.parse(readFileSync(join(root, 'packs/cl/instruments', `${name}.json`), 'utf8')) as Instrument;
    this.#forms = { 'self-rating': read('self-rating-1'), test: read('test-form-a-1') };
  }

  offerings(): object {
    return {
      items: ['cl-01', 'cl-02', 'cl-03'].map((course, at) => ({
        offering: `${course}-2023`,
        course,
        title: { es: `Curso ${at + 1}: recursos abiertos`, en: `Course ${at + 1}: open resources` },
        hours: 12,
        starts: '2023-07-17T04:00:00.000Z',
        ends: '2023-11-11T02:59:59.999Z',
        seatsLeft: at === 2 ? 5 : null,
      })),
    };
  }

  handle(method: string, path: string, body: unknown): { status: number; answer: unknown } {
    const ok = (answer: unknown, status = 200) => ({ status, answer });
    const route = `${method} ${path}`;
    switch (route) {
      case 'GET me/participation':
        return ok(this.#participation());
      case 'POST me/consent':
        this.consent = body as { version: string; purposes: readonly string[] };
        return ok({}, 201);
      case 'POST me/consent/withdrawal': {
        const { purposes } = body as { purposes: readonly string[] };
        const kept = this.consent?.purposes.filter((one) => !purposes.includes(one) && !purposes.includes('take-part')) ?? [];
        if (this.consent) this.consent = { ...this.consent, purposes: kept };
        return ok({});
      }
      case 'GET me/attempts':
        return ok({ attempts: this.attempts });
      case 'POST me/attempts':
        return ok({ attempt: this.#start(body as { measure: string; occasion: string }) }, 201);
      case 'POST me/profile/acknowledgement':
        this.acknowledgedAt = '2023-05-20T14:00:00.000Z';
        return ok({ acknowledged: true });
      case 'GET me/certification':
        return ok(this.certification);
      case 'GET me/path':
        if (!this.path) throw new FixtureProblem('path-not-there');
        return ok(this.path);
      case 'POST me/path':
        this.path = { status: 'proposed', steps: this.#steps(), withoutCourse: ['5.3'] };
        return ok(this.path, 201);
      case 'POST me/path/acceptance':
        if (this.path) this.path.status = 'accepted';
        return ok({ accepted: true });
      case 'GET me/enrolments':
        return ok({ items: this.enrolments });
      case 'POST me/enrolments': {
        const { offering } = body as { offering: string };
        const enrolment = `00000000-0000-4000-8000-00000000000${this.enrolments.length}`;
        this.enrolments.push({ enrolment, offering, status: 'enrolled' });
        return ok({ enrolment, status: 'enrolled' }, 201);
      }
    }
    const [, enrolmentId, act] = /^enrolments\/([\w-]+)\/(start|progress|drop|cancellation)$/.exec(path) ?? [];
    const enrolment = this.enrolments.find((one) => one.enrolment === enrolmentId);
    if (enrolment && act) {
      if (act === 'progress') enrolment.percent = (body as { percent: number }).percent;
      else enrolment.status = act === 'start' ? 'started' : act === 'drop' ? 'dropped' : 'cancelled';
      return ok({});
    }
    const [, id, what] = /^me\/attempts\/([\w-]+)(?:\/(answers|submission))?$/.exec(path) ?? [];
    const attempt = this.attempts.find((one) => one.attempt === id);
    const form = attempt && this.#forms[attempt.measure];
    if (!attempt || !form) throw new FixtureProblem('not-found');
    if (what === undefined) return ok({ ...attempt, form });
    if (what === 'answers') {
      attempt.answers = { ...attempt.answers, ...(body as { answers: Attempt['answers'] }).answers };
      return ok({ attempt: id });
    }
    const missing = form.items.filter((item) => !(item.id in attempt.answers));
    if (attempt.measure === 'self-rating' && missing.length > 0)
      throw new FixtureProblem('answers-missing', { items: missing.map((item) => item.id) });
    this.#submit(attempt, form);
    return ok({ attempt: id, late: false });
  }

  #start({ measure, occasion }: { measure: string; occasion: string }): string {
    const there = this.attempts.find((one) => one.measure === measure && one.occasion === occasion);
    if (there) throw new FixtureProblem('already-started', { attempt: there.attempt });
    const attempt = `00000000-0000-4000-9000-00000000000${this.attempts.length}`;
    const scale = this.#forms[measure]?.scale ?? '';
    this.attempts.push({
      attempt,
      measure,
      occasion,
      scale,
      closes: '2023-06-10T03:59:59.999Z',
      status: 'started',
      late: false,
      answers: {},
    });
    return attempt;
  }

  #submit(attempt: Attempt, form: Instrument): void {
    attempt.status = 'submitted';
    attempt.result = {
      whole: { score: attempt.measure === 'test' ? 5833 : 214, answered: form.items.length, items: form.items.length },
    };
    if (attempt.measure !== 'self-rating') return;
    const gaps = form.items.map((item) => {
      const given = attempt.answers[item.id];
      const observed = typeof given === 'number' ? given : null;
      return { competency: item.competency, observed, target: 3, gap: observed === null ? null : Math.max(0, 3 - observed) };
    });
    attempt.profile = { educationLevel: 'primary', gaps };
  }

  #participation(): object {
    const { version, text, purposes } = this.#consentText;
    return {
      windows: [
        { stage: 'self-assessment', opens: '2023-05-08T04:00:00.000Z', closes: '2023-06-10T03:59:59.999Z', state: 'open' },
        { stage: 'learning', opens: '2023-07-17T04:00:00.000Z', closes: '2023-11-11T02:59:59.999Z', state: 'open' },
        { stage: 'evaluation', opens: '2023-11-06T03:00:00.000Z', closes: '2023-12-02T02:59:59.999Z', state: 'not-yet' },
      ],
      consentText: { version: String(version), text, purposes },
      invited: true,
      participation: { consent: this.consent, acknowledgedAt: this.acknowledgedAt },
    };
  }

  #steps(): object[] {
    const common = {
      title: { es: 'Elegir, adaptar y compartir recursos abiertos', en: 'Choosing, adapting and sharing open resources' },
      hours: 12,
      offline: true,
      modality: 'distance',
      starts: '2023-07-17T04:00:00.000Z',
      ends: '2023-11-11T02:59:59.999Z',
      course: 'cl-01',
      offering: 'cl-01-2023',
    };
    return [
      { ...common, competency: '2.1', from: 1, to: 3, reason: 'largest-gap', gap: 2 },
      { ...common, competency: '2.3', from: 1, to: 2, reason: 'also-develops', gap: 1 },
    ];
  }
}
