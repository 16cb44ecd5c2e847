/** A text that people read, by BCP 47 tag: `{ "es": "Región", "en": "Region" }`. `es` serves every Spanish that has no text of its own. */
export type Text = Readonly<Record<string, string>>;

/** `es-CL` falls back to `es`: the tag, then each tag that it specialises (RFC 4647, lookup). */
const fallbacks = (language: string): readonly string[] => {
  const parts = language.split('-');
  return parts.map((_, index) => parts.slice(0, parts.length - index).join('-'));
};

/** Whether somebody who reads `language` is served by this text without falling back to another language. */
export const covers = (text: Text, language: string): boolean =>
  fallbacks(language).some((tag) => (text[tag] ?? '').trim() !== '');

/** The text for a reader: the best of their languages in order, else English, else the first there is. */
export const textIn = (text: Text, ...languages: readonly string[]): string => {
  for (const language of [...languages, 'en']) {
    for (const tag of fallbacks(language)) {
      const found = text[tag];
      if (found !== undefined && found !== '') return found;
    }
  }
  return Object.values(text)[0] ?? '';
};
