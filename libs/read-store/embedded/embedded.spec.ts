import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describeReadStoreContract } from '../contract.js';
import type { CollectionSpec, FindQuery, TabulateQuery } from '../port.js';
import { openEmbeddedReadStore } from './index.js';
import { LARGE } from './tenant-file.js';
import { afterPrefix, fromSortKey, toSortKey } from '../sort-key.js';

const folders: string[] = [];
const folder = async (): Promise<string> => {
  const made = await mkdtemp(join(tmpdir(), 'cordillera-read-'));
  folders.push(made);
  return made;
};
afterAll(async () => {
  for (const each of folders) await rm(each, { recursive: true, force: true });
});

let last = '';
describeReadStoreContract('embedded', {
  open: async () => openEmbeddedReadStore({ directory: (last = await folder()) }),
  reopen: async () => openEmbeddedReadStore({ directory: last }),
});

const facts: CollectionSpec = {
  name: 'facts',
  columns: { region: 'text', cycle: 'text', score: 'integer' },
  indexes: [['region'], ['cycle', 'score']],
};

describe('the embedded read store', () => {
  it('keeps of a commit as large as those of a rebuild what it keeps of small ones', async () => {
    const large = openEmbeddedReadStore({ directory: await folder() });
    const small = openEmbeddedReadStore({ directory: await folder() });
    const regions = ['13', '5', null];
    const put = (at: number, score: number) => ({
      collection: 'facts',
      id: `t${at}`,
      document: { cycle: '2023', region: regions[at % 3] ?? null, score },
    });
    // More rows than one statement writes, and some left over; then half of them anew, one of them twice, beside new ones.
    const first = Array.from({ length: 2_071 }, (_, at) => put(at, at));
    const second = [...Array.from({ length: 2_500 }, (_, at) => put(1_000 + at, -at)), put(1_001, 7), put(1_001, 8)];
    for (const store of [large, small]) await store.declare('cl', 'cohort@1', [facts]);
    await large.commit('cl', { projection: 'cohort@1', from: undefined, to: '1', puts: first, deletes: [] });
    await large.commit('cl', { projection: 'cohort@1', from: '1', to: '2', puts: second, deletes: [] });
    let from: string | undefined;
    for (const puts of [first, second]) {
      for (let at = 0; at < puts.length; at += 100) {
        const to = `${from ?? ''}1`;
        await small.commit('cl', { projection: 'cohort@1', from, to, puts: puts.slice(at, at + 100), deletes: [] });
        from = to;
      }
    }
    const all = async (store: typeof large): Promise<unknown[]> => {
      const pages: unknown[] = [];
      for await (const page of store.scan('cl', 'facts')) pages.push(...page);
      return pages;
    };
    const kept = await all(large);
    expect(kept).toHaveLength(3_500);
    expect(kept).toEqual(await all(small));
    expect(await large.get('cl', 'facts', 't1001')).toEqual({ cycle: '2023', region: null, score: 8 });
    const counted: TabulateQuery = { by: ['region'], measures: { n: { count: true }, score: { sum: 'score' } } };
    expect(await large.tabulate('cl', 'facts', counted)).toEqual(await small.tabulate('cl', 'facts', counted));
    await large.close();
    await small.close();
  });

  it('indexes a new table once it is filled: when it can be read, with small commits, or at the next start; and anew after a reset', async () => {
    const directory = await folder();
    const opened = async () => {
      const store = openEmbeddedReadStore({ directory });
      await store.declare('cl', 'cohort@1', [facts]);
      return store;
    };
    let store = await opened();
    const indexed = (): boolean =>
      store.explain('cl', 'facts', { filter: { region: '13' } }).some((line) => line.includes('ix_facts@1_region'));
    let position = 0;
    const commit = (count = 1): Promise<void> =>
      store.commit('cl', {
        projection: 'cohort@1',
        from: position === 0 ? undefined : String(position),
        to: String((position += 1)),
        puts: Array.from({ length: count }, (_, index) => ({
          collection: 'facts',
          id: `t${index}`,
          document: { region: '13', cycle: '2023', score: 1 },
        })),
        deletes: [],
      });
    const reset = async (): Promise<void> => {
      await store.reset('cl', 'cohort@1');
      position = 0;
      expect(indexed()).toBe(false);
    };
    expect(indexed()).toBe(false);
    await commit();
    await commit(LARGE.documents);
    expect(indexed()).toBe(false);
    await store.retireOthers('cl', 'cohort@1');
    expect(indexed()).toBe(true);

    await reset();
    await commit();
    expect(indexed()).toBe(false);
    await commit();
    expect(indexed()).toBe(true);

    await reset();
    await commit();
    await store.close();
    store = await opened();
    expect(indexed()).toBe(true);
    expect((await store.find('cl', 'facts', { filter: { region: '13' } })).documents).toHaveLength(1);
    await store.close();
  });

  it('reads through its indexes', async () => {
    const store = openEmbeddedReadStore({ directory: await folder() });
    await store.declare('cl', 'cohort@1', [facts]);
    await store.retireOthers('cl', 'cohort@1');
    const plan = (query: FindQuery | TabulateQuery): string => store.explain('cl', 'facts', query).join(' | ');

    const byRegion = /SEARCH facts@1 USING (COVERING )?INDEX ix_facts@1_region /;
    const byCycle = /SEARCH facts@1 USING (COVERING )?INDEX ix_facts@1_cycle,score /;
    expect(plan({ filter: { region: '13' } })).toMatch(byRegion);
    expect(plan({ filter: { region: null } })).toMatch(byRegion);
    expect(plan({ filter: { region: { in: ['13', '5'] } } })).toMatch(byRegion);
    expect(plan({ filter: { region: { prefix: '1' } } })).toMatch(byRegion);
    expect(plan({ filter: { region: { from: '1', to: '5' } } })).toMatch(byRegion);
    expect(plan({ filter: { cycle: '2023', score: { from: 3 } } })).toMatch(byCycle);
    expect(plan({ filter: { cycle: '2023', score: 3 } })).toMatch(byCycle);
    expect(plan({ filter: { cycle: { prefix: '2023' } } })).toMatch(byCycle);
    expect(plan({ by: [], measures: { n: { count: true } }, filter: { region: { prefix: '1' } } })).toMatch(byRegion);
    expect(plan({ filter: { _id: { prefix: 'x' } } })).toMatch(/SEARCH facts@1 USING INDEX/);

    // In the order of the index, and page after page from where the last one ended: nothing is sorted.
    const sorted: FindQuery = { filter: { region: '13' } };
    expect(plan(sorted)).not.toContain('TEMP B-TREE');
    expect(plan({ sort: { column: 'region' } })).not.toContain('TEMP B-TREE');
    expect(plan({ sort: { column: 'region', descending: true } })).not.toContain('TEMP B-TREE');
    expect(plan({ filter: { cycle: '2023' }, sort: { column: 'score' } })).not.toContain('TEMP B-TREE');
    await store.commit('cl', {
      projection: 'cohort@1',
      from: undefined,
      to: '1',
      puts: ['a', 'b', 'c'].map((id) => ({ collection: 'facts', id, document: { region: '13', cycle: '2023', score: 1 } })),
      deletes: [],
    });
    const { next } = await store.find('cl', 'facts', { filter: { cycle: '2023' }, sort: { column: 'score' }, limit: 1 });
    const second = plan({ filter: { cycle: '2023' }, sort: { column: 'score' }, cursor: next ?? '' });
    expect(second).toMatch(/SEARCH facts@1 USING INDEX ix_facts@1_cycle,score \(c_cycle=\? AND c_score>\?\)/);
    expect(second).not.toContain('TEMP B-TREE');
    // A column without an index is a scan: the test above can fail.
    expect(plan({ filter: { score: 3 } })).toMatch(/SCAN facts@1/);
    await store.close();
  });

  it('serves readers of its own beside the writer, from before there is anything', async () => {
    const directory = await folder();
    const reader = openEmbeddedReadStore({ directory, readOnly: true });
    await reader.declare('cl', 'cohort@1', [facts]);
    expect(await reader.get('cl', 'facts', 'a')).toBeUndefined();
    expect(await reader.find('cl', 'facts')).toEqual({ documents: [] });
    expect(await reader.tabulate('cl', 'facts', { by: [], measures: { n: { count: true }, s: { sum: 'score' } } })).toEqual([
      { n: 0, s: 0 },
    ]);
    expect(await reader.checkpoint('cl', 'cohort@1')).toBeUndefined();
    await expect(reader.get('cl', 'profiles', 'a')).rejects.toMatchObject({ code: 'invalid' });

    const writer = openEmbeddedReadStore({ directory });
    await writer.declare('cl', 'other@1', [{ name: 'others' }]);
    expect(await reader.find('cl', 'facts')).toEqual({ documents: [] });
    await writer.declare('cl', 'cohort@1', [facts]);
    await writer.commit('cl', {
      projection: 'cohort@1',
      from: undefined,
      to: '1',
      puts: [{ collection: 'facts', id: 'a', document: { score: 3 } }],
      deletes: [],
    });
    expect(await reader.get('cl', 'facts', 'a')).toEqual({ score: 3 });
    expect(await reader.checkpoint('cl', 'cohort@1')).toBe('1');

    // A table that is rewritten under the reader's prepared statements.
    await writer.declare('cl', 'cohort@1', [{ ...facts, columns: { ...facts.columns, sector: 'text' } }]);
    expect(await reader.get('cl', 'facts', 'a')).toEqual({ score: 3 });
    expect(await reader.find('cl', 'facts', { filter: { score: 3 } })).toEqual({
      documents: [{ id: 'a', document: { score: 3 } }],
    });
    await expect(
      reader.commit('cl', { projection: 'cohort@1', from: '1', to: '2', puts: [], deletes: [] }),
    ).rejects.toMatchObject({ code: 'unavailable' });
    await expect(reader.reset('cl', 'cohort@1')).rejects.toMatchObject({ code: 'unavailable' });
    await writer.close();
    expect(await reader.get('cl', 'facts', 'a')).toEqual({ score: 3 });
    await reader.close();
  });

  it('keeps each version of a projection in tables of its own', async () => {
    const directory = await folder();
    const old = openEmbeddedReadStore({ directory });
    await old.declare('cl', 'cohort@1', [facts]);
    await old.commit('cl', {
      projection: 'cohort@1',
      from: undefined,
      to: '1',
      puts: [{ collection: 'facts', id: 'a', document: { score: 1 } }],
      deletes: [],
    });
    const fresh = openEmbeddedReadStore({ directory });
    await fresh.declare('cl', 'cohort@2', [facts]);
    expect(await fresh.get('cl', 'facts', 'a')).toBeUndefined();
    await fresh.commit('cl', {
      projection: 'cohort@2',
      from: undefined,
      to: '1',
      puts: [{ collection: 'facts', id: 'a', document: { score: 2 } }],
      deletes: [],
    });
    await fresh.reset('cl', 'cohort@2');
    expect(await old.get('cl', 'facts', 'a')).toEqual({ score: 1 });
    await old.close();
    await fresh.close();
  });

  it('says so when a file is none', async () => {
    const directory = await folder();
    const { mkdir, writeFile } = await import('node:fs/promises');
    await mkdir(join(directory, 'cl'));
    await writeFile(join(directory, 'cl', 'read.db'), 'this is no database, but it is long enough to be looked at'.repeat(100));
    const store = openEmbeddedReadStore({ directory });
    await expect(store.declare('cl', 'cohort@1', [facts])).rejects.toMatchObject({ code: 'unavailable' });
    await store.close();
  });

  it('spells texts so that bytes sort as code units do', () => {
    const text = fc.string({
      unit: fc.constantFrom(
        'a',
        'b',
        '\u0000',
        '\u0001',
        '\u0002',
        '\ud7ff',
        '\ue000',
        '\uffff',
        '\u{10000}',
        '\u{10fffd}',
        '\u{10fffe}',
        '\u{10ffff}',
      ),
      maxLength: 6,
    });
    const bytes = (value: string): Buffer => Buffer.from(toSortKey(value), 'utf8');
    fc.assert(
      fc.property(text, text, (a, b) => {
        expect(Math.sign(Buffer.compare(bytes(a), bytes(b)))).toBe(a === b ? 0 : a < b ? -1 : 1);
        expect(fromSortKey(toSortKey(a))).toBe(a);
        expect(toSortKey(a)).not.toContain('\u0000');
        const inside =
          Buffer.compare(bytes(b), bytes(a)) >= 0 && Buffer.compare(bytes(b), Buffer.from(afterPrefix(toSortKey(a)), 'utf8')) < 0;
        expect(inside).toBe(b.startsWith(a));
      }),
      { numRuns: 2000 },
    );
  });
});
