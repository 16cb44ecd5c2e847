import type { RefusalCatalogue } from '#libs/kernel';

/** Refusals of signing in. `too-many-attempts` is declared with the other refusals of the HTTP layer. */
export const accessRefusals = {
  'code-unknown': {
    status: 401,
    title: { en: 'This code is not known.', es: 'Este código no existe.' },
    action: {
      en: 'Check it letter by letter, and that you chose the right country; the country team can give you a new one.',
      es: 'Revíselo letra por letra, y que el país sea el correcto; el equipo del país puede darle uno nuevo.',
    },
  },
  'code-used': {
    status: 410,
    title: { en: 'This code was used already.', es: 'Este código ya se usó.' },
    action: {
      en: 'A code opens once. Ask the country team for a new one; if it was not you who used it, say so.',
      es: 'Un código sirve una sola vez. Pida uno nuevo al equipo del país; si no fue usted quien lo usó, avise.',
    },
  },
  'code-expired': {
    status: 410,
    title: { en: 'This code has expired ({{expiredAt}}).', es: 'Este código venció ({{expiredAt}}).' },
    action: { en: 'Ask the country team for a new one.', es: 'Pida uno nuevo al equipo del país.' },
  },
  'key-unknown': {
    status: 401,
    title: { en: 'This access key is not known, or was revoked.', es: 'Esta clave de acceso no existe o fue revocada.' },
    action: { en: 'Ask the operator for a new key.', es: 'Pida una clave nueva a la operación.' },
  },
} as const satisfies RefusalCatalogue;
