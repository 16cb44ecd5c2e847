import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import { parse } from 'csv-parse/sync';
import { detectEncoding, type Encoding, LineDecoder, PREFIX_BYTES } from './encoding.js';
import {
  type ErrorCode,
  errorFinding,
  errorTexts,
  fill,
  type Finding,
  type FindingCode,
  RegisterRefused,
  warningFinding,
} from './findings.js';
import { columnsOf, type SchoolRegisterMapping } from './mapping.js';
import { type FramedRecord, LineSplitter, RecordFramer } from './record-framer.js';
import { type Bounds, normaliseHeader, type RegisterRow, RowReader, WORLD } from './row-reader.js';

export interface RegisterOptions {
  /** Where the country lies; the whole world, unless told. */
  readonly bounds?: Bounds;
  /** Longest line in bytes; 65,536. A longer one is an error of its row. */
  readonly maxLineBytes?: number;
}

/** What was read so far; whole once the last row was given. */
export interface RegisterSummary {
  /** Rows behind the header: schools and errors. Lines with nothing in them are no rows. */
  readonly rows: number;
  readonly schools: number;
  /** Rows that gave no school. */
  readonly errors: number;
  /** All findings, errors and warnings. */
  readonly findings: number;
  readonly findingsByCode: Readonly<Partial<Record<FindingCode, number>>>;
  /** Fact (`sector`, `latitude` …) → schools without it; a fact that the mapping does not fill is missing on all. */
  readonly missing: Readonly<Record<string, number>>;
  /** Column that the mapping reads → schools whose cell is empty or says "missing". */
  readonly missingByColumn: Readonly<Record<string, number>>;
  readonly blankLines: number;
  readonly bytes: number;
  readonly encoding: Encoding;
  readonly header: readonly string[];
  /** Columns that the mapping neither reads nor ignores. */
  readonly unknownColumns: readonly string[];
  /** Columns that the mapping would read, and that the file lacks. */
  readonly absentColumns: readonly string[];
  /** SHA-256 of the file, hexadecimal; `undefined` until all of it was read. */
  readonly digest?: string;
}

/** A register on its way: iterate it once for its rows, ask it at any time for its numbers. */
export interface SchoolRegisterReading extends AsyncIterable<RegisterRow> {
  readonly summary: RegisterSummary;
}

const BATCH = 256;
const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const MAX_LINE_BYTES = 65_536;
const DELIMITERS = [';', ',', '\t', '|'] as const;

const nameOf = (delimiter: string): string => (delimiter === '\t' ? 'tab' : `"${delimiter}"`);

/** The cells of records whose quotes are known to be sound: one row for each. */
const cellsOf = (texts: readonly string[], delimiter: string): string[][] => {
  const rows: string[][] = parse(texts.join('\n'), {
    delimiter,
    record_delimiter: '\n',
    relax_column_count: true,
    // A quote within a cell that does not begin with one is an ordinary character.
    relax_quotes: true,
    max_record_size: 0,
  });
  if (rows.length !== texts.length) throw new Error(`${texts.length} records became ${rows.length}: the framing is wrong`);
  return rows;
};

/** What is no text at all is told before anybody wonders about columns. */
const refuseForeign = (prefix: Buffer): void => {
  if (prefix.length === 0) throw new RegisterRefused('empty-file');
  const head = prefix.subarray(0, 4).toString('latin1');
  if (head.startsWith('Rar!')) throw new RegisterRefused('archive-file', { kind: 'RAR' });
  if (head.startsWith('PK\u0003\u0004')) throw new RegisterRefused('archive-file', { kind: 'ZIP' });
  if (head.startsWith('\u001f\u008b')) throw new RegisterRefused('archive-file', { kind: 'gzip' });
  if (head.startsWith('\u00ff\u00fe') || head.startsWith('\u00fe\u00ff')) throw new RegisterRefused('utf16-file');
};

const refuseHeader = (row: number, problem: ErrorCode, values: Finding['values']): never => {
  if (problem === 'nul-byte') throw new RegisterRefused('not-text');
  throw new RegisterRefused('header-unreadable', { row, why: fill(errorTexts[problem].en, values) });
};

