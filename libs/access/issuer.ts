import { createHash, randomUUID } from 'node:crypto';
import { join } from 'node:path';
import {
  SignJWT,
  calculateJwkThumbprint,
  createLocalJWKSet,
  createRemoteJWKSet,
  errors,
  exportJWK,
  generateKeyPair,
  importJWK,
  jwtVerify,
  type CryptoKey,
  type JSONWebKeySet,
  type JWK,
  type JWTPayload,
  type JWTVerifyGetKey,
} from 'jose';
import { LRUCache } from 'lru-cache';
import { checkedClaims, wrongWith, type AccessClaims } from './claims.js';
import { secretFile, writeSecretFile } from './secret-file.js';

/** A token that was found good. Times are seconds since the epoch. */
export interface VerifiedToken {
  readonly claims: AccessClaims;
  readonly tokenId: string;
  readonly issuer: string;
  readonly expiresAt: number;
}

export interface TokenVerifier {
  /** @returns undefined for a token that is malformed, expired, not valid yet, tampered with, or somebody else's */
  verify(token: string): Promise<VerifiedToken | undefined>;
}

export interface Issued {
  readonly token: string;
  readonly tokenId: string;
  /** Seconds since the epoch. */
  readonly expiresAt: number;
}

/** The product's own issuer of short-lived tokens (JWT, Ed25519). */
export interface TokenIssuer extends TokenVerifier {
  /** @param ttlSeconds 1 to 3,600; 900 unless told @throws RangeError for claims that are none */
  issue(claims: AccessClaims, ttlSeconds?: number): Promise<Issued>;
  /** The public keys, newest first (RFC 7517). */
  jwks(): JSONWebKeySet;
  /** A new key signs from now on; the others verify until the last token they signed has expired, then they leave with the next rotation. */
  rotate(): Promise<string>;
}

export interface IssuerOptions {
  /** The data folder; the keys are in `<directory>/keys/issuer.json`, readable by its owner alone. */
  readonly directory: string;
  /** `iss`; `cordillera` unless told. */
  readonly issuer?: string;
  /** `aud`; `cordillera` unless told. */
  readonly audience?: string;
  /** Milliseconds since the epoch, the machine's clock unless told: tokens live in real time, also in a simulated country. */
  readonly now?: () => number;
}

export const MAX_TOKEN_SECONDS = 3600;
const DEFAULT_TOKEN_SECONDS = 900;
/** How far two machines' clocks may be apart. */
const TOLERANCE_SECONDS = 5;
const ALGORITHM = 'EdDSA';
const MAX_TOKEN_CHARACTERS = 16_384;
const OWN_CLAIMS = new Set(['iss', 'aud', 'sub', 'iat', 'nbf', 'exp', 'jti']);

/** What jose says when an issuer's keys could not be fetched. */
const UNREACHABLE = new Set(['ERR_JOSE_GENERIC', 'ERR_JWKS_TIMEOUT', 'ERR_JWKS_INVALID']);

interface StoredKey {
  readonly kid: string;
  readonly createdAt: string;
  /** When a newer key took over. */
  readonly supersededAt?: string;
  readonly jwk: JWK;
}

/** The keys of the issuer cannot be used; one line for the operator. */
export class IssuerKeysError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'IssuerKeysError';
  }
}

const newKey = async (now: number): Promise<StoredKey> => {
  const { privateKey } = await generateKeyPair(ALGORITHM, { crv: 'Ed25519', extractable: true });
  const jwk = await exportJWK(privateKey);
  return { kid: await calculateJwkThumbprint(jwk), createdAt: new Date(now).toISOString(), jwk };
};

const fileText = (keys: readonly StoredKey[]): string => `${JSON.stringify({ keys }, null, 2)}\n`;

const readKeys = (path: string, text: string): readonly StoredKey[] => {
  try {
    const { keys } = JSON.parse(text) as { keys: StoredKey[] };
    if (keys.length > 0 && keys.every((key) => key.kid !== '' && key.jwk.crv === 'Ed25519' && typeof key.jwk.d === 'string'))
      return keys;
  } catch (error) {
    throw new IssuerKeysError(
      `the issuer's keys cannot be read: ${path}; bring the file back from its backup, or remove it to start anew`,
      {
        cause: error,
      },
    );
  }
  throw new IssuerKeysError(
    `the issuer's keys are none: ${path}; bring the file back from its backup, or remove it to start anew`,
  );
};

