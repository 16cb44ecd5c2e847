/**
 * SQLite compares text as UTF-8 bytes, the product compares UTF-16 code units (as JavaScript does); the two differ where U+E000 to U+FFFF
 * meet what lies beyond. And it reads text back only up to a U+0000. Ids and text columns are therefore stored under a spelling whose
 * order as UTF-8 is the order of the original as UTF-16. Almost every text is its own spelling. It is made character by
 * character, so that the spelling of a prefix is a prefix of the spelling.
 */
/* eslint-disable no-control-regex -- control characters are what has to be spelled */
const special = /[\u0000\u0001\uE000-\uFFFF\u{10FFFE}\u{10FFFF}]/u;
const specials = /[\u0000\u0001\uE000-\uFFFF\u{10FFFE}\u{10FFFF}]/gu;
const spelled = /\u0001[\u0001\u0002]|\u{10FFFE}[\u0001\u0002]|\u{10FFFF}[\uE000-\uFFFF]/gu;

/* eslint-enable no-control-regex */

const FIRST_AFTER = '\u{10FFFE}';
const LAST = '\u{10FFFF}';

const spell = (character: string): string => {
  switch (character) {
    case '\u0000':
      return '\u0001\u0001';
    case '\u0001':
      return '\u0001\u0002';
    case FIRST_AFTER:
      return `${FIRST_AFTER}\u0001`;
    case LAST:
      return `${FIRST_AFTER}\u0002`;
    default:
      return LAST + character;
  }
};

const unspell = (spelling: string): string => {
  if (spelling.startsWith(LAST)) return spelling.slice(LAST.length);
  if (spelling.startsWith(FIRST_AFTER)) return spelling.endsWith('\u0001') ? FIRST_AFTER : LAST;
  return spelling.endsWith('\u0001') ? '\u0000' : '\u0001';
};

export const toSortKey = (text: string): string => (special.test(text) ? text.replace(specials, spell) : text);
export const fromSortKey = (key: string): string => (special.test(key) ? key.replace(spelled, unspell) : key);

/** Greater than every spelling that starts with this one, and smaller than all other greater ones. */
export const afterPrefix = (key: string): string => key + LAST + LAST;