const list = (columns: readonly string[]): string => columns.map((column) => `"${column}"`).join(', ');

interface Columns {
  readonly header: readonly string[];
  readonly read: readonly string[];
  readonly unknown: readonly string[];
  readonly absent: readonly string[];
}

/** The delimiter that would show more of the wanted columns than were found (`shown`); quotes are not looked at, this is only a guess. */
const likelyDelimiter = (text: string, delimiter: string, wanted: readonly string[], shown: number): string | undefined => {
  const found = (by: string): number => {
    const cells = new Set(text.split(by).map((cell) => normaliseHeader(cell.replaceAll('"', ''))));
    return wanted.filter((column) => cells.has(column)).length;
  };
  const best = DELIMITERS.filter((other) => other !== delimiter).sort((a, b) => found(b) - found(a))[0] as string;
  return found(best) > shown ? best : undefined;
};

/** @throws RegisterRefused where the header is not the one that the mapping was made for */
const readHeader = (record: FramedRecord, mapping: SchoolRegisterMapping): Columns => {
  const { delimiter } = mapping.format;
  const { required, optional } = columnsOf(mapping);
  const refuseDelimiter = (text: string, shown: number): void => {
    const likely = likelyDelimiter(text, delimiter, required, shown);
    if (likely !== undefined)
      throw new RegisterRefused('wrong-delimiter', { expected: nameOf(delimiter), found: nameOf(likely) });
  };
  if (record.text === undefined) {
    if (record.broken !== undefined) refuseDelimiter(record.broken, 0);
    return refuseHeader(record.row, record.problem as ErrorCode, record.values ?? {});
  }
  const header = (cellsOf([record.text], delimiter)[0] ?? []).map(normaliseHeader);
  const missing = required.filter((column) => !header.includes(column));
  if (missing.length > 0) {
    refuseDelimiter(record.text, required.length - missing.length);
    throw new RegisterRefused('missing-columns', { missing: list(missing), found: list(header) }, { missing, found: header });
  }
  const read = [...required, ...optional];
  const duplicate = read.filter((column) => header.indexOf(column) !== header.lastIndexOf(column));
  if (duplicate.length > 0)
    throw new RegisterRefused('duplicate-columns', { columns: list(duplicate) }, { duplicate, found: header });
  const known = new Set([...read, ...mapping.ignored, '']);
  return {
    header,
    read,
    unknown: header.filter((column) => !known.has(column)),
    absent: optional.filter((column) => !header.includes(column)),
  };
};

class Reading implements SchoolRegisterReading {
  private started = false;
  private rows = 0;
  private schools = 0;
  private findings = 0;
  private readonly byCode: Partial<Record<FindingCode, number>> = {};
  private bytes = 0;
  private digest: string | undefined;
  private decoder = new LineDecoder(undefined);
  private framer: RecordFramer;
  private columns: Columns | undefined;
  private reader: RowReader | undefined;

  constructor(
    private readonly source: Readable | AsyncIterable<Buffer>,
    private readonly mapping: SchoolRegisterMapping,
    private readonly options: RegisterOptions,
  ) {
    this.framer = new RecordFramer(mapping.format.delimiter);
  }

