import { repairDoubleEncoding } from './encoding.js';
import { cut, errorFinding, type Finding, type FindingPlace, type WarningCode, warningFinding } from './findings.js';
import type { SchoolRegisterMapping } from './mapping.js';
import { type SchoolFact, schoolFacts, type SchoolFacts } from './school-facts.js';

export const CODE_LIMIT = 64;
export const NAME_LIMIT = 200;
export const ENROLMENT_LIMIT = 100_000;

/** Where a country lies, in decimal degrees (WGS 84); a school outside has a wrong coordinate. */
export interface Bounds {
  /** [south, north] */
  readonly latitude: readonly [number, number];
  /** [west, east] */
  readonly longitude: readonly [number, number];
}

export const WORLD: Bounds = { latitude: [-90, 90], longitude: [-180, 180] };

const CODE = new RegExp(`^[^\\p{C}\\s/\\\\]{1,${CODE_LIMIT}}$`, 'u');
const ISO_3166_2 = /^[A-Z]{2}-[A-Z0-9]{1,3}$/;
/** Controls, line and paragraph separators, byte order marks and other invisible marks (but not the joiners that scripts need). */
const INVISIBLE = /[\p{Cc}\u2028\u2029\ufeff\u200b\u200e\u200f\u2060]+/gu;
const SPACES = /\s+/gu;
const NUMBER = { '.': /^[+-]?\d{1,15}(?:\.\d{0,15})?$/, ',': /^[+-]?\d{1,15}(?:,\d{0,15})?$/ } as const;

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };

/** One row on its way to a school: reads cells by column and keeps what is to be said about them. */
class Row {
  readonly findings: Finding[] = [];

  constructor(
    readonly line: number,
    private readonly cells: readonly string[],
    private readonly positions: ReadonlyMap<string, number>,
    private readonly missing: ReadonlySet<string>,
    private readonly countMissing: (column: string) => void,
  ) {}

  warn(code: WarningCode, place: Omit<FindingPlace, 'row'>): void {
    this.findings.push(warningFinding(code, { row: this.line, ...place }));
  }

  private cell(column: string): string {
    const position = this.positions.get(column);
    return position === undefined ? '' : (this.cells[position] as string);
  }

  /** The trimmed cell; `undefined` where the column is absent or the value means "missing". */
  raw(column: string, alsoMissing: readonly string[] = []): string | undefined {
    const value = this.cell(column).trim();
    if (value !== '' && !this.missing.has(value) && !alsoMissing.includes(value)) return value;
    this.countMissing(column);
    return undefined;
  }

  /** A text for people: repaired where it was encoded twice, without control characters, one space between words, not too long. */
  text(column: string, repair: boolean): string | undefined {
    if (this.raw(column) === undefined) return undefined;
    // Only ASCII spaces go before the repair: a no-break space may be the second half of a letter that was encoded twice (Ã\u00a0 for à).
    const raw = this.cell(column).replaceAll(/^[ \t\r\n]+|[ \t\r\n]+$/g, '');
    const repaired = repairDoubleEncoding(raw);
    let value = raw;
    if (repaired !== undefined && repair) {
      value = repaired;
      this.warn('double-encoding-repaired', { column, value: raw, values: { repaired: cut(repaired, 120) } });
    } else if (repaired !== undefined) {
      this.warn('double-encoding-suspected', { column, value: raw });
    }
    if (value.includes('\ufffd')) this.warn('replacement-character', { column, value: raw });
    const visible = value.replaceAll(INVISIBLE, ' ');
    if (visible !== value) this.warn('control-characters', { column, value: raw });
    const whole = visible.normalize('NFC').replaceAll(SPACES, ' ').trim();
    const limited = cut(whole, NAME_LIMIT).trim();
    if (limited !== whole) {
      this.warn('value-too-long', { column, value: raw, values: { limit: NAME_LIMIT, length: whole.length } });
    }
    return limited === '' ? undefined : limited;
  }

  /** A value that the mapping translates. `undefined` without a finding for one that is understood and says nothing. */
  coded<Code extends string>(column: string, raw: string, values: Readonly<Record<string, Code | null>>): Code | undefined {
    if (Object.hasOwn(values, raw)) return values[raw] ?? undefined;
    this.warn('unknown-value', { column, value: raw });
    return undefined;
  }

