import { bodyRule, isRecord } from '#libs/http';

const MOST_ITEMS = 200;
export const IsTextMap = bodyRule(
  'isTextMap',
  (value) =>
    isRecord(value) &&
    Object.keys(value).length > 0 &&
    Object.keys(value).length <= MOST_ITEMS &&
    Object.entries(value).every(([key, text]) => key.length <= 40 && typeof text === 'string' && text.length <= 20),
  `must map 1 to ${MOST_ITEMS} item ids to one of the item’s options`,
);

const isRow = (row: unknown): boolean =>
  isRecord(row) && Number.isInteger(row['raw']) && Number.isInteger(row['scaled']) && Object.keys(row).length === 2;
export const IsConversionTables = bodyRule(
  'isConversionTables',
  (value) =>
    isRecord(value) &&
    Object.keys(value).length <= 10 &&
    Object.entries(value).every(
      ([form, table]) => form.length <= 80 && Array.isArray(table) && table.length <= MOST_ITEMS + 1 && table.every(isRow),
    ),
  'must map <instrument>@<version> to rows of a raw and a scaled score, both in hundredths of a percent',
);

const MOMENT = /^\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?(?:[Zz]|[+-]\d{2}:\d{2})$/;
export const IsMoment = bodyRule(
  'isMoment',
  (value) => typeof value === 'string' && MOMENT.test(value) && !Number.isNaN(Date.parse(value)),
  'must be an RFC 3339 time with its offset (2023-06-09T18:30:00-04:00)',
);

/** What packs, instruments and scales are called. */
export const LABEL = /^[0-9A-Za-z]+(?:[._-][0-9A-Za-z]+)*$/;
export const OCCASIONS = ['baseline', 'final', 'retrospective'] as const;
