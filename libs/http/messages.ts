import i18next, { type i18n } from 'i18next';
import { isInstant, type RefusalCatalogue, type RefusalDefinition } from '#libs/kernel';

export type Language = 'en' | 'es';
export const LANGUAGES: readonly Language[] = ['en', 'es'];

/** The best of our languages for an Accept-Language header (RFC 9110, quality values), English where none fits. */
export const languageOf = (header: string | undefined): Language => {
  const wanted = (header ?? '')
    .split(',')
    .map((part) => {
      const [tag = '', ...parameters] = part.trim().split(';');
      const quality = parameters.map((parameter) => /^\s*q=([\d.]+)$/.exec(parameter)?.[1]).find((value) => value !== undefined);
      return { language: tag.trim().slice(0, 2).toLowerCase(), quality: quality === undefined ? 1 : Number(quality) };
    })
    .filter((choice) => choice.quality > 0)
    .sort((a, b) => b.quality - a.quality);
  return (
    wanted.map((choice) => choice.language).find((language): language is Language => language === 'en' || language === 'es') ??
    'en'
  );
};

/** Details as people read them: instants in their zone, lists as lists. */
const inWords = (details: Readonly<Record<string, unknown>>, language: Language, timeZone: string): Record<string, unknown> => {
  const word = (value: unknown): unknown => {
    if (typeof value === 'string' && isInstant(value)) {
      const format = new Intl.DateTimeFormat(language, { dateStyle: 'long', timeStyle: 'short', timeZone });
      return `${format.format(new Date(value))}${timeZone === 'UTC' ? ' UTC' : ''}`;
    }
    return Array.isArray(value) ? value.map((one) => String(word(one))).join(', ') : value;
  };
  return Object.fromEntries(Object.entries(details).map(([name, value]) => [name, word(value)]));
};

/** Every refusal of the product with its words. Built once from the contexts' catalogues. */
export class RefusalMessages {
  readonly #definitions: ReadonlyMap<string, RefusalDefinition>;
  readonly #i18n: i18n;

  /** @throws RangeError when two catalogues declare the same name differently. */
  constructor(catalogues: readonly RefusalCatalogue[]) {
    const definitions = new Map<string, RefusalDefinition>();
    for (const catalogue of catalogues) {
      for (const [code, definition] of Object.entries(catalogue)) {
        if (definitions.has(code)) throw new RangeError(`the refusal ${code} is declared twice`);
        definitions.set(code, definition);
      }
    }
    this.#definitions = definitions;
    this.#i18n = i18next.createInstance();
    const texts = (language: Language) =>
      Object.fromEntries(
        [...definitions].map(([code, { title, action }]) => [code, { title: title[language], action: action[language] }]),
      );
    void this.#i18n.init({
      fallbackLng: 'en',
      initAsync: false,
      keySeparator: '.',
      nsSeparator: false,
      interpolation: { escapeValue: false },
      resources: { en: { translation: texts('en') }, es: { translation: texts('es') } },
    });
  }

  get codes(): readonly string[] {
    return [...this.#definitions.keys()].sort();
  }

  get(code: string): RefusalDefinition | undefined {
    return this.#definitions.get(code);
  }

  /** @param timeZone IANA zone in which instants among the details are put into words */
  text(
    code: string,
    part: 'title' | 'action',
    language: Language,
    details: Readonly<Record<string, unknown>>,
    timeZone = 'UTC',
  ): string {
    return this.#i18n.t(`${code}.${part}`, { lng: language, ...inWords(details, language, timeZone) });
  }
}
