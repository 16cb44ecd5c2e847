import type { RefusalCatalogue } from '#libs/kernel';

/** Refusals that any command may meet. */
export const commandRefusals = {
  'precondition-failed': {
    status: 412,
    title: {
      en: 'Somebody changed this since you read it (you saw revision {{expected}}, it is at {{actual}}).',
      es: 'Alguien lo cambió desde que usted lo leyó (vio la revisión {{expected}}, está en la {{actual}}).',
    },
    action: {
      en: 'Read it again and repeat your change on what you find.',
      es: 'Vuelva a leerlo y repita su cambio sobre lo que encuentre.',
    },
  },
  'idempotency-key-reused': {
    status: 422,
    title: {
      en: 'This Idempotency-Key was used before with another content.',
      es: 'Esta Idempotency-Key ya se usó antes con otro contenido.',
    },
    action: { en: 'Send a new key for a new command.', es: 'Envíe una clave nueva para una orden nueva.' },
  },
  'too-busy': {
    status: 503,
    title: {
      en: 'Too many changes to the same {{stream}} at once.',
      es: 'Demasiados cambios simultáneos en lo mismo ({{stream}}).',
    },
    action: {
      en: 'Repeat the request with the same Idempotency-Key in a moment.',
      es: 'Repita la solicitud con la misma Idempotency-Key en un momento.',
    },
  },
  'occurred-before-last': {
    status: 409,
    title: {
      en: 'It cannot have happened at {{occurredAt}}: something later ({{last}}) is recorded already.',
      es: 'No puede haber ocurrido el {{occurredAt}}: ya hay registrado algo posterior ({{last}}).',
    },
    action: {
      en: 'Check the date on the paper; correct it or leave it out.',
      es: 'Revise la fecha en el papel; corríjala u omítala.',
    },
  },
  'occurred-in-future': {
    status: 422,
    title: {
      en: 'It cannot have happened at {{occurredAt}}: it is {{now}}.',
      es: 'No puede haber ocurrido el {{occurredAt}}: son las {{now}}.',
    },
    action: { en: 'Check the date on the paper.', es: 'Revise la fecha en el papel.' },
  },
  'person-forgotten': {
    status: 410,
    title: { en: 'This person asked to be forgotten.', es: 'Esta persona pidió ser olvidada.' },
    action: {
      en: 'Nothing more can be recorded about them; they may register again.',
      es: 'No se puede registrar nada más; puede inscribirse de nuevo.',
    },
  },
} as const satisfies RefusalCatalogue;