const publicPart = ({ kid, jwk }: StoredKey): JWK => ({ kty: jwk.kty, crv: jwk.crv, x: jwk.x, kid, alg: ALGORITHM, use: 'sig' });

/** Remembers tokens that were found good until they expire, by their SHA-256. */
class VerifiedTokens {
  readonly #verified = new LRUCache<string, VerifiedToken>({ max: 10_000 });

  constructor(private readonly now: () => number) {}

  async verify(token: string, check: () => Promise<VerifiedToken | undefined>): Promise<VerifiedToken | undefined> {
    if (token.length > MAX_TOKEN_CHARACTERS) return undefined;
    const name = createHash('sha256').update(token).digest('base64');
    const known = this.#verified.get(name);
    if (known) {
      if (known.expiresAt + TOLERANCE_SECONDS > this.now() / 1000) return known;
      this.#verified.delete(name);
      return undefined;
    }
    const verified = await check();
    if (verified) this.#verified.set(name, verified);
    return verified;
  }

  clear(): void {
    this.#verified.clear();
  }
}

/** Signature, algorithm, issuer, audience and times; then the claims by the caller's rule. */
const checkToken = async (
  token: string,
  keys: JWTVerifyGetKey,
  expected: { issuer: string; audience: string; algorithms: readonly string[]; now: number; maxSeconds?: number },
  claimsOf: (payload: JWTPayload) => AccessClaims | undefined,
): Promise<VerifiedToken | undefined> => {
  try {
    const { payload } = await jwtVerify(token, keys, {
      issuer: expected.issuer,
      audience: expected.audience,
      algorithms: [...expected.algorithms],
      clockTolerance: TOLERANCE_SECONDS,
      currentDate: new Date(expected.now),
      requiredClaims: ['sub', 'exp', 'iat'],
    });
    const claims = claimsOf(payload);
    if (!claims || wrongWith(claims) !== undefined || payload.exp === undefined) return undefined;
    if (expected.maxSeconds !== undefined && payload.exp - (payload.iat ?? 0) > expected.maxSeconds) return undefined;
    return { claims, tokenId: payload.jti ?? '', issuer: expected.issuer, expiresAt: payload.exp };
  } catch (error) {
    // Whatever jose finds wrong with a token makes it no token of ours; an outside issuer that cannot be reached is another matter.
    if (error instanceof errors.JOSEError && !UNREACHABLE.has(error.code)) return undefined;
    throw error;
  }
};

class BuiltInIssuer implements TokenIssuer {
  readonly #verified: VerifiedTokens;
  #stored: readonly StoredKey[] = [];
  #signing: { kid: string; key: CryptoKey | Uint8Array } | undefined;
  #jwks: JSONWebKeySet = { keys: [] };
  #keys: JWTVerifyGetKey = createLocalJWKSet({ keys: [] });

  constructor(
    private readonly path: string,
    private readonly issuer: string,
    private readonly audience: string,
    private readonly now: () => number,
  ) {
    this.#verified = new VerifiedTokens(now);
  }

  async use(stored: readonly StoredKey[]): Promise<void> {
    const newest = stored[0];
    if (!newest) throw new IssuerKeysError(`the issuer has no key: ${this.path}`);
    const key = await importJWK(newest.jwk, ALGORITHM).catch((error: unknown) => {
      throw new IssuerKeysError(`the issuer's newest key is none: ${this.path}`, { cause: error });
    });
    this.#stored = stored;
    this.#signing = { kid: newest.kid, key };
    this.#jwks = { keys: stored.map(publicPart) };
    this.#keys = createLocalJWKSet(this.#jwks);
    this.#verified.clear();
  }

