import type { ErrorCode, FindingValues } from './findings.js';
import type { LineDecoder } from './encoding.js';

const CARRIAGE_RETURN = 0x0d;
/** A quoted cell may go over this many lines; more is a quote that somebody forgot to close. */
const MAX_LINES = 20;

/** A line of the file: its text, or why it has none. */
export interface Line {
  readonly number: number;
  readonly text?: string;
  readonly problem?: ErrorCode;
  readonly values?: FindingValues;
}

/** Cuts a stream of bytes into lines and decodes them. Holds at most one line of `limit` bytes. */
export class LineSplitter {
  private rest: Buffer[] = [];
  private restLength = 0;
  private overlong = false;
  private number = 0;

  constructor(
    private readonly decoder: LineDecoder,
    /** The byte that ends a line: 0x0a, or 0x0d in files that have no other. */
    private readonly terminator: number,
    private readonly limit: number,
  ) {}

  push(chunk: Buffer): Line[] {
    const lines: Line[] = [];
    let start = 0;
    for (let end = chunk.indexOf(this.terminator, start); end >= 0; end = chunk.indexOf(this.terminator, start)) {
      this.keep(chunk.subarray(start, end));
      lines.push(this.take());
      start = end + 1;
    }
    // Copied: what is kept must not hold on to the whole chunk.
    if (start < chunk.length) this.keep(Buffer.from(chunk.subarray(start)));
    return lines;
  }

  end(): Line[] {
    return this.restLength > 0 || this.overlong ? [this.take()] : [];
  }

  private keep(bytes: Buffer): void {
    if (this.overlong || this.restLength + bytes.length > this.limit) {
      this.overlong = true;
      this.rest = [];
      this.restLength = 0;
      return;
    }
    if (bytes.length === 0) return;
    this.rest.push(bytes);
    this.restLength += bytes.length;
  }

  private take(): Line {
    this.number += 1;
    const { number, overlong } = this;
    const whole = this.rest.length === 1 ? (this.rest[0] as Buffer) : Buffer.concat(this.rest);
    this.rest = [];
    this.restLength = 0;
    this.overlong = false;
    if (overlong) return { number, problem: 'row-too-long', values: { limit: this.limit } };
    if (whole.includes(0)) return { number, problem: 'nul-byte' };
    const bytes = whole.at(-1) === CARRIAGE_RETURN ? whole.subarray(0, -1) : whole;
    const text = this.decoder.decode(bytes);
    return text === undefined ? { number, problem: 'invalid-encoding' } : { number, text };
  }
}

/** One record of the file, well formed, or the reason why it cannot be read. */
export interface FramedRecord {
  /** Line where it begins. */
  readonly row: number;
  readonly lastLine: number;
  readonly text?: string;
  readonly strayQuote?: boolean;
  readonly problem?: ErrorCode;
  readonly values?: FindingValues;
  /** The line whose quotes are broken, as far as it is one. */
  readonly broken?: string;
}

type Scan = 'complete' | 'open' | 'broken';

/**
 * Puts lines together to records: a quoted cell may contain line breaks. A record whose quotes are broken costs its first line only;
 * the lines behind it are read again from a fresh start, so that one forgotten quote does not swallow the file.
 */
export class RecordFramer {
  private open: Line[] = [];
  private stray = false;
  private inQuotes = false;
  /** Lines with nothing in them; they are no rows. */
  blankLines = 0;

  constructor(private readonly delimiter: string) {}

  push(line: Line): FramedRecord[] {
    const records: FramedRecord[] = [];
    const queue = [line];
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) this.step(next, queue, records);
    return records;
  }

  end(): FramedRecord[] {
    const records: FramedRecord[] = [];
    const queue: Line[] = [];
    while (this.open.length > 0) {
      this.giveUp('unclosed-quote', queue, records);
      for (let next = queue.shift(); next !== undefined; next = queue.shift()) this.step(next, queue, records);
    }
    return records;
  }

  private step(line: Line, queue: Line[], records: FramedRecord[]): void {
    if (line.text === undefined) {
      if (this.open.length === 0) {
        records.push({ row: line.number, lastLine: line.number, problem: line.problem, values: line.values });
      } else {
        this.open.push(line);
        this.giveUp('unclosed-quote', queue, records);
      }
      return;
    }
    if (this.open.length === 0 && line.text.trim() === '' && !line.text.includes(this.delimiter)) {
      this.blankLines += 1;
      return;
    }
    this.open.push(line);
    const state = this.scan(line.text);
    if (state === 'broken') {
      this.giveUp(this.open.length === 1 ? 'broken-quotes' : 'unclosed-quote', queue, records);
    } else if (state === 'open') {
      if (this.open.length >= MAX_LINES) this.giveUp('unclosed-quote', queue, records);
    } else {
      const first = this.open[0] as Line;
      records.push({
        row: first.number,
        lastLine: line.number,
        text: this.open.length === 1 ? line.text : this.open.map((part) => part.text).join('\n'),
        ...(this.stray ? { strayQuote: true } : {}),
      });
      this.reset();
    }
  }

  /** The first open line becomes an error, the others stand in the queue again. */
  private giveUp(problem: ErrorCode, queue: Line[], records: FramedRecord[]): void {
    const [first, ...others] = this.open as [Line, ...Line[]];
    records.push({ row: first.number, lastLine: first.number, problem, broken: first.text });
    queue.unshift(...others);
    this.reset();
  }

  private reset(): void {
    this.open = [];
    this.inQuotes = false;
    this.stray = false;
  }

  /** Follows the quotes through one line, from the state that the line before left. */
  private scan(text: string): Scan {
    if (!this.inQuotes && !text.includes('"')) return 'complete';
    let at = 0;
    for (;;) {
      if (this.inQuotes) {
        const quote = text.indexOf('"', at);
        if (quote < 0) return 'open';
        const behind = text[quote + 1];
        if (behind === '"') {
          at = quote + 2;
          continue;
        }
        this.inQuotes = false;
        if (behind === undefined) return 'complete';
        if (behind !== this.delimiter) return 'broken';
        at = quote + 2;
      }
      if (text[at] === '"') {
        this.inQuotes = true;
        at += 1;
        continue;
      }
      const end = text.indexOf(this.delimiter, at);
      const cell = end < 0 ? text.slice(at) : text.slice(at, end);
      if (cell.includes('"')) this.stray = true;
      if (end < 0) return 'complete';
      at = end + 1;
    }
  }
}
