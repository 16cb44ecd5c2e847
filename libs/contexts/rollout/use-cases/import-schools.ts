import { createReadStream } from 'node:fs';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { ApiProperty } from '@nestjs/swagger';
import { IsString, Matches, MaxLength } from 'class-validator';
import { Streams, type CommandContext, type Executed } from '#libs/commanding';
import { createdIdOf, naturalIdOf, refuse } from '#libs/kernel';
import { recordSchool, schoolDecider, schoolStream } from '../school.js';
import {
  FindingChunks,
  finishImport,
  recordFindings,
  schoolImportDecider,
  schoolImportStream,
  schoolMappingDecider,
  schoolMappingStream,
  type ImportReport,
} from '../school-import.js';
import type { SchoolImportEvent } from '../rollout.events.js';
import {
  factsOf,
  readSchoolRegister,
  RegisterRefused,
  type SchoolFact,
  type SchoolFacts,
  type SchoolRegisterMapping,
} from '../school-register/index.js';
import { mappingOf } from './define-school-mapping.js';
import { Lanes } from './lanes.js';
import type { RegisterFile } from './register-file.js';
import { LABEL } from './requests.js';

export class ImportSchoolsRequest {
  @ApiProperty({ description: 'Name of a mapping that was defined before.', example: 'mineduc-directorio-2023' })
  @IsString()
  @MaxLength(60)
  @Matches(LABEL)
  mapping: string;
}

/**
 * Reads a school register into the country. Every row becomes a school or an error; a school that the file leaves as it was is
 * unchanged. A file that is not what the mapping is for is refused before anything is written. An import that died half way is
 * finished by repeating the command: its schools and findings are recognised.
 */
export class ImportSchools extends Command<{ report: ImportReport; executed: Executed }> {
  constructor(
    readonly context: CommandContext,
    readonly mapping: string,
    readonly file: RegisterFile,
    /** Told now and then how many rows are done. */
    readonly progress?: (rows: number) => void,
  ) {
    super();
  }
}

interface Counts {
  created: number;
  updated: number;
  unchanged: number;
}

const TELL_EVERY = 500;

@CommandHandler(ImportSchools)
export class ImportSchoolsHandler implements ICommandHandler<ImportSchools> {
  constructor(private readonly streams: Streams) {}

  async execute({ context: asked, mapping: name, file, progress }: ImportSchools) {
    // If-Match is about one thing; this writes many.
    const context: CommandContext = { ...asked, ifMatch: undefined };
    const id = createdIdOf(context.commandId, 'import');
    const stream = schoolImportStream(context.tenant, id);
    const { report: before } = await this.streams.state(schoolImportDecider, stream);
    if (before) return { report: before, executed: await this.streams.execute(context, schoolImportDecider, stream, () => []) };

    const { mapping: defined } = await this.streams.state(schoolMappingDecider, schoolMappingStream(context.tenant, name));
    if (!defined) return refuse('school-mapping-unknown', { mapping: name }, '/mapping');
    const mapping = mappingOf(defined);
    const counts: Counts = { created: 0, updated: 0, unchanged: 0 };
    const summary = await this.#read(context, id, mapping, file, counts, progress);
    const report: ImportReport = {
      import: id,
      mapping: name,
      fileDigest: file.digest,
      rows: summary.rows,
      ...counts,
      errors: summary.errors,
      findings: summary.findings,
      missing: summary.missing,
      findingsByCode: summary.findingsByCode,
    };
    const executed = await this.streams.execute(context, schoolImportDecider, stream, (reading) => finishImport(report, reading));
    return { report, executed };
  }

  async #read(
    context: CommandContext,
    id: string,
    mapping: SchoolRegisterMapping,
    file: RegisterFile,
    counts: Counts,
    progress: ((rows: number) => void) | undefined,
  ) {
    const reading = readSchoolRegister(createReadStream(file.path), mapping);
    const given = factsOf(mapping);
    const lanes = new Lanes();
    const chunks = new FindingChunks(id);
    let chunk = 0;
    const keep = async (findings: SchoolImportEvent | undefined): Promise<void> => {
      if (findings) await this.#findings(context, id, (chunk += 1), findings);
    };
    let rows = 0;
    try {
      for await (const { school, findings } of reading) {
        for (const finding of findings) await keep(chunks.add(finding));
        if (school) await lanes.start(() => this.#school(context, id, school, given, counts));
        rows += 1;
        if (rows % TELL_EVERY === 0) progress?.(rows);
      }
    } catch (error) {
      await lanes.finish();
      if (error instanceof RegisterRefused) return refuse(REFUSALS[error.code], { ...error.values });
      throw error;
    }
    await lanes.finish();
    await keep(chunks.rest());
    progress?.(rows);
    return reading.summary;
  }

  /** A command of its own for each school, so that one that was recorded by an earlier try is recognised. */
  async #school(
    context: CommandContext,
    id: string,
    facts: SchoolFacts,
    given: readonly SchoolFact[],
    counts: Counts,
  ): Promise<void> {
    const { events } = await this.streams.execute(
      this.#part(context, 'register-row', id, facts.code),
      schoolDecider,
      schoolStream(context.tenant, facts.code),
      (school) => recordSchool({ facts, given }, school),
      { once: true },
    );
    const [first] = events;
    counts[first === undefined ? 'unchanged' : first.type === 'SchoolRegistered' ? 'created' : 'updated'] += 1;
  }

  async #findings(context: CommandContext, id: string, chunk: number, findings: SchoolImportEvent): Promise<void> {
    await this.streams.execute(
      this.#part(context, 'register-findings', id, String(chunk)),
      schoolImportDecider,
      schoolImportStream(context.tenant, id),
      (reading) => recordFindings(findings, reading),
    );
  }

  #part(context: CommandContext, kind: string, ...parts: readonly string[]): CommandContext {
    return { ...context, commandId: naturalIdOf(kind, ...parts), causationId: context.commandId };
  }
}

/** The reader's reasons to refuse a file, as the product's refusals. */
const REFUSALS = {
  'empty-file': 'register-empty',
  'archive-file': 'register-is-an-archive',
  'utf16-file': 'register-in-utf16',
  'not-text': 'register-not-text',
  'header-unreadable': 'register-header-unreadable',
  'wrong-delimiter': 'register-delimiter-differs',
  'duplicate-columns': 'register-columns-repeated',
  'missing-columns': 'register-columns-missing',
} as const satisfies Record<RegisterRefused['code'], string>;
