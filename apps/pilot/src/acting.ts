import type { Pack } from '#libs/contexts/rollout/pack';
import {
  answersOf,
  chooseOfferings,
  NO_TRAINING,
  portionOf,
  type FormToAnswer,
  type Intent,
  type OfferedSeat,
  type Seat,
} from '#libs/simulation';
import type { Desk } from './desk.js';
import type { Participant } from './participant.js';
import { PilotRefused } from './programme-client.js';

export interface OfferingRow extends OfferedSeat {
  readonly course: string;
  readonly modality: Seat['modality'];
  readonly starts: string;
  readonly ends: string;
}

type Answer = Extract<Intent, { step: 'answer' }>;
type About = Pick<Answer, 'measure' | 'occasion'>;
/** One thing that is done, or the answers that a page has gathered and saves together. */
type Deed = Intent | { readonly step: 'answers'; readonly saved: readonly [Answer, ...Answer[]] };

/** Answers of one attempt, given one after the other in the same stretch of time, are saved together, as pages do. */
const deedsOf = (intents: readonly Intent[]): readonly Deed[] => {
  const deeds: Deed[] = [];
  for (const intent of intents) {
    const before = deeds.at(-1);
    if (intent.step !== 'answer') deeds.push(intent);
    else if (before?.step === 'answers' && sameForm(before.saved[0], intent))
      deeds[deeds.length - 1] = { step: 'answers', saved: [...before.saved, intent] };
    else deeds.push({ step: 'answers', saved: [intent] });
  }
  return deeds;
};

const sameForm = (a: About, b: About): boolean => a.measure === b.measure && a.occasion === b.occasion;
const formOf = ({ measure, occasion }: About): string => `${measure} ${occasion}`;

/** What teachers do in a cycle, and their tutors and the coordination with them: every step a request. */
export class Acting {
  #instruments = new Map<string, FormToAnswer>();

  /**
   * @param designed the cycle of the pack by which this one is made
   * @param invited how many teachers the cycle has in all
   */
  constructor(
    private readonly desk: Desk,
    private readonly pack: Pack,
    private readonly cycle: string,
    private readonly designed: string,
    private readonly offerings: readonly OfferingRow[],
    private readonly invited: number,
  ) {}

