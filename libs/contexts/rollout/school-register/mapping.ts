import { z } from 'zod';

/**
 * How a country's school register, in the shape its ministry publishes it, becomes schools. A mapping is data: it ships in a pack
 * (`packs/<country>/mappings/*.json`) or is handed to `schools import --mapping`.
 *
 * Rules that hold for every field:
 * - A column that a field names is **required** and its absence stops the import, unless the field says `"optional": true`: then an
 *   absent column makes the fact missing on every row. Columns that no field names are let pass; `ignored` says which of them are
 *   known, so that an unknown one can be pointed out.
 * - Values are trimmed. A value in `missing` is a missing fact, never a default.
 * - Where a field has `values`, they are looked up exactly as written there. A raw value that is not listed is a finding and the
 *   fact is missing; a raw value listed with `null` is understood and says nothing for the programme (no finding).
 * - Results are codes: regions ISO 3166-2, sectors and education levels as the country's pack names them.
 */

const columnName = z.string().min(1).max(200);

const optional = z
  .boolean()
  .optional()
  .describe('The column may be absent; then the fact is missing on every row. Required unless told.');

const plainField = z
  .strictObject({
    column: columnName,
    optional,
    code: columnName.optional().describe('A second column that holds the code of what the first one names.'),
  })
  .describe('Text as it stands in the register.');

const nameField = z.strictObject({
  column: columnName,
  repairDoubleEncoding: z
    .boolean()
    .default(false)
    .describe(
      'Names that were written as UTF-8 and read as Latin-1 (Ã‘ for Ñ) are turned back where that reverses cleanly; each repair is a warning.',
    ),
});

const numberField = z.strictObject({
  column: columnName,
  optional,
  missing: z.array(z.string()).optional().describe('Raw values that mean missing for this field, besides those of the mapping.'),
});

const codedField = <Code extends z.ZodType<string>>(code: Code) =>
  z.strictObject({
    column: columnName,
    optional,
    values: z
      .record(z.string(), code.nullable())
      .describe('Raw value → code; null for a value that is understood and says nothing.'),
  });

const packCode = z
  .string()
  .regex(/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/)
  .max(60);
const iso3166 = z.string().regex(/^[A-Z]{2}-[A-Z0-9]{1,3}$/);

/** What a school's state can be; `operating` is the only one that can take teachers. */
export const schoolStatuses = ['operating', 'in-recess', 'closed', 'without-enrolment'] as const;
export type SchoolStatus = (typeof schoolStatuses)[number];

export const ruralities = ['urban', 'rural'] as const;
export type Rurality = (typeof ruralities)[number];

const educationLevelsField = z
  .strictObject({
    columns: z.array(columnName).min(1).optional().describe('One value each, as many columns as the register has.'),
    column: columnName.optional().describe('A single column, taken apart at `split` where that is given.'),
    split: z.string().min(1).optional(),
    optional,
    empty: z.array(z.string()).default([]).describe('Raw values that mean "nothing in this column", such as 0.'),
    values: z.record(z.string(), packCode.nullable()),
  })
  .refine((field) => (field.columns === undefined) !== (field.column === undefined), {
    message: 'give either "columns" or "column"',
  })
  .refine((field) => field.split === undefined || field.column !== undefined, { message: '"split" needs "column"' });

export const mappingSchema = z.strictObject({
  /** kebab-case, the file's name without `.json`. */
  id: packCode,
  version: z.int().min(1),
  describes: z.string().min(1).describe('Which file this is for, of which year, from where its codes were taken.'),
  format: z.strictObject({
    delimiter: z.string().length(1),
    encoding: z
      .enum(['auto', 'utf-8', 'latin1'])
      .default('auto')
      .describe('auto: a byte order mark decides, then whether the bytes are valid UTF-8, else Latin-1.'),
    decimal: z.enum(['.', ',']).default('.'),
  }),
  missing: z.array(z.string()).default(['']).describe('Raw values that mean a missing fact in every column.'),
  code: z.strictObject({ column: columnName }).describe('The register’s own id of the school; unique, never missing.'),
  name: nameField.describe('What people call the school; never missing.'),
  region: z
    .strictObject({ column: columnName, optional, values: z.record(z.string(), iso3166.nullable()).optional() })
    .optional()
    .describe('Without `values` the column holds ISO 3166-2 codes already.'),
  province: plainField.optional(),
  commune: plainField.optional().describe('The lowest administrative unit: commune, municipality, district.'),
  sector: codedField(packCode).optional(),
  rurality: codedField(z.enum(ruralities)).optional(),
  educationLevels: educationLevelsField.optional(),
  latitude: numberField.optional(),
  longitude: numberField.optional(),
  status: codedField(z.enum(schoolStatuses)).optional(),
  enrolment: numberField.optional().describe('Pupils, a whole number.'),
  ignored: z.array(columnName).default([]).describe('Columns that are known and not read.'),
});

export type SchoolRegisterMapping = z.output<typeof mappingSchema>;

export interface MappingProblem {
  /** RFC 6901 pointer into the mapping file; empty for the whole. */
  readonly pointer: string;
  readonly message: string;
}

/** A mapping file that cannot be used, with everything that is wrong with it. */
export class MappingError extends Error {
  constructor(readonly problems: readonly MappingProblem[]) {
    super(
      `the mapping cannot be used: ${problems.map((problem) => `${problem.pointer === '' ? 'file' : problem.pointer}: ${problem.message}`).join('; ')}`,
    );
    this.name = 'MappingError';
  }
}

/** @throws MappingError with every problem at once */
export const parseMapping = (value: unknown): SchoolRegisterMapping => {
  const result = mappingSchema.safeParse(value);
  if (result.success) return result.data;
  throw new MappingError(
    result.error.issues.map((issue) => ({
      pointer: issue.path.map((key) => `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`).join(''),
      message: issue.message,
    })),
  );
};

const isRequired = (field: { optional?: boolean | undefined }): boolean => field.optional !== true;

/** The columns a mapping reads: `required` must stand in the file's header, `optional` may; neither list repeats a column. */
export const columnsOf = (mapping: SchoolRegisterMapping): { required: readonly string[]; optional: readonly string[] } => {
  const required = new Set([mapping.code.column, mapping.name.column]);
  const optionalColumns = new Set<string>();
  const add = (field: { optional?: boolean | undefined } | undefined, ...columns: (string | undefined)[]): void => {
    for (const column of columns) {
      if (field !== undefined && column !== undefined) (isRequired(field) ? required : optionalColumns).add(column);
    }
  };
  const { educationLevels } = mapping;
  for (const field of [
    mapping.region,
    mapping.sector,
    mapping.rurality,
    mapping.latitude,
    mapping.longitude,
    mapping.status,
    mapping.enrolment,
  ]) {
    add(field, field?.column);
  }
  for (const field of [mapping.province, mapping.commune]) add(field, field?.column, field?.code);
  add(educationLevels, educationLevels?.column, ...(educationLevels?.columns ?? []));
  return { required: [...required], optional: [...optionalColumns].filter((column) => !required.has(column)) };
};
