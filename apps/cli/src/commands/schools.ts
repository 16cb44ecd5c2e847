import { createReadStream } from 'node:fs';
import { readFile, stat, writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Command } from 'commander';
import { ServerRefusal, withServer, type ApiClient } from '../client.js';
import type { CommonOptions } from '../options.js';
import { CliError, EXIT, note, print, progress, table } from '../output.js';

interface ImportReport {
  readonly import: string;
  readonly rows: number;
  readonly created: number;
  readonly updated: number;
  readonly unchanged: number;
  readonly errors: number;
  readonly findings: number;
  readonly missing: Readonly<Record<string, number>>;
  readonly findingsByCode: Readonly<Record<string, number>>;
}
interface Finding {
  readonly severity: string;
  readonly row: number;
  readonly column?: string;
  readonly code: string;
  readonly reason: string;
  readonly value?: string;
}

interface ImportOptions extends CommonOptions {
  mapping: string;
  country: string;
  create?: boolean;
  findings?: string;
}

/** How many findings are printed; all of them are kept and can be written with --findings. */
const SHOWN = 20;

const ensureCountry = async (client: ApiClient, id: string): Promise<void> => {
  try {
    await client.call('GET', `/v1/${id}`);
  } catch (error) {
    if (!(error instanceof ServerRefusal) || error.code !== 'country-unknown') throw error;
    await client.call('POST', '/v1/countries', {
      body: { id, name: { en: id, es: id }, timeZone: 'UTC', origin: 'real' },
      key: `create-${id}`,
    });
    note(`Created the bare country ${id}.`);
  }
};

const mappingOf = async (path: string): Promise<{ id: string }> => {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    throw new CliError(`The mapping ${path} cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown'}).`, EXIT.usage);
  }
  try {
    const mapping = JSON.parse(text) as { id?: unknown };
    if (typeof mapping.id !== 'string') throw new CliError(`The mapping ${path} has no "id".`, EXIT.usage);
    return mapping as { id: string };
  } catch (error) {
    if (error instanceof CliError) throw error;
    throw new CliError(`The mapping ${path} is not JSON: ${(error as Error).message}`, EXIT.usage);
  }
};

export const schoolsCommands = (program: Command, common: (command: Command) => CommonOptions): void => {
  const schools = program.command('schools').description('The school register of a country.');

  schools
    .command('import')
    .description('Reads a school register (CSV): every row ends as a school or as an error, and what is missing stays missing.')
    .argument('<file>', 'the register')
    .requiredOption('--mapping <file>', 'how its columns are read (JSON); see packs/*/mappings')
    .requiredOption('--country <id>', 'country')
    .option('--create', 'create a bare country if there is none')
    .option('--findings <file>', 'write every finding to this file, one JSON object a line')
    .addHelpText(
      'after',
      '\nExample:\n  npm run cordillera -- schools import establecimientos.csv --mapping packs/cl/mappings/establecimientos-2022.json --country cl --create --data data\n\nExit code 0: read; 3: read, with rows that are errors; 1: refused, nothing written.',
    )
    .action(async (file: string, _options, command: Command) => {
      const options = common(command) as ImportOptions;
      const mapping = await mappingOf(options.mapping);
      const size = await stat(file).then(
        (found) => found.size,
        (error: NodeJS.ErrnoException) => {
          throw new CliError(`The register ${file} cannot be read (${error.code ?? 'unknown'}).`, EXIT.usage);
        },
      );
      const read = async (client: ApiClient) => {
        if (options.create) await ensureCountry(client, options.country);
        const base = `/v1/${options.country}`;
        await client.call('PUT', `${base}/school-mappings/${encodeURIComponent(mapping.id)}`, { body: mapping });
        const bar = progress(`Reading ${basename(file)}`, size, { quiet: options.json });
        const bytes = async function* () {
          let sent = 0;
          for await (const chunk of createReadStream(file, { highWaterMark: 64 * 1024 })) {
            sent += (chunk as Buffer).length;
            bar.to(sent);
            yield chunk as Buffer;
          }
        };
        const { body: report } = await client.send<ImportReport>(
          'POST',
          `${base}/school-imports?mapping=${encodeURIComponent(mapping.id)}`,
          {
            raw: { stream: bytes(), type: 'text/csv' },
            token: await client.token(),
          },
        );
        bar.done();
        const shown: Finding[] = [];
        const kept: string[] = [];
        if (report.findings > 0 && (!options.json || options.findings !== undefined)) {
          for await (const finding of client.list<Finding>(`${base}/school-imports/${report.import}/findings`)) {
            if (shown.length < SHOWN) shown.push(finding);
            if (options.findings === undefined && shown.length >= SHOWN) break;
            kept.push(JSON.stringify(finding));
          }
        }
        if (options.findings !== undefined) await writeFile(options.findings, kept.map((line) => `${line}\n`).join(''));
        if (options.json) {
          const { rows, created, updated, unchanged, errors, findings } = report;
          print(JSON.stringify({ rows, created, updated, unchanged, errors, findings }));
        } else show(report, shown);
        if (report.errors > 0) process.exitCode = EXIT.findings;
      };
      await withServer(options.data, read, { begins: options.create === true });
    });

  schools
    .command('list')
    .description('Lists the schools of a country.')
    .requiredOption('--country <id>', 'country')
    .addHelpText('after', '\nExample:\n  npm run cordillera -- schools list --country cl --json')
    .action(async (_options, command: Command) => {
      const options = common(command) as CommonOptions & { country: string };
      await withServer(options.data, async (client) => {
        for await (const school of client.list<Record<string, unknown>>(`/v1/${options.country}/schools`, {
          tenant: options.country,
          role: 'coordinator',
        })) {
          if (options.json) print(JSON.stringify(school));
          else print([school['code'], school['name'], school['region'] ?? '—', school['sector'] ?? '—'].map(String).join('\t'));
        }
      });
    });
};

const show = (report: ImportReport, findings: readonly Finding[]): void => {
  print(
    table(
      ['rows', 'created', 'updated', 'unchanged', 'errors', 'findings'],
      [[report.rows, report.created, report.updated, report.unchanged, report.errors, report.findings]],
    ),
  );
  const missing = Object.entries(report.missing).filter(([, count]) => count > 0);
  if (missing.length > 0) print(`\nMissing facts, by schools: ${missing.map(([fact, count]) => `${fact} ${count}`).join(', ')}.`);
  const codes = Object.entries(report.findingsByCode);
  if (codes.length > 0) print(`\n${table(['finding', 'times'], codes)}`);
  if (findings.length > 0) {
    print(
      `\nThe first ${findings.length}${report.findings > findings.length ? ` of ${report.findings} (all with --findings FILE)` : ''}:`,
    );
    print(
      table(
        ['severity', 'row', 'column', 'reason'],
        findings.map((one) => [one.severity, one.row, one.column ?? '', one.reason]),
      ),
    );
  }
};