  get #base(): string {
    return `${this.desk.base}/cycles/${this.cycle}`;
  }

  /** Everything that somebody does in a stretch of time, one after the other. */
  async act(who: Participant, intents: readonly Intent[], done: (count: number) => void): Promise<void> {
    for (const deed of deedsOf(intents)) {
      await this.#carryOut(who, deed);
      if (deed.step === 'answers') done(deed.saved.length);
      else {
        who.done.add(deed.step === 'submit' ? `submit ${formOf(deed)}` : deed.step);
        done(1);
      }
    }
  }

  /** What they are going to ask for. */
  choices(who: Participant): readonly OfferingRow[] {
    const chosen = chooseOfferings(who.one, who.path, this.offerings, this.invited);
    return chosen.flatMap((id) => this.offerings.find(({ offering }) => offering === id) ?? []);
  }

  seat(enrolment: string, offering: string, given: boolean): Seat & { readonly offering: string } {
    const row = this.offerings.find((one) => one.offering === offering);
    if (!row) throw new Error(`the offering ${offering} is not on offer`);
    const { course, modality, starts, ends } = row;
    return { enrolment, offering, course, modality, starts, ends, given };
  }

  #name(who: Participant, step: string): string {
    who.step += 1;
    const name = `${who.one.index}-${who.step}-${step}`;
    return this.cycle === this.designed ? name : `${this.cycle}-${name}`;
  }

  async #carryOut(who: Participant, deed: Deed): Promise<void> {
    const { desk } = this;
    const base = this.#base;
    const me = `${base}/me`;
    const name = this.#name(who, deed.step);
    const send = <Body>(method: string, path: string, body?: unknown, token = who.token, key = name) =>
      this.#withFreshToken(who, token, (valid) => desk.client.send<Body>(method, path, { token: valid, body, name: key }));
    switch (deed.step) {
      case 'consent':
        await send('POST', `${me}/consent`, { version: this.#consentVersion(), language: 'es-CL', purposes: deed.purposes });
        return;
      case 'withdraw-consent':
        await desk.expecting(['consent-not-given'], () => send('POST', `${me}/consent/withdrawal`, { purposes: ['take-part'] }));
        return;
      case 'change-school': {
        const [assignment] = who.one.assignments;
        if (!assignment) return;
        const body = { ...assignment, from: deed.from, school: deed.to };
        await send('POST', `${desk.base}/teachers/${who.pseudonym}/transfers`, body, desk.coordinator);
        who.schools[0] = deed.to;
        return;
      }
      case 'leave':
        for (const school of who.schools) {
          const assignment = `${desk.base}/teachers/${who.pseudonym}/assignments/${school}`;
          await send('DELETE', assignment, undefined, desk.coordinator, `${name}-${school}`);
        }
        return;
      case 'start-attempt': {
        const { measure, occasion } = deed;
        const { body, position } = await send<{ attempt: string }>('POST', `${me}/attempts`, { measure, occasion });
        who.attempts.set(formOf(deed), body.attempt);
        await this.#readForm(who, deed, position);
        return;
      }
      case 'answers':
        await this.#answer(who, deed.saved, send);
        return;
      case 'answer':
        throw new Error('answers are saved together');
      case 'submit':
        await send('POST', `${me}/attempts/${this.#attempt(who, deed)}/submission`);
        return;
      case 'paper-answers': {
        const sheet = this.pack.instruments[this.pack.cycles[this.designed]?.selfRating ?? ''];
        if (!sheet) throw new Error('the pack has no self-rating');
        const { measure, occasion, filledAt } = deed;
        const { instrument, version } = sheet;
        const answers = answersOf(who.one, sheet, occasion);
        const body = { measure, occasion, instrument, version, occurredAt: filledAt, answers };
        await send('POST', `${base}/teachers/${who.pseudonym}/paper-answers`, body, desk.coordinator);
        who.done.add(`submit ${formOf(deed)}`);
        return;
      }
      case 'acknowledge-profile':
        await send('POST', `${me}/profile/acknowledgement`);
        return;
      case 'generate-path': {
        const { body } = await send<{ steps: { offering: string }[] }>('POST', `${me}/path`);
        who.path = body.steps.map(({ offering }) => offering);
        return;
      }
      case 'accept-path':
        // Nothing on offer closes this teacher's gaps: there is no path to accept.
        if (who.path.length > 0) await send('POST', `${me}/path/acceptance`);
        return;
      case 'enrol':
        for (const { offering } of this.choices(who)) {
          const { body } = await send<{ enrolment: string; status: string }>(
            'POST',
            `${me}/enrolments`,
            { offering },
            who.token,
            `${name}-${offering}`,
          );
          who.seats.push(this.seat(body.enrolment, offering, body.status === 'enrolled'));
        }
        return;
      case 'start-course': {
        const { enrolment } = deed;
        await send('POST', `${base}/enrolments/${enrolment}/start`);
        who.following.set(enrolment, { reach: reachOf(who.plan, enrolment), missed: 0 });
        return;
      }
      case 'record-progress':
        await send('POST', `${base}/enrolments/${deed.enrolment}/progress`, { percent: deed.percent });
        return;
      case 'complete-course':
        await send('POST', `${base}/enrolments/${deed.enrolment}/completion`, undefined, desk.tutor);
        return;
      case 'drop-course':
        await send('POST', `${base}/enrolments/${deed.enrolment}/drop`, { reason: deed.reason });
        who.following.delete(deed.enrolment);
        who.seats = who.seats.filter(({ enrolment }) => enrolment !== deed.enrolment);
        return;
    }
  }

  async #answer(
    who: Participant,
    saved: readonly [Answer, ...Answer[]],
    send: (method: string, path: string, body: unknown) => Promise<unknown>,
  ): Promise<void> {
    const [about] = saved;
    const form = this.#form(who, about);
    const keys = this.pack.keys[this.#keyName(form)]?.keys ?? {};
    const training = about.occasion === 'final' ? who.training : NO_TRAINING;
    const answers = answersOf(who.one, form, about.occasion, training, keys);
    const given = Object.assign(
      {},
      ...saved.map(({ portion, portions }) => portionOf(form, answers, portion, portions)),
    ) as object;
    const path = `${this.#base}/me/attempts/${this.#attempt(who, about)}/answers`;
    if (Object.keys(given).length > 0) await send('PUT', path, { answers: given });
  }

  /** A run on a slow machine outlives its tokens: a teacher then signs in again with a new code, the staff with their keys. */
  async #withFreshToken<T>(who: Participant, token: string, run: (token: string) => Promise<T>): Promise<T> {
    const { desk } = this;
    try {
      return await run(token);
    } catch (error) {
      if (!(error instanceof PilotRefused) || error.code !== 'not-signed-in') throw error;
      const role = token === desk.tutor ? 'tutor' : token === desk.coordinator ? 'coordinator' : 'teacher';
      await desk.tokens();
      if (role === 'tutor') return run(desk.tutor);
      if (role === 'coordinator') return run(desk.coordinator);
      const codes = await desk.invite(this.cycle, [who.pseudonym], `again-${this.cycle}-${who.one.index}-${who.step}`);
      who.token = await desk.redeem(codes.get(who.pseudonym) ?? '');
      return run(who.token);
    }
  }

  #attempt(who: Participant, about: About): string {
    const attempt = who.attempts.get(formOf(about));
    if (attempt === undefined) throw new Error(`${who.one.key} answers a ${about.measure} that was not begun`);
    return attempt;
  }

  #form(who: Participant, about: About): FormToAnswer {
    const form = this.#instruments.get(about.measure === 'test' ? this.#attempt(who, about) : formOf(about));
    if (!form) throw new Error(`${who.one.key} answers a ${about.measure} whose items were not read`);
    return form;
  }

  /** The items, as the teacher's page gets them. Everybody rates themselves on the same ones; which form of the test it is, the attempt says. */
  async #readForm(who: Participant, about: About, position: string | undefined): Promise<void> {
    const attempt = this.#attempt(who, about);
    const key = about.measure === 'test' ? attempt : formOf(about);
    if (this.#instruments.has(key)) return;
    const after = position === undefined ? '' : `?after=${encodeURIComponent(position)}`;
    const { body } = await this.#withFreshToken(who, who.token, (token) =>
      this.desk.client.send<{ form: FormToAnswer & { instrument: string } }>(
        'GET',
        `${this.#base}/me/attempts/${attempt}${after}`,
        {
          token,
        },
      ),
    );
    const same = [...this.#instruments.values()].find((form) => instrumentOf(form) === body.form.instrument);
    this.#instruments.set(key, same ?? body.form);
  }

  #keyName(form: FormToAnswer): string {
    return Object.keys(this.pack.keys).find((name) => this.pack.keys[name]?.instrument === instrumentOf(form)) ?? '';
  }

  #consentVersion(): string {
    const consent = this.pack.consents[this.pack.cycles[this.designed]?.consent ?? ''];
    if (!consent) throw new Error('the pack has no consent text');
    return `${consent.id}-${consent.version}`;
  }
}

const instrumentOf = (form: FormToAnswer): string | undefined => (form as { instrument?: string }).instrument;

/** The share of a course that somebody is going to do. */
const reachOf = (plan: readonly Intent[], enrolment: string): number =>
  plan.reduce(
    (most, intent) =>
      intent.step === 'record-progress' && intent.enrolment === enrolment ? Math.max(most, intent.percent / 100) : most,
    0,
  );
