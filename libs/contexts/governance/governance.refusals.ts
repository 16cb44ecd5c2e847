import type { RefusalCatalogue } from '#libs/kernel';

export const governanceRefusals = {
  'data-request-unknown': {
    status: 404,
    title: { en: 'There is no such request.', es: 'No existe esa solicitud.' },
    action: { en: 'Look at the list of requests.', es: 'Vea la lista de solicitudes.' },
  },
  'data-request-settled': {
    status: 409,
    title: { en: 'This request is settled already ({{status}}).', es: 'Esta solicitud ya está resuelta ({{status}}).' },
    action: { en: 'See the answer that was given, or ask anew.', es: 'Vea la respuesta que se dio, o pida de nuevo.' },
  },
  'corrections-waiting': {
    status: 409,
    title: {
      en: '{{open}} of your requests still wait for an answer.',
      es: '{{open}} de sus solicitudes todavía esperan respuesta.',
    },
    action: { en: 'Ask again once they are answered.', es: 'Pida de nuevo cuando estén respondidas.' },
  },
  'erasure-requested-already': {
    status: 409,
    title: { en: 'You have asked to be forgotten already.', es: 'Ya pidió que se olviden sus datos.' },
    action: { en: 'Confirm that request, or take it back.', es: 'Confirme esa solicitud, o retírela.' },
  },
  'erasure-not-confirmed': {
    status: 409,
    title: { en: 'The teacher has not confirmed this request yet.', es: 'El docente aún no confirma esta solicitud.' },
    action: { en: 'Wait until they have.', es: 'Espere a que la confirme.' },
  },
} as const satisfies RefusalCatalogue;
