import { createHmac } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { SignJWT, exportJWK, generateKeyPair, importJWK, type JWK } from 'jose';
import { anyOf, openIssuer, outsideIssuer, type TokenIssuer } from './issuer.js';
import { mayEnter, type AccessClaims } from './claims.js';

const teacher: AccessClaims = { subject: 'p-1', role: 'teacher', tenant: 'cl', teacher: 'p-1' };
const operator: AccessClaims = { subject: 'op', role: 'operator', tenant: '*' };

describe('built-in issuer', () => {
  let directory: string;
  let now: number;
  let issuer: TokenIssuer;
  const open = (options: { issuer?: string; audience?: string } = {}) => openIssuer({ directory, now: () => now, ...options });
  const file = () => join(directory, 'keys', 'issuer.json');
  const privateKey = async () => {
    const { keys } = JSON.parse(readFileSync(file(), 'utf8')) as { keys: { kid: string; jwk: JWK }[] };
    const newest = keys[0];
    if (!newest) throw new Error('no key');
    return { kid: newest.kid, key: await importJWK(newest.jwk, 'EdDSA') };
  };
  /** A token that is signed well and says what the test wants. */
  const forged = async (payload: Record<string, unknown>, header: Record<string, unknown> = {}) => {
    const { kid, key } = await privateKey();
    const seconds = now / 1000;
    const registered = { iss: 'cordillera', aud: 'cordillera', sub: 'p-1', iat: seconds, nbf: seconds, exp: seconds + 60 };
    return new SignJWT({ ...registered, role: 'teacher', tenant: 'cl', teacher: 'p-1', ...payload })
      .setProtectedHeader({ alg: 'EdDSA', kid, ...header })
      .sign(key);
  };

  beforeEach(async () => {
    directory = mkdtempSync(join(tmpdir(), 'issuer-'));
    now = Date.parse('2023-05-08T12:00:00.000Z');
    issuer = await open();
  });
  afterEach(() => rmSync(directory, { recursive: true, force: true }));

  it('issues tokens that it verifies, with exactly the claims it was given', async () => {
    const all: AccessClaims[] = [
      teacher,
      operator,
      { subject: 'a', role: 'school-leader', tenant: 'cl', school: '900001' },
      { subject: 'b', role: 'tutor', tenant: 'pe', courses: ['c-1', 'c-2'] },
      { subject: 'c', role: 'auditor', tenant: 'cl', teacher: undefined },
    ];
    for (const claims of all) {
      const { token, tokenId, expiresAt } = await issuer.issue(claims, 60);
      expect(await issuer.verify(token)).toEqual({ claims, tokenId, issuer: 'cordillera', expiresAt: now / 1000 + 60 });
      expect(expiresAt).toBe(now / 1000 + 60);
    }
  });

  it('refuses to issue what no holder can be', async () => {
    const wrong = [
      { ...teacher, tenant: '*' },
      { ...teacher, teacher: undefined },
      { ...operator, teacher: 'p-1' },
      { ...operator, tenant: 'CL/..' },
      { ...operator, role: 'king' },
      { ...operator, subject: '' },
      { ...operator, admin: true },
      { subject: 'x', role: 'tutor', tenant: 'cl', courses: [1] },
    ] as unknown as AccessClaims[];
    for (const claims of wrong) await expect(issuer.issue(claims)).rejects.toThrow(RangeError);
    for (const seconds of [0, -1, 3601, 1.5, Number.NaN])
      await expect(issuer.issue(teacher, seconds)).rejects.toThrow(/1 to 3600/);
  });

  it('lets a token end in time, also one it remembers', async () => {
    const { token } = await issuer.issue(teacher, 60);
    expect(await issuer.verify(token)).toBeDefined();
    now += 64_000;
    expect(await issuer.verify(token)).toBeDefined();
    now += 2_000;
    expect(await issuer.verify(token)).toBeUndefined();
    expect(await (await open()).verify(token)).toBeUndefined();
  });

  it('does not take a token before its time, for another audience, from another issuer, or that lives too long', async () => {
    expect(await issuer.verify(await forged({}))).toBeDefined();
    const seconds = now / 1000;
    for (const payload of [
      { nbf: seconds + 60 },
      { exp: seconds - 60 },
      { aud: 'other' },
      { iss: 'other' },
      { exp: seconds + 7200 },
      { exp: undefined },
      { sub: undefined },
      { iat: undefined },
      { role: 'operator', teacher: undefined, tenant: '*', extra: 1 },
      { role: 'coordinator' },
      { tenant: '*' },
    ]) {
      expect([payload, await issuer.verify(await forged(payload))]).toEqual([payload, undefined]);
    }
  });

  it('takes no other algorithm: none, a shared secret made of the public key, another curve', async () => {
    const { token } = await issuer.issue(teacher);
    const [, payload] = token.split('.');
    const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const kid = issuer.jwks().keys[0]?.kid;
    expect(await issuer.verify(`${encode({ alg: 'none', kid })}.${payload}.`)).toBeUndefined();
    expect(await issuer.verify(`${encode({ alg: 'NONE', kid })}.${payload}.`)).toBeUndefined();
    const input = `${encode({ alg: 'HS256', kid })}.${payload}`;
    const secret = Buffer.from(issuer.jwks().keys[0]?.x ?? '', 'base64url');
    expect(await issuer.verify(`${input}.${createHmac('sha256', secret).update(input).digest('base64url')}`)).toBeUndefined();
    const other = await generateKeyPair('ES256');
    const es = await new SignJWT({ role: 'teacher' }).setProtectedHeader({ alg: 'ES256', kid }).sign(other.privateKey);
    expect(await issuer.verify(es)).toBeUndefined();
  });

  it('takes no token of another installation', async () => {
    const elsewhere = mkdtempSync(join(tmpdir(), 'issuer-'));
    try {
      const stranger = await openIssuer({ directory: elsewhere, now: () => now });
      expect(await issuer.verify((await stranger.issue(operator)).token)).toBeUndefined();
    } finally {
      rmSync(elsewhere, { recursive: true, force: true });
    }
    // Nor one whose header brings its own key.
    const { privateKey: key, publicKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true });
    const token = await new SignJWT({ role: 'operator', tenant: '*' })
      .setProtectedHeader({ alg: 'EdDSA', kid: issuer.jwks().keys[0]?.kid, jwk: await exportJWK(publicKey) })
      .setIssuer('cordillera')
      .setAudience('cordillera')
      .setSubject('op')
      .setIssuedAt(now / 1000)
      .setExpirationTime(now / 1000 + 60)
      .sign(key);
    expect(await issuer.verify(token)).toBeUndefined();
  });

  it('takes no token in which a character was changed, and no nonsense', async () => {
    const { token } = await issuer.issue(teacher);
    const decoded = (text: string) =>
      text
        .split('.')
        .map((part) => Buffer.from(part, 'base64url').toString('hex'))
        .join('.');
    await fc.assert(
      fc.asyncProperty(fc.nat(token.length - 1), fc.constantFrom('A', 'B', 'z', '_', '.'), async (at, character) => {
        const changed = token.slice(0, at) + character + token.slice(at + 1);
        // The last character of a part may carry bits that stand for nothing.
        fc.pre(decoded(changed) !== decoded(token));
        expect(await issuer.verify(changed)).toBeUndefined();
      }),
    );
    await fc.assert(
      fc.asyncProperty(fc.string({ maxLength: 300 }), async (text) => expect(await issuer.verify(text)).toBeUndefined()),
    );
    expect(await issuer.verify('a'.repeat(100_000))).toBeUndefined();
  });

  it('publishes public keys only, and keeps the private ones to their owner', async () => {
    expect(issuer.jwks().keys).toEqual([
      {
        kty: 'OKP',
        crv: 'Ed25519',
        x: expect.any(String) as string,
        kid: expect.any(String) as string,
        alg: 'EdDSA',
        use: 'sig',
      },
    ]);
    expect(statSync(file()).mode & 0o777).toBe(0o600);
  });

  it('keeps its keys over a restart, also when two start at once', async () => {
    const { token } = await issuer.issue(teacher);
    expect(await (await open()).verify(token)).toBeDefined();
    rmSync(join(directory, 'keys'), { recursive: true });
    const [a, b] = await Promise.all([open(), open()]);
    expect(await b.verify((await a.issue(teacher)).token)).toBeDefined();
  });

  it('signs with the newest key; older ones verify as long as their tokens can live', async () => {
    const before = await issuer.issue(teacher, 3600);
    const first = issuer.jwks().keys[0]?.kid;
    const second = await issuer.rotate();
    expect(issuer.jwks().keys.map((key) => key.kid)).toEqual([second, first]);
    const after = await issuer.issue(teacher);
    for (const each of [issuer, await open()]) {
      expect(await each.verify(before.token)).toBeDefined();
      expect(await each.verify(after.token)).toBeDefined();
    }
    expect(statSync(file()).mode & 0o777).toBe(0o600);
    now += 3_700_000;
    const third = await issuer.rotate();
    expect(issuer.jwks().keys.map((key) => key.kid)).toEqual([third, second]);
  });

  it('says in one line that its keys cannot be read', async () => {
    for (const text of ['{', '{}', '{"keys":[]}', '{"keys":[{"kid":"x","jwk":{"kty":"OKP"}}]}']) {
      writeFileSync(file(), text);
      await expect(open()).rejects.toMatchObject({
        name: 'IssuerKeysError',
        message: expect.stringMatching(/^[^\n]*issuer\.json[^\n]*$/) as string,
      });
    }
  });

  it('lets an outside issuer in by configuration, in our words alone', async () => {
    const { privateKey: key, publicKey } = await generateKeyPair('ES256', { extractable: true });
    const keys = { keys: [{ ...(await exportJWK(publicKey)), kid: 'm', alg: 'ES256' }] };
    const ministry = outsideIssuer({
      jwksUrl: 'https://login.example/jwks',
      issuer: 'https://login.example',
      audience: 'cordillera-cl',
      keys,
      now: () => now,
      claimsOf: (payload) =>
        payload['group'] === 'team' ? { subject: String(payload['sub']), role: 'coordinator', tenant: 'cl' } : undefined,
    });
    const sign = (group: string, audience: string) =>
      new SignJWT({ group })
        .setProtectedHeader({ alg: 'ES256', kid: 'm' })
        .setIssuer('https://login.example')
        .setAudience(audience)
        .setSubject('u-7')
        .setIssuedAt(now / 1000)
        .setExpirationTime(now / 1000 + 60)
        .sign(key);
    const both = anyOf(issuer, ministry);
    expect((await both.verify(await sign('team', 'cordillera-cl')))?.claims).toEqual({
      subject: 'u-7',
      role: 'coordinator',
      tenant: 'cl',
    });
    expect(await both.verify(await sign('public', 'cordillera-cl'))).toBeUndefined();
    expect(await both.verify(await sign('team', 'other'))).toBeUndefined();
    expect((await both.verify((await issuer.issue(teacher)).token))?.claims).toEqual(teacher);
    expect(() =>
      outsideIssuer({ jwksUrl: '', issuer: '', audience: '', keys, algorithms: ['HS256'], claimsOf: () => undefined }),
    ).toThrow(RangeError);
  });
});

describe('the wall', () => {
  it('lets everybody into their own country alone, and the operator everywhere', () => {
    expect(mayEnter(teacher, 'cl')).toBe(true);
    expect(mayEnter(teacher, 'clx')).toBe(false);
    expect(mayEnter(teacher, '*')).toBe(false);
    expect(mayEnter(operator, 'cl')).toBe(true);
    expect(mayEnter({ role: 'operator', tenant: 'pe' }, 'cl')).toBe(false);
    // Even if such claims came to be.
    expect(mayEnter({ role: 'coordinator', tenant: '*' }, 'cl')).toBe(false);
  });
});
