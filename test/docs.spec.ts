import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { refusalCatalogues } from '../apps/api/src/app.module.js';
import type { Answers } from '../apps/api/src/answers.js';
import { answersModule, answersOf } from '../tools/docs/answers.js';
import { eventsPage, openApiPage, refusalsPage, samplesIn } from '../tools/docs/pages.js';

const written = (name: string): string => readFileSync(`docs/${name}`, 'utf8');

describe('what npm run docs writes', () => {
  it('events.md is what the code gives', () => {
    expect(written('events.md')).toBe(eventsPage(samplesIn('test/samples')));
  });

  it('refusals.md is what the code gives', () => {
    expect(written('refusals.md')).toBe(refusalsPage());
  });

  describe('openapi.json', () => {
    interface Parameter {
      name: string;
      in: string;
    }
    interface Operation {
      operationId: string;
      summary?: string;
      parameters?: Parameter[];
      responses: Record<string, object>;
    }
    let answers: Answers;
    let text: string;
    let operations: [path: string, method: string, operation: Operation][];

    beforeAll(async () => {
      answers = answersOf('tsconfig.json');
      text = await openApiPage(answers);
      const { paths } = JSON.parse(text) as { paths: Record<string, Record<string, Operation>> };
      operations = Object.entries(paths).flatMap(([path, methods]) =>
        Object.entries(methods).map(([method, operation]): [string, string, Operation] => [path, method, operation]),
      );
    }, 240_000);

    it('is what the application gives', () => {
      expect(written('openapi.json')).toBe(text);
    });

    it('comes with answers as the controllers’ types give them', () => {
      expect(readFileSync('apps/api/src/answers.generated.ts', 'utf8')).toBe(answersModule(answers));
    });

    it('says what each operation answers with, except those that answer no JSON', () => {
      const silent = operations.filter(([, , { responses }]) =>
        Object.entries(responses).some(([status, response]) => status.startsWith('2') && !('content' in response)),
      );
      expect(silent.map(([path, method]) => `${method} ${path}`).sort()).toEqual([
        'delete /v1/sessions/current',
        'get /metrics',
        'get /v1/{tenant}/cycles/{cycle}/changes',
      ]);
    });

    it('is OpenAPI 3.1, says of each operation what it does, what is in its path, and that it may refuse', () => {
      expect((JSON.parse(text) as { openapi: string }).openapi).toBe('3.1.0');
      expect(operations.length).toBeGreaterThan(60);
      const ids = operations.map(([, , { operationId }]) => operationId);
      expect(new Set(ids).size).toBe(ids.length);
      for (const [path, method, { summary, parameters = [], responses }] of operations) {
        const named = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
        const told = parameters.filter((one) => one.in === 'path').map(({ name }) => name);
        expect([method, path, told.sort(), (summary ?? '').length > 5, 'default' in responses]).toEqual([
          method,
          path,
          named.sort(),
          true,
          true,
        ]);
      }
    });

    it('gives an example for every body', () => {
      const { components } = JSON.parse(text) as { components: { schemas: Record<string, { properties?: object }> } };
      const bodies = Object.entries(components.schemas).filter(([name]) => !(name in answers.schemas));
      expect(bodies.length).toBeGreaterThan(20);
      const empty = bodies.filter(([, { properties = {} }]) => Object.keys(properties).length === 0);
      expect(empty.map(([name]) => name)).toEqual([]);
    });
  });
});

describe('refusals', () => {
  const sources = ['apps', 'libs']
    .flatMap((folder) => readdirSync(folder, { withFileTypes: true, recursive: true }))
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !/\.spec\.ts$|\/testing\/|apps\/dashboard|\/contract\.ts$/.test(path))
    .map((path) => ({ path, text: readFileSync(path, 'utf8') }));
  const declared = new Set(refusalCatalogues.flatMap((catalogue) => Object.keys(catalogue)));

  it('that the sources make are declared', () => {
    const made = sources.flatMap(({ path, text }) =>
      [...text.matchAll(/(?:\brefuse|\bnew Refusal)\(\s*'([a-z][a-z-]*)'/g)].map(([, code]) => `${code ?? ''} in ${path}`),
    );
    expect(made.length).toBeGreaterThan(100);
    expect(made.filter((one) => !declared.has(one.split(' ')[0] ?? ''))).toEqual([]);
  });

  it('that are declared are made somewhere', () => {
    const outside = sources.filter(({ path }) => !path.endsWith('refusals.ts'));
    const unused = [...declared].filter((code) => !outside.some(({ text }) => text.includes(`'${code}'`)));
    expect(unused).toEqual([]);
  });

  it('have words in both languages that fit together', () => {
    for (const [code, { title, action }] of refusalCatalogues.flatMap((catalogue) => Object.entries(catalogue))) {
      const values = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name).sort();
      expect([code, values(title.es)]).toEqual([code, values(title.en)]);
      expect([code, values(action.es)]).toEqual([code, values(action.en)]);
      for (const text of [title.en, title.es, action.en, action.es]) expect([code, /[.?!)}]$/.test(text)]).toEqual([code, true]);
    }
  });
});
