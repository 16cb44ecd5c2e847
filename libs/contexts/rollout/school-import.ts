import { canonicalJson, refuse, streamName, type Decider, type JsonObject } from '#libs/kernel';
import type { RegisterFinding, SchoolImportEvent, SchoolRegisterImported } from './rollout.events.js';
import { cut } from './school-register/index.js';

// ── how a register is read ──────────────────────────────────────────────────────────────────────────────────────────────
export interface SchoolMapping {
  readonly name?: string;
  readonly mapping?: JsonObject;
}

export const schoolMappingDecider: Decider<SchoolMapping, SchoolImportEvent> = {
  category: 'mapping',
  initial: {},
  evolve: (mapping, event) =>
    event.type === 'SchoolMappingDefined' ? { name: event.data.name, mapping: event.data.mapping } : mapping,
};

export const schoolMappingStream = (tenant: string, name: string) => streamName({ tenant, category: 'mapping', id: name });

export const defineSchoolMapping = (
  command: { name: string; mapping: JsonObject },
  current: SchoolMapping,
): SchoolImportEvent[] =>
  current.mapping && canonicalJson(current.mapping) === canonicalJson(command.mapping)
    ? []
    : [{ type: 'SchoolMappingDefined', data: { name: command.name, mapping: command.mapping } }];

// ── one reading of it ───────────────────────────────────────────────────────────────────────────────────────────────────
/** Counts of one reading: created + updated + unchanged + errors = rows. */
export type ImportReport = SchoolRegisterImported['data'];

export interface SchoolImport {
  /** Findings that stand in the log already. */
  readonly findings: number;
  readonly report?: ImportReport;
}

export const schoolImportDecider: Decider<SchoolImport, SchoolImportEvent> = {
  category: 'import',
  initial: { findings: 0 },
  evolve: (reading, event) => {
    switch (event.type) {
      case 'RegisterFindingsRecorded':
        return { ...reading, findings: reading.findings + event.data.findings.length };
      case 'SchoolRegisterImported':
        return { ...reading, report: event.data };
      case 'SchoolMappingDefined':
        return reading;
    }
  },
};

export const schoolImportStream = (tenant: string, id: string) => streamName({ tenant, category: 'import', id });

/** A finding is shown to people; a register's cell can be as long as a row may be. */
const LONGEST_VALUE = 200;
const cutTo = (value: string): string => {
  const kept = cut(value, LONGEST_VALUE);
  return kept === value ? value : `${kept}…`;
};

const cutValues = (values: NonNullable<RegisterFinding['values']>) =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, typeof value === 'string' ? cutTo(value) : value]));

/** JSON bytes that one event of findings may have; the log takes 256 KiB, readers are better served with less. */
const CHUNK_BYTES = 96 * 1024;

/**
 * Packs findings, as they come, into events of at most 96 KiB each. `add` gives back an event when one is full, `rest` the last one.
 * All findings are kept, however many there are.
 */
export class FindingChunks {
  #chunk: RegisterFinding[] = [];
  #bytes = 0;

  constructor(private readonly id: string) {}

  add(finding: RegisterFinding): SchoolImportEvent | undefined {
    const shown: RegisterFinding = {
      ...finding,
      reason: cutTo(finding.reason),
      ...(finding.column === undefined ? {} : { column: cutTo(finding.column) }),
      ...(finding.values === undefined ? {} : { values: cutValues(finding.values) }),
      ...(finding.value === undefined ? {} : { value: cutTo(finding.value) }),
    };
    const bytes = Buffer.byteLength(JSON.stringify(shown)) + 1;
    const full = this.#bytes + bytes > CHUNK_BYTES ? this.rest() : undefined;
    this.#chunk.push(shown);
    this.#bytes += bytes;
    return full;
  }

  rest(): SchoolImportEvent | undefined {
    if (this.#chunk.length === 0) return undefined;
    const findings = this.#chunk;
    this.#chunk = [];
    this.#bytes = 0;
    return { type: 'RegisterFindingsRecorded', data: { import: this.id, findings } };
  }
}

export const recordFindings = (command: SchoolImportEvent, reading: SchoolImport): SchoolImportEvent[] => {
  if (reading.report) refuse('import-finished', { import: reading.report.import });
  return [command];
};

export const finishImport = (report: ImportReport, reading: SchoolImport): SchoolImportEvent[] => {
  if (reading.report) refuse('import-finished', { import: report.import });
  if (report.created + report.updated + report.unchanged + report.errors !== report.rows)
    throw new RangeError('a row of the register is neither a school nor an error');
  return [{ type: 'SchoolRegisterImported', data: report }];
};
