import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { jest } from '@jest/globals';
import { freshMongodb, noMongodb, withMongodb } from '../../../test/support/servers.js';
import { openAccessStore, type AccessStore } from '../access-store.js';
import { openMongoAccess, sharedSecret } from './index.js';

// The server is another process, and may be busy.
jest.setTimeout(180_000);

const teacher = {
  subject: '0192f0e4-0000-7000-8000-000000000001',
  role: 'teacher',
  tenant: 'cl',
  teacher: '0192f0e4-0000-7000-8000-000000000001',
} as const;

withMongodb(`codes, keys and sessions in MongoDB over the wire${noMongodb === undefined ? '' : ` (${noMongodb})`}`, () => {
  let directory: string;
  let url: string;
  let dispose: () => Promise<void>;
  let now = Date.parse('2023-05-08T12:00:00.000Z');
  const open: AccessStore[] = [];
  const server = async (): Promise<AccessStore> => {
    const { places } = await openMongoAccess(url);
    const store = openAccessStore({ directory, places, now: () => now });
    open.push(store);
    return store;
  };
  const problem = async (action: Promise<unknown>): Promise<unknown> =>
    action.then(
      () => 'it succeeded',
      (error: { code?: unknown }) => error.code,
    );

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'cordillera-access-'));
    ({ url, dispose } = freshMongodb());
  });
  afterAll(async () => {
    for (const store of open) await store.close();
    await dispose();
    await rm(directory, { recursive: true, force: true });
  });

  it('lets a code open once, whichever server it is shown to and however many try', async () => {
    const [a, b] = [await server(), await server()];
    const [issued] = await a.issueCodes('cl', [teacher], { issuedBy: 'operator' });
    const code = issued?.code ?? '';
    const outcomes = await Promise.all(
      [a, b, a, b].map((store) =>
        store.redeem('cl', code).then(
          () => 'opened',
          (error: { code: string }) => error.code,
        ),
      ),
    );
    expect(outcomes.sort()).toEqual(['code-used', 'code-used', 'code-used', 'opened']);
    expect(await problem(b.redeem('cl', 'AAAA-BBBB-CCCC'))).toBe('code-unknown');
    expect(await problem(b.redeem('pe', code))).toBe('code-unknown');
    const [late] = await a.issueCodes('cl', [teacher], { issuedBy: 'operator', lifeMs: 1000 });
    now += 1001;
    expect(await problem(b.redeem('cl', late?.code ?? ''))).toBe('code-expired');
  });

  it('knows sessions and keys on every server, and ends them on all', async () => {
    const [a, b] = [await server(), await server()];
    const { id } = await a.openSession(teacher);
    expect((await b.session(id))?.claims).toEqual(teacher);
    expect(await a.endSession(id)).toBe(true);
    expect(await b.session(id)).toBeUndefined();
    const { key, id: keyId } = await a.issueKey({ subject: 'importer', role: 'coordinator', tenant: 'cl' }, 'import');
    expect((await b.key(key)).label).toBe('import');
    expect(await b.revokeKey('cl', keyId)).toBe(true);
    expect(await problem(a.key(key))).toBe('key-unknown');
    const session = await a.openSession(teacher);
    const [issued] = await b.issueCodes('cl', [teacher], { issuedBy: 'operator' });
    await b.revokeSubject('cl', teacher.subject);
    expect(await a.session(session.id)).toBeUndefined();
    expect(await problem(a.redeem('cl', issued?.code ?? ''))).toBe('code-unknown');
  });

  it('gives every server the secret of the one that came first', async () => {
    const [one, two] = [await openMongoAccess(url), await openMongoAccess(url)];
    try {
      const secrets = await Promise.all([
        sharedSecret(one.mongo, 'digest.key', () => Buffer.from('first')),
        sharedSecret(two.mongo, 'digest.key', () => Buffer.from('second')),
      ]);
      expect(secrets[0]).toEqual(secrets[1]);
    } finally {
      await one.mongo.close();
      await two.mongo.close();
    }
  });
});
