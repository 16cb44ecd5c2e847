import { z } from 'zod';
import { covers, type Text } from '#libs/kernel';
import { crosswalkSchemaFor, frameworkSchemas, textSchema, type Crosswalk, type Framework } from '#libs/contexts/frameworks';
import { mappingSchema, ruralities, schoolStatuses, type SchoolRegisterMapping } from '../school-register/mapping.js';
import { isLocalDate, isTimeZone } from './local-date.js';

/**
 * What stands in the files of a country pack. The folder is the contract with the people who fill it:
 *
 * ```
 * packs/cl/country.json              codes, names, notices, what maps to the regional codes
 *          cycles/<label>.json       stages and dates; names everything else that the cycle uses
 *          consent/<id>.json         the text and its purposes
 *          target-profiles/<id>.json proficiency level expected per education level and competency
 *          instruments/<name>.json   self-ratings and test forms; keys/<name>.json the right options, kept apart
 *          courses/<id>.json         a catalogue and its offerings
 *          gap-rules-<n>.json, path-rules-<n>.json   parameters of the rules, by version
 *          eligibility.json          who may take part
 *          population.csv, targets.csv, population.json   how many there are, how many are to be reached, and where that comes from
 *          mappings/<name>.json      how the ministry's school registers are read
 * packs/frameworks/<id>.json         shared by all packs, as are crosswalks/<id>.json between them
 * ```
 */

const label = z
  .string()
  .regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/, 'an id is lower-case words and digits joined by hyphens')
  .max(60);
