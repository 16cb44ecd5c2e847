import { LRUCache } from 'lru-cache';
import { instant, type Instant, type SeededRandom } from '#libs/kernel';

/** A stretch of days, both included, as calendars on the wall show them: `2023-07-03`. */
export interface Days {
  readonly from: string;
  readonly to: string;
}
export interface Window {
  readonly opens: Instant;
  readonly closes: Instant;
  readonly graceUntil: Instant;
}

/** When teachers of a cycle do things. */
export interface PilotCalendar {
  readonly timeZone: string;
  readonly selfAssessment: Window;
  readonly learning: Window;
  readonly evaluation: Window;
  /** First moment at which seats can be asked for, and the last one before the seats are drawn. */
  readonly enrolment: { readonly opens: Instant; readonly closes: Instant };
  /** Days on which everybody is written to. */
  readonly reminders: readonly string[];
  /** Days without school: next to nothing happens. Some regions have more. */
  readonly breaks: readonly (Days & { readonly regions?: readonly string[] })[];
  /** Days on which little happens. */
  readonly quiet: readonly Days[];
  /** Regions whose winter break is longer: their courses begin after it. */
  readonly later: { readonly regions: readonly string[]; readonly learning: Window };
  readonly storm?: Storm;
}

/** What nobody had planned: schools closed in some regions, and the windows as they were moved there. */
export interface Storm {
  readonly regions: readonly string[];
  readonly closed: Days;
  /** When the windows were moved. */
  readonly decided: Instant;
  readonly reason: string;
  readonly learning: Window;
  readonly evaluation: Window;
}

/**
 * The programme's dates in a year, which is repeated with the same dates. Midnights are those of continental Chile: UTC−4 until the first days of
 * September, UTC−3 after.
 */
const chile = (year: string): PilotCalendar => ({
  timeZone: 'America/Santiago',
  selfAssessment: {
    opens: `${year}-05-08T04:00:00.000Z`,
    closes: `${year}-06-10T03:59:59.999Z`,
    graceUntil: `${year}-06-17T03:59:59.999Z`,
  },
  learning: {
    opens: `${year}-07-17T04:00:00.000Z`,
    closes: `${year}-11-11T02:59:59.999Z`,
    graceUntil: `${year}-11-18T02:59:59.999Z`,
  },
  evaluation: {
    opens: `${year}-11-06T03:00:00.000Z`,
    closes: `${year}-12-02T02:59:59.999Z`,
    graceUntil: `${year}-12-12T02:59:59.999Z`,
  },
  enrolment: { opens: `${year}-06-12T04:00:00.000Z`, closes: `${year}-07-15T03:59:59.999Z` },
  reminders: [`${year}-05-22`, `${year}-06-05`, `${year}-11-16`, `${year}-11-28`],
  breaks: [
    { from: `${year}-07-03`, to: `${year}-07-14` },
    { from: `${year}-07-15`, to: `${year}-07-21`, regions: ['CL-AI', 'CL-MA'] },
  ],
  quiet: [
    { from: `${year}-05-21`, to: `${year}-05-21` },
    { from: `${year}-06-21`, to: `${year}-06-21` },
    { from: `${year}-06-26`, to: `${year}-06-26` },
    { from: `${year}-08-15`, to: `${year}-08-15` },
    { from: `${year}-09-16`, to: `${year}-09-22` },
    { from: `${year}-10-09`, to: `${year}-10-09` },
    { from: `${year}-10-27`, to: `${year}-10-27` },
    { from: `${year}-11-01`, to: `${year}-11-01` },
    { from: `${year}-12-08`, to: `${year}-12-08` },
  ],
  later: {
    regions: ['CL-AI', 'CL-MA'],
    learning: {
      opens: `${year}-07-24T04:00:00.000Z`,
      closes: `${year}-11-11T02:59:59.999Z`,
      graceUntil: `${year}-11-18T02:59:59.999Z`,
    },
  },
});

/** Chile, school year 2023, with the storms of August. */
export const CHILE_2023: PilotCalendar & { readonly storm: Storm } = {
  ...chile('2023'),
  storm: {
    regions: ['CL-LI', 'CL-ML', 'CL-NB', 'CL-BI', 'CL-AR'],
    closed: { from: '2023-08-21', to: '2023-08-25' },
    decided: '2023-08-28T15:00:00.000Z',
    reason: 'Suspensión de clases por temporales, 21 al 25 de agosto',
    learning: {
      opens: '2023-07-17T04:00:00.000Z',
      closes: '2023-11-18T02:59:59.999Z',
      graceUntil: '2023-11-25T02:59:59.999Z',
    },
    evaluation: {
      opens: '2023-11-06T03:00:00.000Z',
      closes: '2023-12-09T02:59:59.999Z',
      graceUntil: '2023-12-19T02:59:59.999Z',
    },
  },
};