  decimal(column: string, mark: '.' | ',', alsoMissing?: readonly string[]): number | undefined {
    const raw = this.raw(column, alsoMissing);
    if (raw === undefined) return undefined;
    const other = mark === '.' ? ',' : '.';
    if (NUMBER[mark].test(raw)) return Number(raw.replace(',', '.'));
    if (!NUMBER[other].test(raw)) {
      this.warn('invalid-number', { column, value: raw });
      return undefined;
    }
    const read = Number(raw.replace(',', '.'));
    this.warn('decimal-mark', { column, value: raw, values: { read } });
    return read;
  }
}

/** A row of the register: a school or at least one error, and whatever there is to be warned of. */
export interface RegisterRow {
  /** Line of the file where the row begins, counted from 1; the header is normally line 1. */
  readonly row: number;
  /** Absent exactly where `findings` has an error. */
  readonly school?: SchoolFacts;
  readonly findings: readonly Finding[];
}

/** Turns cells into schools by a mapping, and counts what is missing. */
export class RowReader {
  /** Fact → schools without it; facts that the mapping does not fill are missing everywhere. */
  readonly missingByFact: Record<string, number> = Object.fromEntries(schoolFacts.map((fact) => [fact, 0]));
  /** Column that the mapping reads → schools whose cell says nothing. */
  readonly missingByColumn: Record<string, number> = {};

  private readonly positions: ReadonlyMap<string, number>;
  private readonly missing: ReadonlySet<string>;
  private readonly firstRowOf = new Map<string, number>();

  constructor(
    private readonly mapping: SchoolRegisterMapping,
    private readonly header: readonly string[],
    readColumns: readonly string[],
    private readonly bounds: Bounds,
  ) {
    this.positions = new Map(
      readColumns.filter((column) => header.includes(column)).map((column) => [column, header.indexOf(column)]),
    );
    this.missing = new Set(mapping.missing);
    for (const column of readColumns) this.missingByColumn[column] = 0;
  }

  read(number: number, cells: readonly string[], warnings: readonly Finding[] = []): RegisterRow {
    const fail = (...errors: Finding[]): RegisterRow => ({ row: number, findings: [...errors, ...warnings] });
    const { header } = this;
    if (cells.every((cell) => cell.trim() === '')) return fail(errorFinding('empty-row', { row: number }));
    const surplus = cells.slice(header.length);
    // Delimiters at the end of a line add empty cells and shift nothing.
    if (cells.length < header.length || surplus.some((cell) => cell.trim() !== '')) {
      return fail(errorFinding('ragged-row', { row: number, values: { expected: header.length, found: cells.length } }));
    }
    if (header.every((name, i) => name === normaliseHeader(cells[i] as string)))
      return fail(errorFinding('repeated-header', { row: number }));

    const empty = new Set<string>();
    const row = new Row(number, cells, this.positions, this.missing, (column) => empty.add(column));
    const { mapping } = this;
    const errors: Finding[] = [];
    const code = row.raw(mapping.code.column)?.normalize('NFC');
    const firstRow = code === undefined ? undefined : this.firstRowOf.get(code);
    const inCode = { row: number, column: mapping.code.column };
    if (code === undefined) errors.push(errorFinding('missing-code', inCode));
    else if (!CODE.test(code))
      errors.push(errorFinding('invalid-code', { ...inCode, value: code, values: { limit: CODE_LIMIT } }));
    else if (firstRow !== undefined) {
      errors.push(errorFinding('duplicate-code', { ...inCode, value: code, values: { code, firstRow } }));
    }
    const name = row.text(mapping.name.column, mapping.name.repairDoubleEncoding);
    if (name === undefined) errors.push(errorFinding('missing-name', { row: number, column: mapping.name.column }));
    if (code === undefined || name === undefined || errors.length > 0) return fail(...errors);

    const school = this.school(row, code, name);
    this.firstRowOf.set(code, number);
    for (const fact of schoolFacts)
      if (school[fact] === undefined) this.missingByFact[fact] = (this.missingByFact[fact] ?? 0) + 1;
    for (const column of empty) this.missingByColumn[column] = (this.missingByColumn[column] ?? 0) + 1;
    return { row: number, school, findings: [...warnings, ...row.findings] };
  }