const version = z.int().min(1);
const localDate = z.string().refine(isLocalDate, 'a date is a day of the calendar, such as 2023-06-09');
const region = z.string().regex(/^[A-Z]{2}-[A-Z0-9]{1,3}$/, 'a region is an ISO 3166-2 code');
const competency = z.string().min(1).max(20);
const level = z.string().min(1).max(10);
const language = z.string().regex(/^[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$/, 'a language is a BCP 47 tag');

/** ISCED 2011 levels that are compared between countries. */
export const regionalLevels = ['0', '1', '2', '3', 'unknown'] as const;
/** Sectors that are compared between countries. */
export const regionalSectors = ['public', 'government-dependent-private', 'independent-private', 'unknown'] as const;
export const purposes = ['take-part', 'programme-statistics', 'research'] as const;
export const stages = ['self-assessment', 'learning', 'evaluation'] as const;
export const genders = ['female', 'male', 'other'] as const;

/** A text that has every one of these languages (or the language that it specialises). */
export const textInAll = (languages: readonly string[]): z.ZodType<Text> =>
  textSchema.superRefine((text, context) => {
    const absent = languages.filter((each) => !covers(text, each));
    if (absent.length > 0) {
      context.addIssue({ code: 'custom', message: `no text in ${absent.join(', ')}`, params: { problem: 'text-missing' } });
    }
  });

/** The schemas of a pack whose texts satisfy `text`; a pack's own languages are only known once its country file was read. */
export const packSchemas = (text: z.ZodType<Text>) => {
  const item = {
    id: z
      .string()
      .regex(/^[0-9a-z]+(?:[.-][0-9a-z]+)*$/)
      .max(40),
    competency,
    dimension: z.string().min(1).max(20),
    prompt: text,
  };
  const instrument = {
    instrument: label,
    version,
    title: text,
    instructions: text,
    scale: label.describe('Only results on one scale may be subtracted from each other.'),
    framework: label,
    minutes: z.int().min(1).max(240),
  };
  const share = z.number().min(0).max(1);

  return {
    country: z.strictObject({
      id: z.string().regex(/^[a-z][a-z0-9]{1,15}$/),
      version,
      name: text,
      timeZone: z.string().refine(isTimeZone, 'a time zone of the IANA database'),
      timeZoneNote: text.optional(),
      languages: z.array(language).min(1),
      suppressionThreshold: z.int().min(5).max(30),
      nationalIdRule: z
        .enum(['rut'])
        .optional()
        .describe('How national ids are checked and written alike; as they come, upper case, where absent.'),
      notices: z.array(text).min(1),
      attributions: z.array(text),
      frameworks: z.array(label).min(1),
      crosswalks: z.array(label).default([]).describe('Between frameworks named above.'),
      regions: z
        .array(
          z.strictObject({
            code: region,
            registerCode: z.string().min(1),
            name: text,
            timeZone: z.string().refine(isTimeZone, 'a time zone of the IANA database').optional(),
            note: text.optional(),
          }),
        )
        .min(1)
        .describe('In the order in which people list them.'),
      sectors: z
        .array(
          z.strictObject({
            code: label,
            registerCodes: z.record(z.string(), z.array(z.string()).min(1)),
            name: text,
            regional: z.enum(regionalSectors),
            note: text,
          }),
        )
        .min(1),
      sectorGroups: z.array(z.strictObject({ code: label, name: text, sectors: z.array(label).min(1), note: text })),
      educationLevels: z
        .array(
          z.strictObject({
            code: label,
            name: text,
            isced: z.array(z.enum(['0', '1', '2', '3'])).min(1),
            reportedAs: z.enum(regionalLevels),
            note: text,
          }),
        )
        .min(1),
      ruralities: z
        .array(z.strictObject({ code: z.enum(ruralities), registerCode: z.string(), name: text }))
        .length(ruralities.length),
      ruralityNote: text.optional(),
      genders: z.array(z.strictObject({ code: z.enum(genders), registerCode: z.string().optional(), name: text })).min(1),
      genderNote: text.optional(),
    }),

    cycle: z.strictObject({
      cycle: label,
      version,
      title: text,
      schoolYear: z.strictObject({ from: localDate, to: localDate }),
      launch: localDate,
      framework: label,
      selfRating: label.describe('Name of an instrument file.'),
      retrospective: label.optional().describe('Name of an instrument file: asked at the end about the time before.'),
      testForms: z.tuple([label, label]).describe('Names of two parallel forms; who starts with which is drawn.'),
      formSeed: z.string().min(1),
      consent: label,
      targetProfile: label,
      gapRules: label,
      pathRules: label,
      courses: label,
      target: z.int().min(1).describe('Teachers to be reached.'),
      certification: z
        .strictObject({ version: label, note: text, minimumHours: z.int().min(1).max(1_000), finalTest: z.boolean() })
        .optional()
        .describe('What makes a participation a certified one; nobody is certified in a cycle without it.'),
      stages: z
        .array(
          z.strictObject({
            stage: z.enum(stages),
            name: text,
            opens: localDate,
            closes: localDate,
            graceUntil: localDate,
            regional: z
              .array(
                z.strictObject({ regions: z.array(region).min(1), opens: localDate, closes: localDate, graceUntil: localDate }),
              )
              .optional()
              .describe('Regions whose window is another one, as where the winter break is longer.'),
          }),
        )
        .length(stages.length),
      reminders: z.array(localDate),
      calendar: z.array(
        z.strictObject({
          kind: z.enum(['holiday', 'winter-break', 'low-season', 'closure']),
          name: text,
          from: localDate,
          to: localDate,
          regions: z.array(region).min(1).optional(),
        }),
      ),
    }),

    consent: z.strictObject({
      id: label,
      version,
      title: text,
      text,
      purposes: z.array(z.strictObject({ purpose: z.enum(purposes), required: z.boolean(), text })).length(purposes.length),
    }),

    targetProfile: z.strictObject({
      id: label,
      version,
      framework: label,
      title: text,
      decidedBy: z.string().min(1),
      decidedOn: localDate,
      note: text,
      targets: z.record(label, z.record(competency, level)).describe('Education level → competency → proficiency level.'),
    }),

    instrument: z.discriminatedUnion('measure', [
      z.strictObject({
        ...instrument,
        measure: z.literal('self-rating'),
        about: z
          .literal('then')
          .optional()
          .describe('One item for each dimension, about the time before the courses; its competency is the dimension.'),
        scoring: z.strictObject({
          rule: z.literal('mean-of-anchors'),
          version: z.string().min(1),
          minimumAnswered: z
            .strictObject({ dimension: share, whole: share })
            .describe('Share of items below which a dimension, or the whole scale, has no score.'),
        }),
        items: z
          .array(
            z.strictObject({
              ...item,
              promptFor: z.record(label, text).optional().describe('Other wording for an education level.'),
              options: z.array(z.strictObject({ value: z.int().min(0), text })).min(2),
              notApplicable: z.boolean(),
            }),
          )
          .min(1),
      }),
      z.strictObject({
        ...instrument,
        measure: z.literal('test'),
        form: z.string().regex(/^[A-Z]$/),
        scoring: z.strictObject({
          rule: z.literal('percent-correct'),
          version: z.string().min(1),
          unanswered: z.literal('counts-as-wrong'),
        }),
        items: z
          .array(
            z.strictObject({
              ...item,
              difficulty: z.enum(['easy', 'medium', 'hard']).describe('As intended; what it is, the answers will tell.'),
              options: z.array(z.strictObject({ value: z.enum(['a', 'b', 'c', 'd']), text })).length(4),
              notApplicable: z.literal(false),
            }),
          )
          .min(1),
      }),
    ]),

    keys: z.strictObject({ instrument: label, version, keys: z.record(z.string(), z.string()) }),

    courses: z.strictObject({
      id: label,
      version,
      note: text,
      courses: z
        .array(
          z.strictObject({
            course: label,
            title: text,
            description: text,
            provider: z.string().min(1),
            hours: z.int().min(4).max(40),
            develops: z.array(z.strictObject({ competency, from: level, to: level })).min(1),
            accessibility: text,
            offline: z.boolean(),
            licence: z.string().min(1),
            language,
            offerings: z
              .array(
                z.strictObject({
                  offering: label,
                  modality: z.enum(['distance', 'hybrid', 'in-class']),
                  enrolment: z.strictObject({ opens: localDate, closes: localDate }),
                  starts: localDate,
                  ends: localDate,
                  region: region.optional().describe('National where absent.'),
                  seats: z.int().min(1).nullable().describe('null: no limit.'),
                  allocation: z.enum(['first-come', 'lottery']),
                }),
              )
              .min(1),
          }),
        )
        .min(1),
    }),

    gapRules: z.strictObject({
      id: label,
      version,
      measure: z.literal('self-rating'),
      scale: label,
      framework: label,
      says: text,
      levels: z
        .array(z.strictObject({ score: z.int().min(0), level }))
        .min(2)
        .describe('Observed score → observed proficiency level.'),
      gap: z.literal('target-minus-observed'),
      floor: z.literal(0),
      notRated: z.literal('unknown'),
    }),

    pathRules: z.strictObject({
      id: label,
      version,
      says: text,
      maxSteps: z.int().min(1).max(12),
      maxHours: z.int().min(4),
      startTolerance: z.int().min(0).max(5).describe('How many levels below a course’s start a teacher may be.'),
      oneCoursePerCompetency: z.boolean(),
      order: z.array(z.enum(['gap-descending', 'target-descending', 'framework-order'])).min(1),
      choose: z
        .array(z.enum(['gap-closed-descending', 'gaps-served-descending', 'hours-ascending', 'starts-ascending', 'course-id']))
        .min(1),
    }),

    eligibility: z.strictObject({
      version,
      note: text,
      educationLevels: z.array(label).min(1),
      sectors: z.array(label).min(1),
      schoolStatuses: z.array(z.enum(schoolStatuses)).min(1),
      minimumWeeklyHours: z.int().min(0),
    }),

    population: z.strictObject({
      version,
      status: z.enum(['illustrative', 'official']),
      asOf: localDate,
      note: text,
      targetsNote: text,
    }),

    framework: frameworkSchemas(text).any,
    crosswalk: crosswalkSchemaFor(text),
    mapping: mappingSchema,
  };
};

export type PackSchemas = ReturnType<typeof packSchemas>;
export type PackCountry = z.output<PackSchemas['country']>;
export type PackCycle = z.output<PackSchemas['cycle']>;
export type PackConsent = z.output<PackSchemas['consent']>;
export type PackTargetProfile = z.output<PackSchemas['targetProfile']>;
export type PackInstrument = z.output<PackSchemas['instrument']>;
export type PackSelfRating = Extract<PackInstrument, { measure: 'self-rating' }>;
export type PackTestForm = Extract<PackInstrument, { measure: 'test' }>;
export type PackKeys = z.output<PackSchemas['keys']>;
export type PackCatalogue = z.output<PackSchemas['courses']>;
export type PackCourse = PackCatalogue['courses'][number];
export type PackGapRules = z.output<PackSchemas['gapRules']>;
export type PackPathRules = z.output<PackSchemas['pathRules']>;
export type PackEligibility = z.output<PackSchemas['eligibility']>;
export type PackPopulationNote = z.output<PackSchemas['population']>;

const wholeNumber = z
  .string()
  .regex(/^\d{1,9}$/, 'a whole number')
  .transform(Number);
const status = z.enum(['illustrative', 'official']);

/** A row of population.csv: teachers who exist. */
export const populationRowSchema = z.strictObject({
  region: z.string(),
  sector: z.string(),
  educationLevel: z.string(),
  gender: z.string(),
  rurality: z.string(),
  teachers: wholeNumber,
  status,
});
export type PopulationRow = z.output<typeof populationRowSchema>;

/** A row of targets.csv: teachers who are to be reached or trained; `*` is everyone of that axis. */
export const targetRowSchema = z.strictObject({ indicator: z.enum(['reached', 'trained']), ...populationRowSchema.shape });
export type TargetRow = z.output<typeof targetRowSchema>;

/** Everything a pack holds, by the names of its files without `.json`. */
export interface PackContent {
  readonly country: PackCountry;
  readonly frameworks: Readonly<Record<string, Framework>>;
  readonly crosswalks: Readonly<Record<string, Crosswalk>>;
  readonly cycles: Readonly<Record<string, PackCycle>>;
  readonly consents: Readonly<Record<string, PackConsent>>;
  readonly targetProfiles: Readonly<Record<string, PackTargetProfile>>;
  readonly instruments: Readonly<Record<string, PackInstrument>>;
  /** The right options of tests: never to leave the server. */
  readonly keys: Readonly<Record<string, PackKeys>>;
  readonly courses: Readonly<Record<string, PackCatalogue>>;
  readonly gapRules: Readonly<Record<string, PackGapRules>>;
  readonly pathRules: Readonly<Record<string, PackPathRules>>;
  readonly eligibility: PackEligibility;
  readonly population: PackPopulationNote & { readonly rows: readonly PopulationRow[] };
  readonly targets: readonly TargetRow[];
  readonly mappings: Readonly<Record<string, SchoolRegisterMapping>>;
}

export interface Pack extends PackContent {
  readonly id: string;
  readonly version: string;
  /** SHA-256 over the canonical JSON of the content, hexadecimal: white space and order of members do not count. */
  readonly digest: string;
}

export interface PackProblem {
  /** Relative to the pack's folder, with `/`. */
  readonly file: string;
  /** RFC 6901 pointer into a JSON file, `row 12` or `row 12, sector` of a CSV file; empty for the whole file. */
  readonly at: string;
  /** Kebab-case name of what is wrong. */
  readonly code: string;
  readonly message: string;
}
