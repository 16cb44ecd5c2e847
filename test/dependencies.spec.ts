import { execFile } from 'node:child_process';
import { readFile, readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);

interface Cruise {
  summary: { violations: { from: string; to: string; rule: { name: string; severity: string } }[]; totalCruised: number };
}

describe('dependency rules', () => {
  it('hold for every module', async () => {
    const { stdout } = await run(
      process.execPath,
      ['node_modules/dependency-cruiser/bin/dependency-cruise.mjs', 'apps', 'libs', '--output-type', 'json'],
      { maxBuffer: 256 * 1024 * 1024 },
    ).catch((error: { stdout?: string }) => {
      // With violations the tool exits with their number; its report is on standard output all the same.
      if (error.stdout) return { stdout: error.stdout };
      throw error;
    });
    const { summary } = JSON.parse(stdout) as Cruise;
    expect(summary.totalCruised).toBeGreaterThan(100);
    expect(summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`)).toEqual([]);
  }, 120_000);
});

describe('the read models', () => {
  it('bring no package along: a projector’s thread loads folds and events, and starts at once', async () => {
    const hooks = `export const load = (url, context, next) => { console.log(url); return next(url, context); };`;
    const entry = pathToFileURL(join('dist', 'libs', 'platform', 'read-models.js')).href;
    const script = `import { register } from 'node:module';
      register(${JSON.stringify(`data:text/javascript,${encodeURIComponent(hooks)}`)});
      await import(${JSON.stringify(entry)});`;
    const { stdout } = await run(process.execPath, ['--input-type=module', '--eval', script]);
    const loaded = stdout.split('\n');
    expect(loaded).toContain(entry);
    expect(loaded.filter((url) => url.includes('/node_modules/'))).toEqual([]);
  });
});

describe('the drivers of the cluster', () => {
  const sources = async (folder: string): Promise<[path: string, text: string][]> => {
    const names = await readdir(folder, { recursive: true });
    const paths = names.filter((name) => name.endsWith('.ts') && !name.endsWith('.spec.ts')).map((name) => join(folder, name));
    return Promise.all(paths.map(async (path) => [path, await readFile(path, 'utf8')] as [string, string]));
  };

  it('are named in one folder an engine: EventStoreDB’s client in its adapter alone', async () => {
    const naming = [...(await sources('libs')), ...(await sources('apps'))].filter(([, text]) => text.includes('@eventstore/'));
    expect([...new Set(naming.map(([path]) => dirname(path)))]).toEqual([join('libs', 'event-store', 'eventstoredb')]);
  });

  it('of MongoDB are asked nothing that a plain server lacks: no transactions, no change streams, no joins, no facets', async () => {
    const mongo = [...(await sources('libs')), ...(await sources('apps'))].filter(([path]) => /mongo/.test(path));
    expect(mongo.length).toBeGreaterThan(5);
    const lacking =
      /\$(?:lookup|facet|bucket|bucketAuto|merge|out|cond|graphLookup|where|function)\b|withTransaction|startSession|\.watch\(/;
    expect(mongo.filter(([, text]) => lacking.test(text)).map(([path]) => path)).toEqual([]);
  });
});

interface Lock {
  packages: Record<string, { resolved?: string; optionalDependencies?: Record<string, string>; license?: string }>;
}

describe('the lockfile', () => {
  it('names no host, and holds every optional package of every platform', async () => {
    const text = await readFile('package-lock.json', 'utf8');
    expect(text).not.toMatch(/https?:\/\/[a-z.]*regist/);
    const { packages } = JSON.parse(text) as Lock;
    const names = new Set(
      Object.keys(packages).map((path) => path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length)),
    );
    const missing = Object.entries(packages).flatMap(([path, entry]) =>
      Object.keys(entry.optionalDependencies ?? {})
        .filter((name) => !names.has(name))
        .map((name) => `${path} → ${name}`),
    );
    expect(missing).toEqual([]);
  });

  it('has only licences that go with Apache-2.0', async () => {
    const { packages } = JSON.parse(await readFile('package-lock.json', 'utf8')) as Lock;
    const compatible =
      /^(\(?(MIT|ISC|0BSD|BSD-2-Clause|BSD-3-Clause|Apache-2\.0|BlueOak-1\.0\.0|CC0-1\.0|CC-BY-4\.0|CC-BY-3\.0|Unlicense|Python-2\.0|MIT-0|MPL-2\.0|WTFPL|Zlib)( (OR|AND) )?)+\)?/;
    // Two packages of old state their licence (MIT) in a form that lockfiles do not copy.
    const stated: Readonly<Record<string, string>> = { 'node_modules/busboy': 'MIT', 'node_modules/streamsearch': 'MIT' };
    const others = Object.entries(packages)
      .filter(([path, entry]) => path !== '' && !compatible.test(entry.license ?? stated[path] ?? ''))
      .map(([path, entry]) => `${path}: ${entry.license ?? 'none stated'}`);
    expect(others).toEqual([]);
  });
});
