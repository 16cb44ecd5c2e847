import type { RefusalCatalogue } from '#libs/kernel';

export const platformRefusals = {
  'clock-not-simulated': {
    status: 409,
    title: {
      en: '{{country}} lives in real time: its clock cannot be set.',
      es: '{{country}} vive en tiempo real: su reloj no se puede ajustar.',
    },
    action: {
      en: 'Only countries that were created as simulated have a clock to set.',
      es: 'Solo los países creados como simulados tienen un reloj ajustable.',
    },
  },
  'clock-goes-back': {
    status: 409,
    title: {
      en: 'The clock shows {{from}}; it does not go back to {{to}}.',
      es: 'El reloj marca {{from}}; no retrocede a {{to}}.',
    },
    action: { en: 'Set it to a later time.', es: 'Ajústelo a una hora posterior.' },
  },
  'no-projector': {
    status: 503,
    title: { en: 'No projector is at work for {{country}}.', es: 'Ningún proyector trabaja para {{country}}.' },
    action: {
      en: 'Start one and repeat the request; the record is whole, and nothing was changed.',
      es: 'Inicie uno y repita la solicitud; el registro está íntegro y nada cambió.',
    },
  },
  'view-unknown': {
    status: 404,
    title: { en: 'There is no view "{{view}}".', es: 'No existe la vista "{{view}}".' },
    action: { en: 'GET /v1/{country}/projections lists them.', es: 'GET /v1/{país}/projections las enumera.' },
  },
  'holder-incomplete': {
    status: 422,
    title: { en: 'The role {{role}} needs: {{missing}}.', es: 'El rol {{role}} necesita: {{missing}}.' },
    action: { en: 'Add it and send it again.', es: 'Agréguelo y vuelva a enviarlo.' },
  },
} as const satisfies RefusalCatalogue;
