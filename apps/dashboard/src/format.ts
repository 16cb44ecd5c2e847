/** Numbers, shares and times in the words of a locale. Times are shown in the country's own zone. */
export interface Formats {
  integer(n: number): string;
  decimal(n: number, digits?: number): string;
  /** With its sign, `+7.1`, `−0.3`; zero has none. */
  signed(n: number, digits?: number): string;
  /** 0.653 as 65.3 %. */
  percent(share: number, digits?: number): string;
  date(iso: string): string;
  dateTime(iso: string): string;
  /** hh:mm:ss of the reader's own clock. */
  clock(at: number): string;
  list(items: readonly string[]): string;
}

/** A hyphen is no minus sign. */
const minus = (text: string): string => text.replace('-', '\u2212');

export const formatsFor = (locale: string, timeZone?: string): Formats => {
  const numbers = new Map<string, Intl.NumberFormat>();
  const number = (options: Intl.NumberFormatOptions): Intl.NumberFormat => {
    const key = JSON.stringify(options);
    const known = numbers.get(key) ?? new Intl.NumberFormat(locale, options);
    numbers.set(key, known);
    return known;
  };
  const fixed = (digits: number) => ({ minimumFractionDigits: digits, maximumFractionDigits: digits });
  const day = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone });
  const moment = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeStyle: 'short', hourCycle: 'h23', timeZone });
  const clock = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' });
  const list = new Intl.ListFormat(locale, { type: 'conjunction' });
  return {
    integer: (n) => minus(number({ maximumFractionDigits: 0 }).format(n)),
    decimal: (n, digits = 1) => minus(number(fixed(digits)).format(n)),
    signed: (n, digits = 1) => minus(number({ ...fixed(digits), signDisplay: 'exceptZero' }).format(n)),
    percent: (share, digits = 0) => minus(number({ style: 'percent', ...fixed(digits) }).format(share)),
    date: (iso) => day.format(new Date(iso)),
    dateTime: (iso) => moment.format(new Date(iso)),
    clock: (at) => clock.format(at),
    list: (items) => list.format(items),
  };
};

/** A text by language tag: the locale's own, its language's, English, or whatever there is. */
export const pickText = (text: Readonly<Record<string, string>> | undefined, locale: string): string => {
  if (!text) return '';
  const language = locale.slice(0, 2);
  const tag = textTag(text, locale);
  return text[tag] ?? text[language] ?? '';
};

/** Which of the text's language tags is shown to a reader of the locale. */
export const textTag = (text: Readonly<Record<string, string>>, locale: string): string => {
  const language = locale.slice(0, 2);
  const tags = Object.keys(text);
  return (
    [locale, language].find((tag) => tag in text) ??
    tags.find((tag) => tag.startsWith(`${language}-`)) ??
    ('en' in text ? 'en' : (tags[0] ?? language))
  );
};
