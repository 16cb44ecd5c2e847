import { isAscii, isUtf8 } from 'node:buffer';

export type Encoding = 'utf-8' | 'windows-1252';

/** Windows-1252 where it differs from Latin-1: bytes 0x80 to 0x9f. Five of them stand for nothing and stay control characters. */
const WINDOWS = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';
const C1 = /[\u0080-\u009f]/g;
const byteOfWindows = new Map([...WINDOWS].map((character, i) => [character, 0x80 + i]));

const decodeWindows = (bytes: Buffer): string =>
  bytes.toString('latin1').replaceAll(C1, (control) => WINDOWS[control.charCodeAt(0) - 0x80] as string);

/** The bytes that a text was before somebody read them as Windows-1252 or Latin-1; `undefined` where it never was such bytes. */
const encodeWindows = (text: string): Buffer | undefined => {
  const bytes = Buffer.alloc(text.length);
  for (let i = 0; i < text.length; i += 1) {
    const unit = text.charCodeAt(i);
    const byte = unit < 0x100 ? unit : byteOfWindows.get(text[i] as string);
    if (byte === undefined) return undefined;
    bytes[i] = byte;
  }
  return bytes;
};

/** UTF-8's lead bytes, read as Latin-1; every doubly encoded character begins with one of them. */
const LEAD = /[\u00c2-\u00f4]/;

/** What a repair may bring forth. Chance bytes of other scripts or of no character at all are no proof of a double encoding (ñ€€€). */
const PLAUSIBLE = /^[\p{Script=Latin}\p{Script=Common}\p{Script=Inherited}]*$/u;

/**
 * A text that was written as UTF-8, read as Latin-1 or Windows-1252 and written as UTF-8 again (Ã‘ for Ñ), turned back.
 * `undefined` where it does not reverse cleanly: then it is left as it stands.
 */
export const repairDoubleEncoding = (text: string): string | undefined => {
  if (!LEAD.test(text)) return undefined;
  const bytes = encodeWindows(text);
  if (bytes === undefined || !isUtf8(bytes)) return undefined;
  const repaired = bytes.toString('utf8');
  return PLAUSIBLE.test(repaired) ? repaired : undefined;
};

const BYTE_ORDER_MARK = Buffer.from([0xef, 0xbb, 0xbf]);
const LINE_FEED = 0x0a;

/** How many bytes decide about a file. */
export const PREFIX_BYTES = 65_536;

export interface Opening {
  /** Bytes of the byte order mark, to be left out. */
  readonly skip: number;
  /** `undefined`: all ASCII so far; the first row that is not decides. */
  readonly encoding: Encoding | undefined;
}

/**
 * What a file is encoded in, from its first bytes. A byte order mark decides; then the declared encoding; then the lines that are
 * not ASCII: text in Latin-1 is hardly ever valid UTF-8, so the majority tells the file's encoding from a few damaged lines.
 */
export const detectEncoding = (prefix: Buffer, declared: 'auto' | 'utf-8' | 'latin1'): Opening => {
  if (prefix.subarray(0, 3).equals(BYTE_ORDER_MARK)) return { skip: 3, encoding: 'utf-8' };
  if (declared !== 'auto') return { skip: 0, encoding: declared === 'utf-8' ? 'utf-8' : 'windows-1252' };
  if (isAscii(prefix)) return { skip: 0, encoding: undefined };
  let valid = 0;
  let invalid = 0;
  for (let start = 0; start < prefix.length;) {
    const end = prefix.indexOf(LINE_FEED, start);
    // A last line without its end may be cut within a character: it has no vote unless it is the only one.
    if (end < 0 && valid + invalid > 0) break;
    const line = prefix.subarray(start, end < 0 ? prefix.length : end);
    if (!isAscii(line)) {
      if (isUtf8(line)) valid += 1;
      else invalid += 1;
    }
    start = end < 0 ? prefix.length : end + 1;
  }
  return { skip: 0, encoding: valid >= invalid ? 'utf-8' : 'windows-1252' };
};

/** Decodes lines one by one, strictly: a line that is not in the file's encoding is `undefined`, never corrupted. */
export class LineDecoder {
  constructor(private decided: Encoding | undefined) {}

  /** `utf-8` for a file that was ASCII throughout. */
  get encoding(): Encoding {
    return this.decided ?? 'utf-8';
  }

  decode(bytes: Buffer): string | undefined {
    if (isAscii(bytes)) return bytes.toString('latin1');
    this.decided ??= isUtf8(bytes) ? 'utf-8' : 'windows-1252';
    if (this.decided === 'windows-1252') return decodeWindows(bytes);
    return isUtf8(bytes) ? bytes.toString('utf8') : undefined;
  }
}
