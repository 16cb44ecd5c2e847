import { instant, type Instant } from '#libs/kernel';

/**
 * A bare date (`2023-06-09`) means a day in a country's time zone. What closes on it closes with its last millisecond there; what opens
 * on it opens with its first. Days are 23, 24 or 25 hours long, and in some places do not begin at midnight: the zone's own rules
 * decide, through `Intl` alone.
 */
export type LocalDate = string;

const FORM = /^(\d{4})-(\d{2})-(\d{2})$/;

/** Whether this is a day of the calendar: `2023-02-29` is not. */
export const isLocalDate = (value: string): boolean => {
  if (!FORM.test(value)) return false;
  const at = Date.parse(`${value}T00:00:00.000Z`);
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(value);
};

export const isTimeZone = (zone: string): boolean => {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return true;
  } catch {
    // Intl says no by throwing RangeError: that is the answer, not an accident.
    return false;
  }
};

const formatters = new Map<string, Intl.DateTimeFormat>();

/** The date that calendars in `zone` show at that instant (milliseconds since the epoch). */
export const localDateAt = (zone: string, milliseconds: number): LocalDate => {
  let formatter = formatters.get(zone);
  if (formatter === undefined) {
    formatter = new Intl.DateTimeFormat('en', {
      timeZone: zone,
      calendar: 'gregory',
      numberingSystem: 'latn',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
    });
    formatters.set(zone, formatter);
  }
  const parts: Record<string, string> = {};
  for (const { type, value } of formatter.formatToParts(milliseconds)) parts[type] = value;
  return `${parts['year']?.padStart(4, '0')}-${parts['month']}-${parts['day']}`;
};

const HOUR = 3_600_000;
const STEP = HOUR / 4;

/** Milliseconds since the epoch at the first instant after every instant that shows `date` or an earlier date in `zone`. */
const after = (date: LocalDate, zone: string): number => {
  const nextMidnightUtc = Date.parse(`${date}T00:00:00.000Z`) + 24 * HOUR;
  // Zones lie between UTC−12 and UTC+14. Going backwards finds the end even where a clock that is set back returns to the day before.
  let late = nextMidnightUtc + 13 * HOUR;
  while (localDateAt(zone, late - STEP) > date) late -= STEP;
  let early = late - STEP;
  while (late - early > 1) {
    const middle = Math.floor((early + late) / 2);
    if (localDateAt(zone, middle) > date) late = middle;
    else early = middle;
  }
  return late;
};

/** The last millisecond of a day in a time zone, in UTC. @throws RangeError for what is no date or no zone */
export const endOfDay = (date: LocalDate, zone: string): Instant => {
  if (!isLocalDate(date)) throw new RangeError(`"${date}" is no date`);
  return instant(after(date, zone) - 1);
};

/** The first millisecond of a day in a time zone, in UTC: the one after the end of the day before. @throws RangeError */
export const startOfDay = (date: LocalDate, zone: string): Instant => {
  if (!isLocalDate(date)) throw new RangeError(`"${date}" is no date`);
  const before = instant(Date.parse(`${date}T00:00:00.000Z`) - 24 * HOUR).slice(0, 10);
  return instant(after(before, zone));
};