  private school(row: Row, code: string, name: string): SchoolFacts {
    const { mapping } = this;
    const repair = mapping.name.repairDoubleEncoding;
    const school: Partial<Mutable<SchoolFacts>> = {};
    const put = <Fact extends SchoolFact>(fact: Fact, value: SchoolFacts[Fact] | undefined): void => {
      if (value !== undefined) school[fact] = value;
    };
    const coded = <Code extends string>(
      field: { readonly column: string; readonly values: Readonly<Record<string, Code | null>> } | undefined,
    ): Code | undefined => {
      const raw = field && row.raw(field.column);
      return field === undefined || raw === undefined ? undefined : row.coded(field.column, raw, field.values);
    };
    const plain = (field: { readonly column: string; readonly code?: string | undefined } | undefined) => ({
      text: field && row.text(field.column, repair),
      code: field?.code === undefined ? undefined : row.text(field.code, false),
    });

    put('region', this.region(row));
    const province = plain(mapping.province);
    put('province', province.text);
    put('provinceCode', province.code);
    const commune = plain(mapping.commune);
    put('municipality', commune.text);
    put('municipalityCode', commune.code);
    put('sector', coded(mapping.sector));
    put('rurality', coded(mapping.rurality));
    put('educationLevels', this.educationLevels(row));
    const place = this.coordinates(row);
    put('latitude', place?.latitude);
    put('longitude', place?.longitude);
    put('status', coded(mapping.status));
    put('enrolment', this.enrolment(row));
    return { code, name, ...school };
  }

  private region(row: Row): string | undefined {
    const field = this.mapping.region;
    const raw = field && row.raw(field.column);
    if (field === undefined || raw === undefined) return undefined;
    if (field.values !== undefined) return row.coded(field.column, raw, field.values);
    if (ISO_3166_2.test(raw)) return raw;
    row.warn('invalid-region', { column: field.column, value: raw });
    return undefined;
  }

  /** Sorted and each once, so that the register's order of columns is no difference between two schools. */
  private educationLevels(row: Row): readonly string[] | undefined {
    const field = this.mapping.educationLevels;
    if (field === undefined) return undefined;
    const levels = new Set<string>();
    for (const column of field.columns ?? [field.column as string]) {
      const raw = row.raw(column, field.empty);
      if (raw === undefined) continue;
      const parts = field.split === undefined ? [raw] : raw.split(field.split);
      const seen = new Set<string>();
      for (const part of parts.map((piece) => piece.trim())) {
        if (part === '' || field.empty.includes(part) || this.missing.has(part) || seen.has(part)) continue;
        seen.add(part);
        const level = row.coded(column, part, field.values);
        if (level !== undefined) levels.add(level);
      }
    }
    return levels.size === 0 ? undefined : [...levels].sort();
  }

  private coordinates(row: Row): { readonly latitude: number; readonly longitude: number } | undefined {
    const { latitude: north, longitude: east, format } = this.mapping;
    if (north === undefined || east === undefined) return undefined;
    const before = row.findings.length;
    const latitude = row.decimal(north.column, format.decimal, north.missing);
    const longitude = row.decimal(east.column, format.decimal, east.missing);
    if (latitude === undefined || longitude === undefined) {
      const alone = latitude ?? longitude;
      // One that is no number has its own finding already.
      const told = row.findings.slice(before).some((finding) => finding.code === 'invalid-number');
      if (alone !== undefined && !told) {
        row.warn('coordinates-incomplete', { column: latitude === undefined ? north.column : east.column });
      }
      return undefined;
    }
    const within = (value: number, [low, high]: readonly [number, number]): boolean => value >= low && value <= high;
    // 0, 0 is what programs write for "no coordinates".
    const nowhere = latitude === 0 && longitude === 0;
    const latitudeFits = within(latitude, this.bounds.latitude) && !nowhere;
    if (latitudeFits && within(longitude, this.bounds.longitude)) return { latitude, longitude };
    row.warn('coordinates-out-of-range', {
      column: latitudeFits ? east.column : north.column,
      value: `${latitude}, ${longitude}`,
    });
    return undefined;
  }

  private enrolment(row: Row): number | undefined {
    const field = this.mapping.enrolment;
    if (field === undefined) return undefined;
    const raw = row.raw(field.column, field.missing);
    const number = raw === undefined ? undefined : row.decimal(field.column, this.mapping.format.decimal, field.missing);
    if (number === undefined) return undefined;
    if (Number.isInteger(number) && number >= 0 && number <= ENROLMENT_LIMIT) return number;
    row.warn('invalid-enrolment', { column: field.column, value: raw, values: { limit: ENROLMENT_LIMIT } });
    return undefined;
  }
}

/** A column's name as it is compared: without invisible characters and outer or doubled spaces. */
export const normaliseHeader = (name: string): string =>
  name.normalize('NFC').replaceAll(INVISIBLE, '').replaceAll(SPACES, ' ').trim();
