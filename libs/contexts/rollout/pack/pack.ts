import { isUtf8 } from 'node:buffer';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { parse as parseCsv } from 'csv-parse/sync';
import type { z } from 'zod';
import { canonicalJson, sha256 } from '#libs/kernel';
import { textSchema, type Crosswalk, type Framework } from '#libs/contexts/frameworks';
import { checkPack } from './pack-checks.js';
import {
  packSchemas,
  populationRowSchema,
  targetRowSchema,
  textInAll,
  type Pack,
  type PackContent,
  type PackProblem,
} from './pack-schema.js';

export * from './pack-schema.js';
export * from './pack-derived.js';

/** A pack that cannot be used, with everything that is wrong with it. */
export class PackError extends Error {
  constructor(
    readonly directory: string,
    readonly problems: readonly PackProblem[],
  ) {
    const lines = problems.map(({ file, at, message }) => `${file}${at === '' ? '' : ` ${at}`}: ${message}`);
    super(
      `the pack in ${directory} has ${problems.length === 1 ? 'a problem' : `${problems.length} problems`}:\n${lines.join('\n')}`,
    );
    this.name = 'PackError';
  }
}

const pointer = (path: readonly PropertyKey[]): string =>
  path.map((key) => `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');

/** Issues of a union's branches stand inside it: the one whose branch was meant is already at the right place. */
const problemsOf = (file: string, error: z.ZodError): PackProblem[] =>
  error.issues.map((issue) => ({
    file,
    at: pointer(issue.path),
    code: issue.code === 'custom' && typeof issue.params?.['problem'] === 'string' ? issue.params['problem'] : 'invalid',
    message: issue.message,
  }));

const isMissing = (error: unknown): boolean => (error as NodeJS.ErrnoException).code === 'ENOENT';
const reason = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Files are read one after the other in sorted order: the report of a broken pack is the same each time. */
class Reader {
  readonly problems: PackProblem[] = [];
  readonly #seen = new Set<string>();

  constructor(readonly directory: string) {}

  problem(file: string, at: string, code: string, message: string): void {
    this.problems.push({ file, at, code, message });
  }

  async text(file: string): Promise<string | undefined> {
    this.#seen.add(file);
    let bytes: Buffer;
    try {
      bytes = await readFile(join(this.directory, file));
    } catch (error) {
      if (isMissing(error)) this.problem(file, '', 'file-missing', 'the file is not there');
      else this.problem(file, '', 'unreadable', reason(error));
      return undefined;
    }
    if (isUtf8(bytes)) return bytes.toString('utf8').replace(/^\uFEFF/, '');
    this.problem(file, '', 'not-utf-8', 'the file is not UTF-8');
    return undefined;
  }

  async json<Schema extends z.ZodType>(file: string, schema: Schema): Promise<z.output<Schema> | undefined> {
    const text = await this.text(file);
    if (text === undefined) return undefined;
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch (error) {
      this.problem(file, '', 'not-json', reason(error));
      return undefined;
    }
    const result = schema.safeParse(value);
    if (result.success) return result.data;
    this.problems.push(...problemsOf(file, result.error));
    return undefined;
  }

  /** Every `.json` file of a folder, by its name without the ending. */
  async folder<Schema extends z.ZodType>(folder: string, schema: Schema): Promise<Record<string, z.output<Schema>>> {
    const found: Record<string, z.output<Schema>> = {};
    for (const file of await this.list(folder)) {
      if (!file.endsWith('.json')) continue;
      const content = await this.json(`${folder}/${file}`, schema);
      if (content !== undefined) found[file.slice(0, -'.json'.length)] = content;
    }
    return found;
  }

  async numbered<Schema extends z.ZodType>(prefix: string, schema: Schema): Promise<Record<string, z.output<Schema>>> {
    const found: Record<string, z.output<Schema>> = {};
    for (const file of await this.list('.')) {
      if (!new RegExp(`^${prefix}-\\d+\\.json$`).test(file)) continue;
      const content = await this.json(file, schema);
      if (content !== undefined) found[file.slice(0, -'.json'.length)] = content;
    }
    return found;
  }

  async csv<Schema extends z.ZodObject>(file: string, schema: Schema): Promise<z.output<Schema>[]> {
    const text = await this.text(file);
    if (text === undefined) return [];
    let rows: Record<string, string>[];
    try {
      rows = parseCsv(text, { columns: true, bom: true, skip_empty_lines: true, trim: true });
    } catch (error) {
      this.problem(file, '', 'not-csv', reason(error));
      return [];
    }
    if (rows.length === 0) this.problem(file, '', 'empty', 'the file has no rows');
    const parsed: z.output<Schema>[] = [];
    rows.forEach((row, index) => {
      const result = schema.safeParse(row);
      if (result.success) parsed.push(result.data);
      else {
        for (const issue of result.error.issues) {
          const column = issue.path.length > 0 ? `, ${issue.path.map(String).join('.')}` : '';
          // Row 1 is the header, as a spreadsheet counts.
          this.problem(file, `row ${index + 2}${column}`, 'invalid', issue.message);
        }
      }
    });
    // A row that cannot be read would shift the numbers of the rows behind it.
    return parsed.length === rows.length ? parsed : [];
  }

  async list(folder: string): Promise<string[]> {
    try {
      return (await readdir(join(this.directory, folder))).sort();
    } catch (error) {
      if (!isMissing(error)) this.problem(folder, '', 'unreadable', reason(error));
      return [];
    }
  }

  /** What nobody reads is most likely a file under a wrong name: said, so that it is not missed. */
  async strangers(): Promise<void> {
    const entries = await readdir(this.directory, { recursive: true, withFileTypes: true });
    for (const entry of entries.filter((each) => each.isFile())) {
      const file = relative(this.directory, join(entry.parentPath, entry.name)).split(sep).join('/');
      const documentation = file.endsWith('.md') || entry.name.startsWith('.');
      if (!documentation && !this.#seen.has(file)) this.problem(file, '', 'unknown-file', 'no part of a pack has this name');
    }
  }
}

export interface LoadPackOptions {
  /** Where the shared frameworks are; `../frameworks` beside the pack unless told. */
  readonly frameworks?: string;
}

/**
 * Reads and checks a country pack.
 *
 * @param directory the pack's folder, such as `packs/cl`
 * @throws PackError with every problem at once, each with its file and place
 */
export const loadPack = async (directory: string, options: LoadPackOptions = {}): Promise<Pack> => {
  const reader = new Reader(directory);
  const there = await stat(directory).catch((error: unknown) => {
    throw new PackError(directory, [{ file: '.', at: '', code: 'no-pack', message: reason(error) }]);
  });
  if (!there.isDirectory()) {
    throw new PackError(directory, [{ file: '.', at: '', code: 'no-pack', message: 'a pack is a folder' }]);
  }

  // The languages that texts are held to stand in the country file; where it cannot be read, texts are only held to their form.
  const beforehand = reader.problems.length;
  const draft = await reader.json('country.json', packSchemas(textSchema).country);
  const schemas = packSchemas(draft === undefined ? textSchema : textInAll(draft.languages));
  if (draft !== undefined) await reader.json('country.json', schemas.country);
  const country = reader.problems.length === beforehand ? draft : undefined;

  const frameworkFolder = options.frameworks ?? join(directory, '..', 'frameworks');
  const frameworkReader = new Reader(frameworkFolder);
  const frameworks: Record<string, Framework> = {};
  for (const id of draft?.frameworks ?? []) {
    const framework = await frameworkReader.json(`${id}.json`, schemas.framework);
    if (framework !== undefined) frameworks[id] = framework;
  }
  const crosswalks: Record<string, Crosswalk> = {};
  for (const id of draft?.crosswalks ?? []) {
    const crosswalk = await frameworkReader.json(`crosswalks/${id}.json`, schemas.crosswalk);
    if (crosswalk !== undefined) crosswalks[id] = crosswalk;
  }
  for (const problem of frameworkReader.problems) {
    reader.problems.push({ ...problem, file: join(relative(directory, frameworkFolder), problem.file).split(sep).join('/') });
  }

  const cycles = await reader.folder('cycles', schemas.cycle);
  const consents = await reader.folder('consent', schemas.consent);
  const targetProfiles = await reader.folder('target-profiles', schemas.targetProfile);
  const instruments = await reader.folder('instruments', schemas.instrument);
  const keys = await reader.folder('keys', schemas.keys);
  const courses = await reader.folder('courses', schemas.courses);
  const gapRules = await reader.numbered('gap-rules', schemas.gapRules);
  const pathRules = await reader.numbered('path-rules', schemas.pathRules);
  const mappings = await reader.folder('mappings', schemas.mapping);
  const eligibility = await reader.json('eligibility.json', schemas.eligibility);
  const populationNote = await reader.json('population.json', schemas.population);
  const rows = await reader.csv('population.csv', populationRowSchema);
  const targets = await reader.csv('targets.csv', targetRowSchema);
  await reader.strangers();

  // What could be read is held together even where another file is broken: everything is said at once. References to a file that
  // could not be read are not reported a second time.
  const broken = new Set(reader.problems.map((problem) => problem.file));
  const parts = {
    country,
    frameworks,
    crosswalks,
    cycles,
    consents,
    targetProfiles,
    instruments,
    keys,
    courses,
    gapRules,
    pathRules,
    eligibility,
    rows,
    targets,
    mappings,
  };
  reader.problems.push(...checkPack(parts, broken));

  if (reader.problems.length > 0 || country === undefined || eligibility === undefined || populationNote === undefined) {
    throw new PackError(directory, reader.problems);
  }
  const content: PackContent = {
    country,
    frameworks,
    crosswalks,
    cycles,
    consents,
    targetProfiles,
    instruments,
    keys,
    courses,
    gapRules,
    pathRules,
    eligibility,
    population: { ...populationNote, rows },
    targets,
    mappings,
  };
  return { ...content, id: country.id, version: String(country.version), digest: sha256(canonicalJson(content)) };
};
