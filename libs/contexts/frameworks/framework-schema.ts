import { z } from 'zod';
import type { Text } from '#libs/kernel';

/**
 * Competency frameworks as data (`packs/frameworks/*.json`). They come in three shapes and are not forced into one:
 *
 * - **levelled**: areas with competencies, each of which can be held at a proficiency level (DigCompEdu: 6 areas, 22, A1–C2);
 * - **matrix**: aspects × stages, where a cell is the competency and there are no levels (ICT-CFT v3: 6 × 3);
 * - **flat**: a list of dimensions and nothing below (Estándares TIC 2011: 5).
 *
 * What can be asked of every shape is asked through `competenciesOf`; what only a levelled one has, through `levelsOf`.
 */

/** A text by language tag (`{ "es": …, "en": … }`). Which languages must be there is the pack's rule, not the text's. */
export const textSchema = z
  .record(
    z.string().regex(/^[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$/, 'a language is a BCP 47 tag, such as es or es-CL'),
    z.string().trim().min(1).max(4000),
  )
  .refine((text) => Object.keys(text).length > 0, { message: 'a text in no language' }) satisfies z.ZodType<Text>;

const code = z
  .string()
  .regex(/^[0-9A-Za-z]+(?:[.-][0-9A-Za-z]+)*$/, 'a code is letters and digits, in parts joined by . or -')
  .max(20);
const label = z
  .string()
  .regex(/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/, 'an id is lower-case words and digits joined by hyphens')
  .max(60);

const commonFields = <T extends z.ZodType<Text>>(text: T) => ({
  /** The file's name without `.json`. */
  id: label,
  version: z.int().min(1).describe('Of this file; raised when a name, a code or the licence changes.'),
  title: text,
  publisher: z.string().min(1),
  year: z.int().min(1990).max(2100),
  source: z.string().min(1).describe('The published work, as it is cited.'),
  licence: z.strictObject({
    id: z.string().min(1).describe('SPDX where there is one.'),
    uri: z.url(),
    attribution: text.describe('What every page and export that shows the framework says.'),
  }),
  translations: z
    .record(z.string(), z.strictObject({ by: z.string().min(1), official: z.boolean(), note: text }))
    .default({})
    .describe('Which language versions are not the publisher’s own, and whose they are.'),
  status: z
    .enum(['complete', 'incomplete'])
    .describe('incomplete: parts of the published framework are not here; shown wherever it is.'),
  notes: text.optional(),
});

const unique = (
  codes: readonly string[],
  context: z.core.$RefinementCtx,
  path: readonly (string | number)[],
  what: string,
): void => {
  const seen = new Set<string>();
  codes.forEach((each, index) => {
    if (seen.has(each))
      context.addIssue({ code: 'custom', path: [...path, index], message: `${what} "${each}" stands here twice` });
    seen.add(each);
  });
};

/**
 * The schemas of the three shapes, for texts that must satisfy `text`: a pack asks for every language it is shown in.
 */
export const frameworkSchemas = <T extends z.ZodType<Text>>(text: T) => {
  const common = commonFields(text);
  const named = { code, name: text };
  const levelled = z
    .strictObject({
      ...common,
      shape: z.literal('levelled'),
      levels: z
        .array(z.strictObject({ ...named, says: text.optional() }))
        .min(2)
        .describe('From the lowest to the highest.'),
      areas: z
        .array(z.strictObject({ ...named, competencies: z.array(z.strictObject({ ...named, says: text.optional() })).min(1) }))
        .min(1),
    })
    .superRefine((framework, context) => {
      unique(
        framework.levels.map((level) => level.code),
        context,
        ['levels'],
        'level',
      );
      unique(
        framework.areas.map((area) => area.code),
        context,
        ['areas'],
        'area',
      );
      unique(
        framework.areas.flatMap((area) => area.competencies.map((competency) => competency.code)),
        context,
        ['areas'],
        'competency',
      );
      framework.areas.forEach((area, a) =>
        area.competencies.forEach((competency, c) => {
          if (!competency.code.startsWith(`${area.code}.`)) {
            context.addIssue({
              code: 'custom',
              path: ['areas', a, 'competencies', c, 'code'],
              message: `competency "${competency.code}" does not belong to area "${area.code}"`,
            });
          }
        }),
      );
    });

  const matrix = z
    .strictObject({
      ...common,
      shape: z.literal('matrix'),
      aspects: z.array(z.strictObject(named)).min(1),
      stages: z.array(z.strictObject(named)).min(1),
      cells: z.array(z.strictObject({ ...named, aspect: code, stage: code })).min(1),
    })
    .superRefine((framework, context) => {
      for (const part of ['aspects', 'stages', 'cells'] as const) {
        unique(
          framework[part].map((each) => each.code),
          context,
          [part],
          part.slice(0, -1),
        );
      }
      const filled = new Set<string>();
      framework.cells.forEach((cell, index) => {
        const aspect = framework.aspects.some((each) => each.code === cell.aspect);
        const stage = framework.stages.some((each) => each.code === cell.stage);
        if (!aspect)
          context.addIssue({ code: 'custom', path: ['cells', index, 'aspect'], message: `no aspect "${cell.aspect}"` });
        if (!stage) context.addIssue({ code: 'custom', path: ['cells', index, 'stage'], message: `no stage "${cell.stage}"` });
        const place = `${cell.aspect} × ${cell.stage}`;
        if (filled.has(place)) context.addIssue({ code: 'custom', path: ['cells', index], message: `${place} is filled twice` });
        filled.add(place);
      });
      for (const aspect of framework.aspects) {
        for (const stage of framework.stages) {
          const place = `${aspect.code} × ${stage.code}`;
          if (!filled.has(place)) context.addIssue({ code: 'custom', path: ['cells'], message: `${place} is empty` });
        }
      }
    });

  const flat = z
    .strictObject({
      ...common,
      shape: z.literal('flat'),
      dimensions: z.array(z.strictObject({ ...named, says: text.optional() })).min(1),
    })
    .superRefine((framework, context) =>
      unique(
        framework.dimensions.map((dimension) => dimension.code),
        context,
        ['dimensions'],
        'dimension',
      ),
    );

  return { levelled, matrix, flat, any: z.discriminatedUnion('shape', [levelled, matrix, flat]) };
};

export const {
  levelled: levelledFrameworkSchema,
  matrix: matrixFrameworkSchema,
  flat: flatFrameworkSchema,
  any: frameworkSchema,
} = frameworkSchemas(textSchema);

export type LevelledFramework = z.output<typeof levelledFrameworkSchema>;
export type MatrixFramework = z.output<typeof matrixFrameworkSchema>;
export type FlatFramework = z.output<typeof flatFrameworkSchema>;
export type Framework = z.output<typeof frameworkSchema>;
export type FrameworkShape = Framework['shape'];
