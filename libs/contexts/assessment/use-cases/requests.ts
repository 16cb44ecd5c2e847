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

export const OCCASIONS = ['baseline', 'final', 'retrospective'] as const;
