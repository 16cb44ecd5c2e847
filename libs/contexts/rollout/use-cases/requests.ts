import { bodyRule, isRecord } from '#libs/http';
import { instant, refuse, type Instant } from '#libs/kernel';
import { endOfDay, isLocalDate, startOfDay } from '../pack/local-date.js';

const LANGUAGE = /^[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$/;
export const isLanguage = (value: unknown): boolean => typeof value === 'string' && value.length <= 35 && LANGUAGE.test(value);

const LONGEST_TEXT = 20_000;

/** A text by language tag: `{ "es": …, "en": … }`. */
export const IsText = bodyRule(
  'isText',
  (value) =>
    isRecord(value) &&
    Object.keys(value).length > 0 &&
    Object.entries(value).every(
      ([language, text]) => isLanguage(language) && typeof text === 'string' && text.trim() !== '' && text.length <= LONGEST_TEXT,
    ),
  `must map language tags (es, en, es-CL) to texts of 1 to ${LONGEST_TEXT} characters`,
);

export const IsLanguage = bodyRule('isLanguage', isLanguage, 'must be a BCP 47 language tag, such as es-CL');

// RFC 3339: date, time with seconds, and an offset that is never left out.
const MOMENT = /^\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?(?:[Zz]|[+-]\d{2}:\d{2})$/;
const isMoment = (value: string): boolean =>
  MOMENT.test(value) && isLocalDate(value.slice(0, 10)) && !Number.isNaN(Date.parse(value));

export const IsMoment = bodyRule(
  'isMoment',
  (value) => typeof value === 'string' && isMoment(value),
  'must be an RFC 3339 time with its offset (2023-06-09T18:30:00-04:00)',
);

export const IsDateOrMoment = bodyRule(
  'isDateOrMoment',
  (value) => typeof value === 'string' && (isLocalDate(value) || isMoment(value)),
  'must be a date (2023-06-09) or an RFC 3339 time with its offset (2023-06-09T23:59:59-04:00)',
);

/**
 * A date or a time of a request as an instant: a bare date is its first moment in the country's zone where something opens, its last
 * where something closes.
 * @throws Refusal date-malformed
 */
export const momentOf = (value: string, edge: 'opens' | 'closes', timeZone: string, field: string): Instant => {
  if (isLocalDate(value)) return edge === 'opens' ? startOfDay(value, timeZone) : endOfDay(value, timeZone);
  return isMoment(value) ? instant(Date.parse(value)) : refuse('date-malformed', { value: value.slice(0, 40) }, field);
};

/** Education level → competency → proficiency level. */
export const IsTargets = bodyRule(
  'isTargets',
  (value) =>
    isRecord(value) &&
    Object.keys(value).length <= 20 &&
    Object.entries(value).every(
      ([level, targets]) =>
        level.length <= 60 &&
        isRecord(targets) &&
        Object.keys(targets).length <= 200 &&
        Object.entries(targets).every(([competency, target]) => competency.length <= 20 && Number.isInteger(target)),
    ),
  'must map education levels to competencies, and those to whole numbers (0 is the lowest proficiency level)',
);

/** What packs, instruments, frameworks, courses are called: letters, digits, hyphens, dots. */
export const LABEL = /^[0-9A-Za-z]+(?:[._-][0-9A-Za-z]+)*$/;
