import type { RefusalCatalogue } from '#libs/kernel';

/** `measures-not-comparable` and `instrument-unknown` are declared where instruments are, `cycle-unknown` where cycles are. */
export const evaluationRefusals = {
  'measure-not-in-cycle': {
    status: 404,
    title: {
      en: 'No instrument of cycle {{cycle}} has the measure {{measure}} on the scale {{scale}}.',
      es: 'Ningún instrumento del ciclo {{cycle}} tiene la medida {{measure}} en la escala {{scale}}.',
    },
    action: {
      en: 'Choose a measure and a scale of the cycle’s own instruments.',
      es: 'Elija una medida y una escala de los instrumentos del propio ciclo.',
    },
  },
  'analysis-plan-registered': {
    status: 409,
    title: {
      en: 'The analysis plan {{plan}} is registered with another content, and a registered plan is never changed.',
      es: 'El plan de análisis {{plan}} está registrado con otro contenido, y un plan registrado no se cambia.',
    },
    action: {
      en: 'Register the new plan under another label; both stay, each with its date.',
      es: 'Registre el nuevo plan con otro nombre; ambos quedan, cada uno con su fecha.',
    },
  },
  'school-not-named': {
    status: 403,
    title: {
      en: 'Your access does not say which school you lead.',
      es: 'Su acceso no indica qué establecimiento dirige.',
    },
    action: { en: 'Ask the country team for access to your school.', es: 'Pida al equipo del país acceso a su establecimiento.' },
  },
} as const satisfies RefusalCatalogue;