  get summary(): RegisterSummary {
    return {
      rows: this.rows,
      schools: this.schools,
      errors: this.rows - this.schools,
      findings: this.findings,
      findingsByCode: { ...this.byCode },
      missing: { ...this.reader?.missingByFact },
      missingByColumn: { ...this.reader?.missingByColumn },
      blankLines: this.framer.blankLines,
      bytes: this.bytes,
      encoding: this.decoder.encoding,
      header: this.columns?.header ?? [],
      unknownColumns: this.columns?.unknown ?? [],
      absentColumns: this.columns?.absent ?? [],
      ...(this.digest === undefined ? {} : { digest: this.digest }),
    };
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<RegisterRow, void, undefined> {
    if (this.started) throw new Error('a register can be read once; open the file again');
    this.started = true;
    let splitter: LineSplitter | undefined;
    let opening: Buffer[] = [];
    let opened = 0;
    const hash = createHash('sha256');
    for await (const piece of this.source as AsyncIterable<Buffer | string>) {
      const chunk = typeof piece === 'string' ? Buffer.from(piece) : piece;
      hash.update(chunk);
      this.bytes += chunk.length;
      if (splitter === undefined) {
        opening.push(chunk);
        opened += chunk.length;
        if (opened < PREFIX_BYTES) continue;
        const prefix = Buffer.concat(opening);
        opening = [];
        const begun = this.begin(prefix);
        splitter = begun.splitter;
        yield* this.take(splitter.push(begun.rest));
      } else {
        yield* this.take(splitter.push(chunk));
      }
    }
    if (splitter === undefined) {
      const begun = this.begin(Buffer.concat(opening));
      splitter = begun.splitter;
      yield* this.take(splitter.push(begun.rest));
    }
    yield* this.take(splitter.end());
    yield* this.read(this.framer.end());
    // Nothing but line breaks, or a byte order mark alone.
    if (this.columns === undefined) throw new RegisterRefused('empty-file');
    this.digest = hash.digest('hex');
  }

  private begin(prefix: Buffer): { splitter: LineSplitter; rest: Buffer } {
    refuseForeign(prefix);
    const { skip, encoding } = detectEncoding(prefix.subarray(0, PREFIX_BYTES), this.mapping.format.encoding);
    this.decoder = new LineDecoder(encoding);
    // Files from old Macs end their lines with a carriage return alone.
    const terminator = !prefix.includes(LINE_FEED) && prefix.includes(CARRIAGE_RETURN) ? CARRIAGE_RETURN : LINE_FEED;
    const splitter = new LineSplitter(this.decoder, terminator, this.options.maxLineBytes ?? MAX_LINE_BYTES);
    return { splitter, rest: prefix.subarray(skip) };
  }

  private *take(lines: ReturnType<LineSplitter['push']>): Generator<RegisterRow, void, undefined> {
    for (let start = 0; start < lines.length; start += BATCH) {
      yield* this.read(lines.slice(start, start + BATCH).flatMap((line) => this.framer.push(line)));
    }
  }

  private *read(records: readonly FramedRecord[]): Generator<RegisterRow, void, undefined> {
    const [first] = records;
    if (first === undefined) return;
    let rows = records;
    if (this.columns === undefined || this.reader === undefined) {
      this.columns = readHeader(first, this.mapping);
      this.reader = new RowReader(this.mapping, this.columns.header, this.columns.read, this.options.bounds ?? WORLD);
      rows = records.slice(1);
    }
    const texts = rows.flatMap((record) => record.text ?? []);
    const cells = texts.length === 0 ? [] : cellsOf(texts, this.mapping.format.delimiter);
    let at = 0;
    for (const record of rows) {
      const { row, values } = record;
      const read =
        record.text === undefined
          ? { row, findings: [errorFinding(record.problem as ErrorCode, { row, values: values ?? {} })] }
          : this.reader.read(row, cells[at++] as string[], warningsOf(record));
      this.count(read);
      yield read;
    }
  }

  private count(read: RegisterRow): void {
    this.rows += 1;
    if (read.school !== undefined) this.schools += 1;
    this.findings += read.findings.length;
    for (const { code } of read.findings) this.byCode[code] = (this.byCode[code] ?? 0) + 1;
  }
}

const warningsOf = ({ row, lastLine, strayQuote }: FramedRecord): Finding[] => [
  ...(strayQuote === true ? [warningFinding('stray-quote', { row })] : []),
  ...(lastLine > row ? [warningFinding('multi-line-row', { row, values: { from: row, to: lastLine } })] : []),
];

/**
 * Reads a country's school register, a CSV file in its ministry's own shape, row by row. Every row becomes a school or at least one
 * error; a school may carry warnings. Memory stays bounded by one chunk, one record of at most twenty lines, and the codes seen.
 *
 * @throws RegisterRefused, from the first step of the iteration and before any row, where the file cannot be what the mapping is
 *   for; errors of the source as they come
 */
export const readSchoolRegister = (
  source: Readable | AsyncIterable<Buffer>,
  mapping: SchoolRegisterMapping,
  options: RegisterOptions = {},
): SchoolRegisterReading => new Reading(source, mapping, options);
