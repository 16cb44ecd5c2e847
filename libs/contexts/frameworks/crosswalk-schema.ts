import { z } from 'zod';
import type { Text } from '#libs/kernel';
import { textSchema, type Framework } from './framework-schema.js';
import { competenciesOf } from './shape.js';

/**
 * How competencies of one framework answer to those of another (`packs/frameworks/crosswalks/*.json`). The relation is read from the first to
 * the second, in SKOS's sense of a mapping: `broader` says that the second is broader than the first.
 */
export const RELATIONS = ['exact', 'broader', 'narrower', 'related'] as const;
export type Relation = (typeof RELATIONS)[number];

/** The same mapping, read from the other end. */
export const inverse = (relation: Relation): Relation =>
  relation === 'broader' ? 'narrower' : relation === 'narrower' ? 'broader' : relation;

const label = z
  .string()
  .regex(/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/, 'an id is lower-case words and digits joined by hyphens')
  .max(60);
const code = z.string().min(1).max(20);

/** For texts that must satisfy `text`: a pack asks for every language it is shown in. */
export const crosswalkSchemaFor = (text: z.ZodType<Text>) =>
  z
    .strictObject({
      /** The file's name without `.json`. */
      id: label,
      version: z.int().min(1),
      from: z.strictObject({ framework: label, version: z.int().min(1) }),
      to: z.strictObject({ framework: label, version: z.int().min(1) }),
      decidedBy: z.string().min(1).max(200),
      official: z.boolean().describe('Whether a publisher of one of the frameworks says so.'),
      note: text,
      alignments: z
        .array(z.strictObject({ from: code, to: code, relation: z.enum(RELATIONS), note: text.optional() }))
        .min(1)
        .max(2000),
    })
    .superRefine((crosswalk, context) => {
      if (crosswalk.from.framework === crosswalk.to.framework)
        context.addIssue({ code: 'custom', path: ['to', 'framework'], message: 'a framework is not aligned with itself' });
      const seen = new Set<string>();
      crosswalk.alignments.forEach(({ from, to }, index) => {
        const pair = `${from} – ${to}`;
        if (seen.has(pair))
          context.addIssue({ code: 'custom', path: ['alignments', index], message: `${pair} stands here twice` });
        seen.add(pair);
      });
    });

export const crosswalkSchema = crosswalkSchemaFor(textSchema);
export type Crosswalk = z.output<typeof crosswalkSchema>;

/** Codes of a crosswalk that its frameworks do not have: place, code, framework. */
export const strangersIn = (
  crosswalk: Crosswalk,
  frameworks: { readonly from: Framework; readonly to: Framework },
): readonly { readonly index: number; readonly end: 'from' | 'to'; readonly code: string; readonly framework: string }[] =>
  (['from', 'to'] as const).flatMap((end) => {
    const codes = new Set(competenciesOf(frameworks[end]).map((competency) => competency.code));
    return crosswalk.alignments.flatMap((alignment, index) =>
      codes.has(alignment[end]) ? [] : [{ index, end, code: alignment[end], framework: frameworks[end].id }],
    );
  });
