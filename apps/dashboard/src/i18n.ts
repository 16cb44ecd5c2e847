import i18next from 'i18next';
import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Localised } from './api/types.js';
import { formatsFor, pickText, type Formats } from './format.js';
import en from './locales/en.json';
import es from './locales/es.json';

export type Language = 'es' | 'en';
export const LANGUAGES: readonly Language[] = ['es', 'en'];
/** The wording is Chile's. */
const LOCALES: Readonly<Record<Language, string>> = { es: 'es-CL', en: 'en-GB' };

void i18next.init({
  lng: 'es',
  fallbackLng: false,
  initAsync: false,
  nsSeparator: false,
  interpolation: { escapeValue: false },
  resources: { es: { translation: es }, en: { translation: en } },
});

export interface Text {
  readonly language: Language;
  readonly locale: string;
  readonly format: Formats;
  t(key: string, values?: Readonly<Record<string, string | number | undefined>>): string;
  /** `t` with the plural of a number of people or things; `{{n}}` is the number as it is written. */
  count(key: string, n: number, values?: Readonly<Record<string, string | number>>): string;
  /** A text that came with the data. */
  pick(text: Localised | undefined): string;
}

export const textIn = (language: Language, timeZone?: string): Text => {
  const translate = i18next.getFixedT(language);
  const locale = LOCALES[language];
  const format = formatsFor(locale, timeZone);
  return {
    language,
    locale,
    format,
    t: (key, values) => translate(key, { ...values }),
    count: (key, n, values) => translate(key, { ...values, count: n, n: format.integer(n) }),
    pick: (text) => pickText(text, locale),
  };
};

export const TextContext = createContext<Text>(textIn('es'));
export const useText = (): Text => useContext(TextContext);

const STORED = 'cordillera.language';

export const isLanguage = (value: string | undefined): value is Language => value === 'es' || value === 'en';

/** The address says it; else what was chosen last; else what the browser asks for; else Spanish. */
export const languageFor = (asked: string | undefined): Language => {
  if (isLanguage(asked)) return asked;
  const stored = remembered();
  if (isLanguage(stored)) return stored;
  return navigator.languages.map((tag) => tag.slice(0, 2)).find((tag) => isLanguage(tag)) ?? 'es';
};

const remembered = (): string | undefined => {
  try {
    return localStorage.getItem(STORED) ?? undefined;
  } catch {
    // Storage is switched off: the address alone carries the language.
    return undefined;
  }
};

export const remember = (language: Language): void => {
  try {
    localStorage.setItem(STORED, language);
  } catch {
    // As above.
  }
};