/** The year after, planned as 2023 was. */
export const CHILE_2024: PilotCalendar = chile('2024');

const DAY = 86_400_000;
const HOUR = 3_600_000;

/** Sunday first: people plan their week on Sunday, and rest on Friday evening and Saturday. */
const BY_WEEKDAY: readonly number[] = [2.6, 1.1, 1.05, 1.05, 1, 0.65, 0.6];
/** By hour of the day, on days with school and without: evenings dominate, Sundays begin after lunch. */
const BY_HOUR = {
  school: [0.1, 0, 0, 0, 0, 0, 0.05, 0.2, 0.3, 0.3, 0.35, 0.35, 0.3, 0.35, 0.4, 0.5, 0.7, 0.9, 1.2, 1.8, 2.6, 3, 2.2, 0.8],
  free: [0.15, 0.05, 0, 0, 0, 0, 0, 0, 0.1, 0.3, 0.6, 0.8, 0.7, 0.5, 0.8, 1.2, 1.5, 1.6, 1.7, 1.9, 2.3, 2.5, 1.7, 0.6],
} as const;

/** The numbers of {@link BY_HOUR} as running totals. */
const HOURS_OF = { school: runningTotals(BY_HOUR.school), free: runningTotals(BY_HOUR.free) };

/** Weights of a list's members as running totals: a draw is then a search instead of a sum. */
function runningTotals(weights: readonly number[]): Float64Array {
  let total = 0;
  return Float64Array.from(weights, (weight) => (total += weight));
}

/** A place in the list, as likely as its weight says. */
const drawnFrom = (random: SeededRandom, totals: Float64Array): number => {
  const wanted = random.next() * (totals[totals.length - 1] ?? 0);
  let [low, high] = [0, totals.length - 1];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((totals[middle] ?? 0) > wanted) high = middle;
    else low = middle + 1;
  }
  return low;
};

interface Stretch {
  /** Midnight of the first day, in milliseconds as if it were UTC. */
  readonly first: number;
  readonly totals: Float64Array;
}

const inside = (date: string, { from, to }: Days): boolean => date >= from && date <= to;

const dayOf = (date: string): number => Date.parse(`${date}T00:00:00.000Z`);

const dates = new Map<number, string>();
/** `2023-07-03` for a midnight; a school year has few. */
const dateOf = (day: number): string => {
  let date = dates.get(day);
  if (date === undefined) {
    date = new Date(day).toISOString().slice(0, 10);
    dates.set(day, date);
  }
  return date;
};

const hours = new Map<string, Intl.DateTimeFormat>();

/** Milliseconds that the zone's clocks are ahead of UTC at that moment. */
const offsetAt = (timeZone: string, at: number): number => {
  let format = hours.get(timeZone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en', {
      timeZone,
      calendar: 'gregory',
      numberingSystem: 'latn',
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
    });
    hours.set(timeZone, format);
  }
  const parts: Record<string, number> = {};
  for (const { type, value } of format.formatToParts(at)) parts[type] = Number(value);
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0 } = parts;
  return Date.UTC(year, month - 1, day, hour, minute) - Math.floor(at / 60_000) * 60_000;
};

/** The same moments on a country's wall clocks. */
export class SchoolYear {
  readonly #offsets = new Map<number, number>();
  readonly #weights = new Map<string, number>();
  readonly #stretches = new LRUCache<string, Stretch>({ max: 20_000 });

  constructor(readonly calendar: PilotCalendar) {}

