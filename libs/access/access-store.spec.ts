import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { openAccessStore, type AccessStore } from './access-store.js';
import { newCode, readCode } from './codes.js';
import type { AccessClaims } from './claims.js';

const teacher = (id: string): AccessClaims => ({ subject: id, role: 'teacher', tenant: 'cl', teacher: id });
const coordinator: AccessClaims = { subject: 'team', role: 'coordinator', tenant: 'cl' };
const operator: AccessClaims = { subject: 'op', role: 'operator', tenant: '*' };
const DAY = 86_400_000;

describe('access store', () => {
  let directory: string;
  let now: number;
  let store: AccessStore;
  const open = () => openAccessStore({ directory, now: () => now, sessionIdleMs: 3_600_000, sessionMs: DAY });
  const bytes = () =>
    Buffer.concat(
      readdirSync(directory, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => readFileSync(join(entry.parentPath, entry.name))),
    );

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'access-'));
    now = Date.parse('2023-05-08T12:00:00.000Z');
    store = open();
  });
  afterEach(async () => {
    await store.close();
    rmSync(directory, { recursive: true, force: true });
  });

  describe('one-time codes', () => {
    it('open once, for what they were issued for', async () => {
      const issued = await store.issueCodes('cl', [teacher('p-1'), teacher('p-2')], { issuedBy: 'team', lifeMs: DAY });
      expect(issued.map((each) => each.claims)).toEqual([teacher('p-1'), teacher('p-2')]);
      expect(issued[0]?.expiresAt).toBe('2023-05-09T12:00:00.000Z');
      const code = issued[1]?.code ?? '';
      expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){2}$/);
      expect(await store.redeem('cl', ` ${code.toLowerCase().replaceAll('-', ' ')} `)).toEqual(teacher('p-2'));
      await expect(store.redeem('cl', code)).rejects.toMatchObject({ name: 'Refusal', code: 'code-used' });
    });

    it('are used up for good: a restart does not bring them back', async () => {
      const [first, second] = await store.issueCodes('cl', [teacher('p-1'), teacher('p-2')], { issuedBy: 'team' });
      await store.redeem('cl', first?.code ?? '');
      await store.close();
      store = open();
      await expect(store.redeem('cl', first?.code ?? '')).rejects.toMatchObject({ code: 'code-used' });
      expect(await store.redeem('cl', second?.code ?? '')).toEqual(teacher('p-2'));
    });

    it('say whether they are unknown or too late, and belong to one country', async () => {
      const [issued] = await store.issueCodes('cl', [teacher('p-1')], { issuedBy: 'team', lifeMs: DAY });
      const code = issued?.code ?? '';
      await store.issueCodes('pe', [{ ...coordinator, tenant: 'pe' }], { issuedBy: 'team' });
      await expect(store.redeem('pe', code)).rejects.toMatchObject({ code: 'code-unknown' });
      await expect(store.redeem('cl', newCode())).rejects.toMatchObject({ code: 'code-unknown' });
      await expect(store.redeem('cl', 'nonsense')).rejects.toMatchObject({ code: 'code-unknown' });
      now += DAY;
      await expect(store.redeem('cl', code)).rejects.toMatchObject({
        code: 'code-expired',
        details: { expiredAt: '2023-05-09T12:00:00.000Z' },
      });
    });

    it('leave no trace of a country that is none', async () => {
      await expect(store.redeem('zz', newCode())).rejects.toMatchObject({ code: 'code-unknown' });
      await expect(store.redeem('../..', newCode())).rejects.toMatchObject({ code: 'code-unknown' });
      await expect(store.key(`ck_zz_${'a'.repeat(43)}`)).rejects.toMatchObject({ code: 'key-unknown' });
      expect(await store.session(`cs_zz_${'a'.repeat(43)}`)).toBeUndefined();
      expect(readdirSync(directory)).toEqual(['keys']);
    });

    it('are issued by the thousand, all different, and none is on disk', async () => {
      const issued = await store.issueCodes(
        'cl',
        Array.from({ length: 1_200 }, (_, index) => teacher(`p-${index}`)),
        { issuedBy: 'team' },
      );
      expect(new Set(issued.map((each) => each.code)).size).toBe(1_200);
      const all = bytes();
      expect(all.includes('p-1199')).toBe(true);
      for (const { code } of issued) expect(all.includes(code) || all.includes(code.replaceAll('-', ''))).toBe(false);
    });

    it('are issued all or none', async () => {
      await expect(
        store.issueCodes('cl', [teacher('p-1'), { ...teacher('p-2'), tenant: 'pe' }], { issuedBy: 'team' }),
      ).rejects.toThrow(RangeError);
      expect(readdirSync(directory)).toEqual(['keys']);
    });

    it('open exactly once however many try at the same time', async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(fc.nat(4), { minLength: 1, maxLength: 40 }), async (attempts) => {
          const issued = await store.issueCodes(
            'cl',
            [0, 1, 2, 3, 4].map((index) => teacher(`p-${index}`)),
            { issuedBy: 'team' },
          );
          const outcomes = await Promise.allSettled(attempts.map((index) => store.redeem('cl', issued[index]?.code ?? '')));
          for (const index of new Set(attempts)) {
            const mine = outcomes.filter((_, at) => attempts[at] === index);
            expect(mine.filter((outcome) => outcome.status === 'fulfilled')).toHaveLength(1);
            for (const outcome of mine)
              if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject({ code: 'code-used' });
          }
        }),
        { numRuns: 30 },
      );
    });

    it('are read as they were meant', () => {
      expect(readCode('7kq4 mx2p 9d3h')).toBe('7KQ4-MX2P-9D3H');
      expect(readCode('oil0–0000–0000')).toBe('0110-0000-0000');
      expect(readCode('7KQ4-MX2P-9D3')).toBeUndefined();
      expect(readCode('7KQ4-MX2P-9D3U')).toBeUndefined();
      fc.assert(fc.property(fc.string(), (text) => [undefined, 14].includes(readCode(text)?.length)));
      for (let run = 0; run < 200; run += 1) {
        const code = newCode();
        expect(readCode(code)).toBe(code);
      }
    });
  });

  describe('long-lived keys', () => {
    it('open again and again until they are revoked', async () => {
      const { id, key } = await store.issueKey(operator, 'first run');
      const other = await store.issueKey(coordinator, 'school register import');
      expect(key).toMatch(/^ck_0_/);
      expect(other.key).toMatch(/^ck_cl_/);
      for (let time = 0; time < 3; time += 1)
        expect(await store.key(key)).toMatchObject({ id, label: 'first run', claims: operator });
      expect((await store.keys('cl')).map((each) => each.label)).toEqual(['school register import']);
      expect(await store.revokeKey('cl', id)).toBe(false);
      expect(await store.revokeKey('*', id)).toBe(true);
      expect(await store.revokeKey('*', id)).toBe(false);
      await expect(store.key(key)).rejects.toMatchObject({ code: 'key-unknown' });
      expect((await store.keys('*'))[0]).toMatchObject({ id, revokedAt: '2023-05-08T12:00:00.000Z' });
      expect((await store.key(other.key)).claims).toEqual(coordinator);
    });

    it('are known to nobody else', async () => {
      const { key } = await store.issueKey(coordinator, 'import');
      expect(bytes().includes(key)).toBe(false);
      for (const wrong of [
        '',
        'ck_',
        key.replace('ck_cl', 'ck_pe'),
        key.replace('ck_cl', 'cs_cl'),
        `${key}a`,
        key.slice(0, -1),
      ]) {
        await expect(store.key(wrong)).rejects.toMatchObject({ code: 'key-unknown' });
      }
      expect(await store.session(key.replace('ck_', 'cs_'))).toBeUndefined();
    });
  });

  describe('sessions', () => {
    it('live while they are used, and end in time all the same', async () => {
      const { id, endsAt } = await store.openSession(coordinator);
      expect(endsAt).toBe('2023-05-09T12:00:00.000Z');
      for (let hour = 0; hour < 24; hour += 1) {
        now += 3_599_000;
        expect(await store.session(id)).toEqual({ claims: coordinator, endsAt });
      }
      now = Date.parse(endsAt) - 1;
      expect(await store.session(id)).toBeDefined();
      now += 1;
      expect(await store.session(id)).toBeUndefined();
    });

    it('end when nobody uses them', async () => {
      const { id } = await store.openSession(coordinator);
      now += 3_600_000;
      expect(await store.session(id)).toBeUndefined();
      await store.tidy('cl');
      now -= 3_600_000;
      expect(await store.session(id)).toBeUndefined();
    });

    it('end when they are ended', async () => {
      const [one, two] = [await store.openSession(coordinator), await store.openSession(coordinator)];
      expect(await store.endSession(one.id)).toBe(true);
      expect(await store.endSession(one.id)).toBe(false);
      expect(await store.session(one.id)).toBeUndefined();
      expect(await store.session(two.id)).toBeDefined();
    });
  });

  it('closes every door of somebody who was forgotten, and of nobody else', async () => {
    const [mine, other] = await store.issueCodes('cl', [teacher('p-1'), teacher('p-2')], { issuedBy: 'team' });
    const sessions = [await store.openSession(teacher('p-1')), await store.openSession(teacher('p-2'))];
    const { key } = await store.issueKey(teacher('p-1'), 'phone');
    await store.revokeSubject('cl', 'p-1');
    await expect(store.redeem('cl', mine?.code ?? '')).rejects.toMatchObject({ code: 'code-unknown' });
    await expect(store.key(key)).rejects.toMatchObject({ code: 'key-unknown' });
    expect(await store.session(sessions[0]?.id ?? '')).toBeUndefined();
    expect(await store.session(sessions[1]?.id ?? '')).toBeDefined();
    expect(await store.redeem('cl', other?.code ?? '')).toEqual(teacher('p-2'));
  });

  it('keeps its files to their owner, and says which one it cannot use', async () => {
    await store.openSession(coordinator);
    expect(statSync(join(directory, 'cl', 'access.db')).mode & 0o777).toBe(0o600);
    expect(statSync(join(directory, 'keys', 'access.key')).mode & 0o777).toBe(0o600);
    await store.close();
    await expect(store.keys('cl')).rejects.toMatchObject({ name: 'AccessStoreError', code: 'unavailable' });
    rmSync(join(directory, 'cl', 'access.db'));
    writeFileSync(join(directory, 'cl', 'access.db'), 'no database at all, but long enough to be read as one'.repeat(40));
    store = open();
    await expect(store.keys('cl')).rejects.toMatchObject({ code: 'damaged', message: /access\.db/ });
    await store.close();
    writeFileSync(join(directory, 'keys', 'access.key'), 'short');
    expect(open).toThrow(/access\.key is no key/);
    writeFileSync(join(directory, 'keys', 'access.key'), Buffer.alloc(32, 1).toString('base64url'));
    store = open();
  });
});
