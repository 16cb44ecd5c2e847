import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EventCatalogue, parseStreamName, type EventDefinition, type RefusalCatalogue } from '#libs/kernel';
import { refusalCatalogues } from '../../apps/api/src/app.module.js';
import type { Answers } from '../../apps/api/src/answers.js';
import { describeApi } from '../../apps/api/src/openapi.js';
import { startServer } from '../../apps/api/src/server.js';
import { eventDefinitions } from '../../libs/platform/read-models.js';

/** A stored event as `test/samples/` keeps it. */
export interface Sample {
  readonly stream: string;
  readonly revision: number;
  readonly id: string;
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly metadata: Readonly<Record<string, unknown>> & { readonly schemaVersion: number };
}

/** Every sample of a stored event, by file name. */
export const samplesIn = (folder: string): ReadonlyMap<string, Sample> =>
  new Map(
    readdirSync(folder)
      .filter((name) => name.endsWith('.json'))
      .sort()
      .map((name) => [name, JSON.parse(readFileSync(join(folder, name), 'utf8')) as Sample]),
  );

export const sampleName = (type: string, version: number): string => `${type}.v${version}.json`;

const HEAD = '<!-- Written by `npm run docs`; change the sources instead. -->';

/** `cl.2023.assessment-0192…` → `<country>.<cycle>.assessment-<id>`. */
const patternOf = (stream: string): string => {
  const parts = parseStreamName(stream);
  if (!parts) throw new RangeError(`${stream} is no stream`);
  return `<country>.${parts.cycle === undefined ? '' : '<cycle>.'}${parts.category}-<id>`;
};

/** docs/events.md: what can happen, by the stream it happens in. */
export const eventsPage = (samples: ReadonlyMap<string, Sample>): string => {
  const catalogue = new EventCatalogue(eventDefinitions);
  const byStream = new Map<string, EventDefinition[]>();
  for (const definition of catalogue.definitions) {
    const sample = samples.get(sampleName(definition.type, definition.version));
    if (!sample) throw new RangeError(`there is no stored sample of ${definition.type} version ${definition.version}`);
    const stream = patternOf(sample.stream);
    byStream.set(stream, [...(byStream.get(stream) ?? []), definition]);
  }
  const lines = [
    HEAD,
    '',
    '# Events',
    '',
    `Everything that can stand in a country’s record: ${catalogue.definitions.length} types. An event is never changed; a new shape is a new version with an upcaster`,
    'from the old one. Personal fields are encrypted with the key of the person the event is about. A stored sample of each version is in `test/samples/`.',
  ];
  for (const [stream, definitions] of [...byStream].sort(([a], [b]) => (a < b ? -1 : 1))) {
    lines.push(
      '',
      `## \`${stream}\``,
      '',
      '| event | version | what it says | personal fields | data |',
      '| --- | --- | --- | --- | --- |',
    );
    for (const { type, version, says, personal } of definitions) {
      const sample = samples.get(sampleName(type, version));
      const fields = Object.keys(sample?.data ?? {}).map((field) => `\`${field}\``);
      lines.push(
        `| ${type} | ${version} | ${says} | ${personal?.map((field) => `\`${field}\``).join(', ') ?? ''} | ${fields.join(', ')} |`,
      );
    }
  }
  return `${lines.join('\n')}\n`;
};

/** docs/refusals.md: what can be refused, in which words, and what to do. */
export const refusalsPage = (): string => {
  const all = refusalCatalogues
    .flatMap((catalogue: RefusalCatalogue) => Object.entries(catalogue))
    .sort(([a], [b]) => (a < b ? -1 : 1));
  const lines = [
    HEAD,
    '',
    '# Refusals',
    '',
    `Everything the server can say no to: ${all.length} names. Each is the \`type\` of a problem document (RFC 9457), in English or Spanish by \`Accept-Language\`;`,
    '`title` says what happened, `detail` what to do about it, `field` where it is. `GET /problems` lists them, `GET /problems/<name>` is one.',
  ];
  for (const [name, { status, title, action }] of all) {
    lines.push('', `## \`${name}\` (${status})`, '');
    for (const language of ['en', 'es'] as const) lines.push(`- ${language}: ${title[language]} ${action[language]}`);
  }
  return `${lines.join('\n')}\n`;
};

/** docs/openapi.json, from the application itself on a folder that is thrown away. */
export const openApiPage = async (answers: Answers): Promise<string> => {
  const directory = mkdtempSync(join(tmpdir(), 'cordillera-docs-'));
  const server = await startServer({
    dataDirectory: directory,
    host: '127.0.0.1',
    port: 0,
    logLevel: 'silent',
    announce: false,
    masterKey: undefined,
  });
  try {
    return `${JSON.stringify(describeApi(server.app, answers), null, 2)}\n`;
  } finally {
    await server.close();
    rmSync(directory, { recursive: true, force: true });
  }
};
