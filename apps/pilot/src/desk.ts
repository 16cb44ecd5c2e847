import { PilotRefused, type ProgrammeClient } from './programme-client.js';

/** What the people who run the programme have at hand: the line to the server, their tokens, the country's clock. */
export class Desk {
  operator = '';
  coordinator = '';
  tutor = '';
  now = '';
  /** What the tutor teaches. */
  courses: readonly string[] = [];
  /** Refusals that belong to the programme. */
  refused = 0;

  constructor(
    readonly client: ProgrammeClient,
    readonly country: string,
    private readonly operatorKey: string,
  ) {}

  get base(): string {
    return `/v1/${this.country}`;
  }

  /** So that a reading waits for everything that was written. */
  get after(): string {
    const { lastPosition } = this.client;
    return lastPosition === undefined ? '' : `?after=${encodeURIComponent(lastPosition)}`;
  }

  async signIn(): Promise<void> {
    this.operator = await this.redeem(this.operatorKey);
  }

  /** Tokens live minutes; they are fetched again at every stage. */
  async tokens(): Promise<void> {
    await this.signIn();
    const issue = async (role: string, more: object = {}) =>
      (
        await this.client.send<{ token: string }>('POST', `${this.base}/tokens`, {
          token: this.operator,
          body: { role, subject: `pilot-${role}`, ...more },
        })
      ).body.token;
    this.coordinator = await issue('coordinator');
    this.tutor = await issue('tutor', { courses: this.courses });
  }

  async redeem(code: string): Promise<string> {
    return (await this.client.send<{ token: string }>('POST', '/v1/sign-in', { body: { code } })).body.token;
  }

  async clock(at: string): Promise<void> {
    await this.client.send('POST', `${this.base}/clock`, { token: this.operator, body: { at } });
    this.now = at;
  }

  /** Something that the coordination does. */
  async decide<Body>(path: string, name: string, body?: unknown): Promise<Body> {
    return (await this.client.send<Body>('POST', `${this.base}/${path}`, { token: this.coordinator, body, name })).body;
  }

  async invite(cycle: string, teachers: readonly string[], name: string): Promise<Map<string, string>> {
    const { invitations } = await this.decide<{ invitations: { teacher: string; code: string }[] }>(
      `cycles/${cycle}/invitations`,
      name,
      { teachers },
    );
    return new Map(invitations.map(({ teacher, code }) => [teacher, code]));
  }

  /** Some refusals belong to the programme (a withdrawn teacher's saved page, a seat that is gone): they are counted, nothing else is let pass. */
  async expecting<T>(codes: readonly string[], run: () => Promise<T>): Promise<T | undefined> {
    try {
      return await run();
    } catch (error) {
      if (!(error instanceof PilotRefused) || !codes.includes(error.code)) throw error;
      this.refused += 1;
      return undefined;
    }
  }
}
