import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Streams, type CommandContext, type Executed } from '#libs/commanding';
import { refuse } from '#libs/kernel';
import type { Country } from '../country.js';
import { defineSchoolMapping, schoolMappingDecider, schoolMappingStream } from '../school-import.js';
import { MappingError, parseMapping, type SchoolRegisterMapping } from '../school-register/index.js';
import { RolloutReferences } from './references.js';

/** How the columns of a register are read, under a name; the same mapping again changes nothing. */
export class DefineSchoolMapping extends Command<Executed> {
  constructor(
    readonly context: CommandContext,
    readonly name: string,
    /** The mapping's file. */
    readonly mapping: unknown,
  ) {
    super();
  }
}

@CommandHandler(DefineSchoolMapping)
export class DefineSchoolMappingHandler implements ICommandHandler<DefineSchoolMapping> {
  constructor(
    private readonly streams: Streams,
    private readonly references: RolloutReferences,
  ) {}

  async execute({ context, name, mapping }: DefineSchoolMapping): Promise<Executed> {
    const parsed = mappingOf(mapping);
    const unknown = codesUnknown(parsed, await this.references.country(context.tenant));
    if (unknown.length > 0) refuseMapping(unknown);
    return this.streams.execute(context, schoolMappingDecider, schoolMappingStream(context.tenant, name), (current) =>
      defineSchoolMapping({ name, mapping: parsed }, current),
    );
  }
}

const refuseMapping = (problems: readonly string[]): never =>
  refuse('school-mapping-malformed', { problems: problems.slice(0, 20), more: Math.max(0, problems.length - 20) });

/** @throws Refusal school-mapping-malformed */
export const mappingOf = (value: unknown): SchoolRegisterMapping => {
  try {
    return parseMapping(value);
  } catch (error) {
    if (!(error instanceof MappingError)) throw error;
    const problems = error.problems.map(({ pointer, message }) => `${pointer === '' ? 'file' : pointer}: ${message}`);
    return refuseMapping(problems);
  }
};

/** Codes that the mapping would give and the country's pack does not name. */
const codesUnknown = (mapping: SchoolRegisterMapping, { pack }: Country): string[] => {
  if (!pack) return [];
  const lookups = [
    ['region', mapping.region?.values, pack.regions],
    ['sector', mapping.sector?.values, pack.sectors],
    ['educationLevels', mapping.educationLevels?.values, pack.educationLevels],
  ] as const;
  return lookups.flatMap(([field, values, codes]) =>
    Object.entries(values ?? {}).flatMap(([raw, code]) =>
      code === null || codes.some((known) => known.code === code)
        ? []
        : [`/${field}/values/${raw}: the country has no code "${code}"`],
    ),
  );
};
