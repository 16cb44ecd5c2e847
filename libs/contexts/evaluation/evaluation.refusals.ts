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
  'release-published': {
    status: 409,
    title: {
      en: 'Release {{release}} of cycle {{cycle}} is published, and what is published is never changed.',
      es: 'La publicación {{release}} del ciclo {{cycle}} ya existe, y lo publicado no se cambia.',
    },
    action: { en: 'Publish under another label.', es: 'Publique con otro nombre.' },
  },
  'release-unknown': {
    status: 404,
    title: {
      en: 'There is no release {{release}} of cycle {{cycle}}.',
      es: 'No hay una publicación {{release}} del ciclo {{cycle}}.',
    },
    action: { en: 'Choose one of the list of releases.', es: 'Elija una de la lista de publicaciones.' },
  },
  'release-too-small': {
    status: 409,
    title: {
      en: 'Fewer than {{k}} people can be told about: nothing can be published yet.',
      es: 'Se podría informar de menos de {{k}} personas: todavía no se puede publicar nada.',
    },
    action: { en: 'Publish when more people take part.', es: 'Publique cuando participen más personas.' },
  },
  'release-reveals-difference': {
    status: 409,
    title: {
      en: 'Held against an earlier release, this one would tell about fewer than {{k}} people.',
      es: 'Comparada con una publicación anterior, esta revelaría datos de menos de {{k}} personas.',
    },
    action: {
      en: 'Publish without those groups (holdBack), or wait until more has changed; where the whole is among them, wait.',
      es: 'Publique sin esos grupos (holdBack) o espere a que cambie más; si el total está entre ellos, espere.',
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