  /** The day, as `2023-07-03`, and the hour that clocks show at an instant. */
  local(at: Instant): { readonly date: string; readonly hour: number; readonly weekday: number } {
    const utc = Date.parse(at);
    const shown = new Date(utc + this.#offset(utc - (utc % HOUR)));
    return { date: shown.toISOString().slice(0, 10), hour: shown.getUTCHours(), weekday: shown.getUTCDay() };
  }

  /** Whether a region has no school that day. */
  free(date: string, region: string | undefined): boolean {
    const { breaks, storm } = this.calendar;
    return (
      breaks.some(
        (stretch) => inside(date, stretch) && (stretch.regions === undefined || stretch.regions.includes(region ?? '')),
      ) ||
      (storm !== undefined && this.stormy(region) && inside(date, storm.closed))
    );
  }

  /** Whether a region's schools were closed by the storm, and its windows moved. */
  stormy(region: string | undefined): boolean {
    return region !== undefined && this.calendar.storm?.regions.includes(region) === true;
  }

  /** The window of a stage as it holds for a region in the end. */
  window(stage: 'selfAssessment' | 'learning' | 'evaluation', region: string | undefined): Window {
    const { calendar } = this;
    if (stage === 'learning' && region !== undefined && calendar.later.regions.includes(region)) return calendar.later.learning;
    const moved = stage !== 'selfAssessment' && this.stormy(region) ? calendar.storm?.[stage] : undefined;
    return moved ?? calendar[stage];
  }

  /** How much is done on a day, 1 on an ordinary Thursday. */
  weight(date: string, region: string | undefined, peaks: { readonly opens?: string; readonly closes?: string } = {}): number {
    const name = `${date} ${region ?? ''}`;
    let weight = this.#weights.get(name);
    if (weight === undefined) {
      weight = BY_WEEKDAY[new Date(dayOf(date)).getUTCDay()] ?? 1;
      if (this.free(date, region)) weight *= 0.02;
      else if (this.calendar.quiet.some((stretch) => inside(date, stretch))) weight *= 0.25;
      const since = (from: string) => (dayOf(date) - dayOf(from)) / DAY;
      if (this.calendar.reminders.some((reminder) => since(reminder) === 0 || since(reminder) === 1)) weight *= 2.2;
      this.#weights.set(name, weight);
    }
    const { opens, closes } = peaks;
    if (opens !== undefined && date >= opens && dayOf(date) - dayOf(opens) <= 2 * DAY) weight *= 3;
    if (closes !== undefined && date <= closes && dayOf(closes) - dayOf(date) <= 2 * DAY) weight *= 3;
    return weight;
  }

  /**
   * A moment between two instants, as people choose them: evenings and Sundays, hardly a day of the holidays.
   * @param peaks whether these are the limits of a window, which people remember when it opens and just before it closes
   */
  moment(random: SeededRandom, from: Instant, to: Instant, region: string | undefined, peaks = false): Instant {
    const [first, last] = [Date.parse(from), Date.parse(to)];
    if (last <= first) return from;
    const { first: firstDay, totals } = this.#stretch(from, to, region, peaks);
    for (let attempt = 0; attempt < 30; attempt += 1) {
      const day = firstDay + drawnFrom(random, totals) * DAY;
      const date = dateOf(day);
      const weekend = [0, 6].includes(new Date(day).getUTCDay());
      const hour = drawnFrom(random, weekend || this.free(date, region) ? HOURS_OF.free : HOURS_OF.school);
      const at = this.#utc(day) + hour * HOUR + random.int(HOUR);
      if (at >= first && at <= last) return instant(at);
    }
    // A stretch too short for habits: a few minutes of one night.
    return instant(first + random.int(Math.min(last - first, 2 ** 31)));
  }

  /** The days between two instants with how much is done on each. */
  #stretch(from: Instant, to: Instant, region: string | undefined, peaks: boolean): Stretch {
    const [opens, closes] = [this.local(from).date, this.local(to).date];
    const name = `${opens} ${closes} ${region ?? ''} ${peaks}`;
    const known = this.#stretches.get(name);
    if (known) return known;
    const weights: number[] = [];
    for (let day = dayOf(opens), last = dayOf(closes); day <= last; day += DAY)
      weights.push(this.weight(dateOf(day), region, peaks ? { opens, closes } : {}));
    const stretch = { first: dayOf(opens), totals: runningTotals(weights) };
    this.#stretches.set(name, stretch);
    return stretch;
  }

  /** Later by some minutes, at most until `limit`. */
  later(
    random: SeededRandom,
    from: Instant,
    minutes: { readonly least: number; readonly most: number },
    limit?: Instant,
  ): Instant {
    const wait = minutes.least * 60_000 + random.int(Math.max(1, (minutes.most - minutes.least) * 60_000));
    const at = instant(Date.parse(from) + wait);
    return limit !== undefined && at > limit ? limit : at;
  }

  /** Milliseconds since the epoch at the midnight of a day that is given as if it were UTC; days on which clocks change are an hour off at most. */
  #utc(day: number): number {
    return day - this.#offset(day + 12 * HOUR);
  }

  /** Clocks change on the hour. */
  #offset(hour: number): number {
    let offset = this.#offsets.get(hour);
    if (offset === undefined) {
      offset = offsetAt(this.calendar.timeZone, hour);
      this.#offsets.set(hour, offset);
    }
    return offset;
  }
}