  async issue(claims: AccessClaims, ttlSeconds: number = DEFAULT_TOKEN_SECONDS): Promise<Issued> {
    if (!Number.isInteger(ttlSeconds) || ttlSeconds < 1 || ttlSeconds > MAX_TOKEN_SECONDS) {
      throw new RangeError(`a token lives 1 to ${MAX_TOKEN_SECONDS} seconds, not ${ttlSeconds}`);
    }
    if (!this.#signing) throw new IssuerKeysError(`the issuer has no key: ${this.path}`);
    const { subject, ...others } = checkedClaims(claims);
    const issuedAt = Math.floor(this.now() / 1000);
    const expiresAt = issuedAt + ttlSeconds;
    const tokenId = randomUUID();
    const token = await new SignJWT({ ...others })
      .setProtectedHeader({ alg: ALGORITHM, typ: 'JWT', kid: this.#signing.kid })
      .setIssuer(this.issuer)
      .setAudience(this.audience)
      .setSubject(subject)
      .setJti(tokenId)
      .setIssuedAt(issuedAt)
      .setNotBefore(issuedAt)
      .setExpirationTime(expiresAt)
      .sign(this.#signing.key);
    return { token, tokenId, expiresAt };
  }

  verify(token: string): Promise<VerifiedToken | undefined> {
    const expected = {
      issuer: this.issuer,
      audience: this.audience,
      algorithms: [ALGORITHM],
      now: this.now(),
      maxSeconds: MAX_TOKEN_SECONDS,
    };
    return this.#verified.verify(token, () => checkToken(token, this.#keys, expected, claimsOf));
  }

  jwks(): JSONWebKeySet {
    return this.#jwks;
  }

  async rotate(): Promise<string> {
    const now = this.now();
    const supersededAt = new Date(now).toISOString();
    const lastsUntil = (key: StoredKey): number =>
      Date.parse(key.supersededAt ?? supersededAt) + (MAX_TOKEN_SECONDS + TOLERANCE_SECONDS) * 1000;
    const key = await newKey(now);
    const kept = this.#stored
      .filter((old) => lastsUntil(old) > now)
      .map((old) => ({ ...old, supersededAt: old.supersededAt ?? supersededAt }));
    const keys = [key, ...kept];
    writeSecretFile(this.path, fileText(keys), 'replace');
    await this.use(keys);
    return key.kid;
  }
}

/** A token of ours says what AccessClaims says, beside the registered claims, and nothing else. */
const claimsOf = (payload: JWTPayload): AccessClaims =>
  ({
    subject: payload.sub,
    ...Object.fromEntries(Object.entries(payload).filter(([name]) => !OWN_CLAIMS.has(name))),
  }) as unknown as AccessClaims;

/** Opens the built-in issuer; its first key is made at the first start. @throws IssuerKeysError */
export const openIssuer = async (options: IssuerOptions): Promise<TokenIssuer> => {
  const now = options.now ?? Date.now;
  const path = join(options.directory, 'keys', 'issuer.json');
  const first = await newKey(now());
  const keys = readKeys(
    path,
    secretFile(path, () => fileText([first])),
  );
  const issuer = new BuiltInIssuer(path, options.issuer ?? 'cordillera', options.audience ?? 'cordillera', now);
  await issuer.use(keys);
  return issuer;
};

export interface OutsideIssuerOptions {
  readonly jwksUrl: string;
  readonly issuer: string;
  readonly audience: string;
  /** `EdDSA`, `ES256` and `RS256` unless told; never `none`, never a shared secret. */
  readonly algorithms?: readonly string[];
  /** What the ministry's token says, in our words; `undefined` lets nobody in. */
  readonly claimsOf: (payload: Readonly<Record<string, unknown>>) => AccessClaims | undefined;
  readonly now?: () => number;
  /** The keys, if they are not to be fetched from `jwksUrl`. */
  readonly keys?: JSONWebKeySet;
}

/** Tokens of an issuer outside, whose keys are fetched when they are first needed. */
export const outsideIssuer = (options: OutsideIssuerOptions): TokenVerifier => {
  const now = options.now ?? Date.now;
  const keys: JWTVerifyGetKey = options.keys ? createLocalJWKSet(options.keys) : createRemoteJWKSet(new URL(options.jwksUrl));
  const verified = new VerifiedTokens(now);
  const algorithms = options.algorithms ?? ['EdDSA', 'ES256', 'RS256'];
  if (algorithms.some((algorithm) => algorithm === 'none' || algorithm.startsWith('HS'))) {
    throw new RangeError('an outside issuer signs with a private key');
  }
  return {
    verify: (token) =>
      verified.verify(token, () =>
        checkToken(token, keys, { issuer: options.issuer, audience: options.audience, algorithms, now: now() }, options.claimsOf),
      ),
  };
};

/** The first verifier that knows the token. */
export const anyOf = (...verifiers: readonly TokenVerifier[]): TokenVerifier => ({
  verify: async (token) => {
    for (const verifier of verifiers) {
      const verified = await verifier.verify(token);
      if (verified) return verified;
    }
    return undefined;
  },
});
