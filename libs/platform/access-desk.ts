import { AccessStore, AttemptLimiter, EVERYWHERE, type AccessClaims, type Role, type TokenIssuer } from '#libs/access';
import { refuse } from '#libs/kernel';
import type { Authenticator, Caller } from '#libs/http';
import type { Desk } from './desk.js';

/** `cl.7KQ4-MX2P-9D3H`: a code says which country it is for. */
const CODE_OF_COUNTRY = /^\s*([a-z][a-z0-9]{1,15})[.:/](.+)$/i;

const claimsOf = ({
  subject,
  role,
  tenant,
  teacher,
  school,
  courses,
}: Omit<Caller, 'session' | 'joinedWithAnother'>): AccessClaims => ({
  subject,
  role: role as Role,
  tenant,
  teacher,
  school,
  courses,
});

/** The access library behind the two doors of the HTTP layer: who shows what, and who is who. */
export class AccessDesk implements Desk, Authenticator {
  constructor(
    private readonly store: AccessStore,
    private readonly issuer: TokenIssuer,
    private readonly limiter: AttemptLimiter,
    private readonly options: {
      tokenSeconds: number;
      countries: () => readonly string[];
      now: () => number;
      countryNow: (tenant: string) => number;
      /** Whether a teacher's registration was joined with another of the same person, and counts no more. */
      joined: (tenant: string, teacher: string) => Promise<boolean>;
    },
  ) {}

  async redeem(shown: string, address: string): Promise<Caller> {
    const caller = await this.#named(await this.#redeemed(shown, address));
    if (caller.joinedWithAnother) refuse('registration-joined');
    return caller;
  }

  /** Asked each time: a joining holds from the moment it is recorded, and so does its undoing. */
  async #named(caller: Caller): Promise<Caller> {
    const { tenant, teacher } = caller;
    if (teacher === undefined || !(await this.options.joined(tenant, teacher))) return caller;
    return { ...caller, joinedWithAnother: true };
  }

  async #redeemed(shown: string, address: string): Promise<Caller> {
    if (shown.startsWith('ck_')) {
      const { claims } = await this.limiter.attempt(EVERYWHERE, address, () => this.store.key(shown));
      return claims;
    }
    const [, named, code] = CODE_OF_COUNTRY.exec(shown) ?? [];
    const countries = this.options.countries();
    // With one country here nobody has to write it down.
    const tenant = named?.toLowerCase() ?? (countries.length === 1 ? countries[0] : undefined);
    return this.limiter.attempt(tenant ?? EVERYWHERE, address, async () => {
      if (tenant === undefined || !countries.includes(tenant)) return refuse('code-unknown');
      return this.store.redeem(tenant, code ?? shown);
    });
  }

  async token(caller: Caller): Promise<{ token: string; expiresIn: number }> {
    const { token, expiresAt } = await this.issuer.issue(claimsOf(caller), this.options.tokenSeconds);
    return { token, expiresIn: expiresAt - Math.floor(this.options.now() / 1000) };
  }

  async openSession(caller: Caller): Promise<{ id: string; maxAgeSeconds: number }> {
    const { id, endsAt } = await this.store.openSession(claimsOf(caller));
    return { id, maxAgeSeconds: Math.floor((Date.parse(endsAt) - this.options.now()) / 1000) };
  }

  async closeSession(id: string): Promise<void> {
    await this.store.endSession(id);
  }

  async issueCodes(
    tenant: string,
    holders: readonly Pick<Caller, 'role' | 'teacher' | 'school' | 'courses' | 'subject'>[],
    expiresAt: string,
    issuedBy = 'operator',
  ): Promise<readonly string[]> {
    // A simulated country counts in its own time; how long a code lives is as real as everywhere.
    const lifeMs = Math.max(1, Date.parse(expiresAt) - this.options.countryNow(tenant));
    const issued = await this.store.issueCodes(
      tenant,
      holders.map((holder) => claimsOf({ ...holder, tenant })),
      { issuedBy, lifeMs },
    );
    return issued.map(({ code }) => `${tenant}.${code}`);
  }

  async revoke(tenant: string, subject: string): Promise<void> {
    await this.store.revokeSubject(tenant, subject);
  }

  keySet(): object {
    return this.issuer.jwks();
  }

  async bearer(token: string): Promise<Caller | undefined> {
    const verified = await this.issuer.verify(token);
    return verified && this.#named(verified.claims);
  }

  async session(id: string): Promise<Caller | undefined> {
    const session = await this.store.session(id);
    return session && this.#named({ ...session.claims, session: id });
  }
}
