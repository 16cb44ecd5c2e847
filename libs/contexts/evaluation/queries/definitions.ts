import type { DefinitionId, IndicatorDefinition } from './answers.js';

const WILSON = { en: 'Wilson, 95 %', es: 'Wilson, 95 %' };
const CLUSTERED = { en: 'clustered by school, 95 %', es: 'agrupado por establecimiento, 95 %' };

/**
 * What the figures are. A definition that changes gets another version and the old one stays, so that what was cited can be looked up.
 */
export const INDICATORS: readonly IndicatorDefinition[] = [
  {
    id: 'reached',
    version: 1,
    name: { en: 'Reached', es: 'Docentes alcanzados' },
    numerator: {
      en: 'Distinct persons who confirmed that they have seen their profile',
      es: 'Personas distintas que confirmaron haber visto su perfil',
    },
    denominator: { en: 'The cycle’s target', es: 'La meta del ciclo' },
    interval: null,
    source: null,
  },
  {
    id: 'trained',
    version: 1,
    name: { en: 'Trained', es: 'Docentes formados' },
    numerator: {
      en: 'Distinct persons who completed at least one course',
      es: 'Personas distintas que terminaron al menos un curso',
    },
    denominator: { en: 'The cycle’s target', es: 'La meta del ciclo' },
    interval: null,
    source: null,
  },
  {
    id: 'funnel',
    version: 1,
    name: { en: 'Funnel', es: 'Embudo' },
    numerator: {
      en: 'Persons who took a step and every one before it',
      es: 'Personas que dieron un paso y todos los anteriores',
    },
    denominator: {
      en: 'Persons of the step before; of the first step',
      es: 'Personas del paso anterior; del primer paso',
    },
    interval: WILSON,
    source: null,
  },
  {
    id: 'certified',
    version: 1,
    name: { en: 'Certified', es: 'Docentes certificados' },
    numerator: {
      en: 'Distinct persons who meet the cycle’s own rule: hours of completed courses, and the final test where it asks for it',
      es: 'Personas distintas que cumplen la regla del propio ciclo: horas de cursos terminados y, si la pide, la prueba final',
    },
    denominator: { en: 'Handed in the final test', es: 'Entregaron la prueba final' },
    interval: WILSON,
    source: null,
  },
  {
    id: 'participation',
    version: 1,
    name: { en: 'Participation', es: 'Participación' },
    numerator: { en: 'Handed in the self-assessment', es: 'Entregaron la autovaloración' },
    denominator: { en: 'Invited', es: 'Invitados' },
    interval: WILSON,
    source: null,
  },
  {
    id: 'completion',
    version: 1,
    name: { en: 'Completion', es: 'Finalización' },
    numerator: { en: 'Completed at least one course', es: 'Terminaron al menos un curso' },
    denominator: { en: 'Enrolled', es: 'Inscritos' },
    interval: WILSON,
    source: null,
  },
  {
    id: 'final-participation',
    version: 1,
    name: { en: 'Participation in the final test', es: 'Participación en la prueba final' },
    numerator: { en: 'Handed in the final test', es: 'Entregaron la prueba final' },
    denominator: { en: 'Handed in the self-assessment', es: 'Entregaron la autovaloración' },
    interval: WILSON,
    source: null,
  },
  {
    id: 'coverage',
    version: 1,
    name: { en: 'Coverage', es: 'Cobertura' },
    numerator: { en: 'Reached', es: 'Docentes alcanzados' },
    denominator: { en: 'Eligible population of the group', es: 'Población elegible del grupo' },
    interval: null,
    source: null,
  },
  {
    id: 'parity-index',
    version: 1,
    name: { en: 'Adjusted parity index', es: 'Índice de paridad ajustado' },
    numerator: { en: 'Proportion of the disadvantaged group', es: 'Proporción del grupo en desventaja' },
    denominator: { en: 'Proportion of the advantaged group', es: 'Proporción del grupo en ventaja' },
    interval: { en: 'of the logarithm of the ratio, 95 %', es: 'del logaritmo de la razón, 95 %' },
    source: 'UNESCO Institute for Statistics',
  },
  {
    id: 'learning-gain',
    version: 1,
    name: { en: 'Learning gain', es: 'Ganancia de aprendizaje' },
    numerator: {
      en: 'Sum of last minus first test score of matched persons, one scale',
      es: 'Suma de puntaje final menos inicial de personas emparejadas, una escala',
    },
    denominator: { en: 'Matched persons', es: 'Personas emparejadas' },
    interval: CLUSTERED,
    source: null,
  },
  {
    id: 'self-rating-change',
    version: 1,
    name: { en: 'Change of the self-rating', es: 'Cambio de la autovaloración' },
    numerator: {
      en: 'Sum of last minus first self-rating of matched persons, one scale',
      es: 'Suma de autovaloración final menos inicial de personas emparejadas, una escala',
    },
    denominator: { en: 'Matched persons', es: 'Personas emparejadas' },
    interval: CLUSTERED,
    source: null,
  },
  {
    id: 'g-av',
    version: 1,
    name: { en: 'Hedges’ g_av', es: 'g_av de Hedges' },
    numerator: { en: 'J times the mean gain', es: 'J por la ganancia media' },
    denominator: {
      en: 'Mean of the standard deviations before and after',
      es: 'Media de las desviaciones estándar inicial y final',
    },
    interval: null,
    source: 'Lakens 2013, Frontiers in Psychology 4:863',
  },
  {
    id: 'class-gain',
    version: 1,
    name: { en: 'Hake’s gain of the class', es: 'Ganancia de Hake del grupo' },
    numerator: { en: 'Mean after minus mean before', es: 'Media final menos media inicial' },
    denominator: { en: 'Maximum minus mean before', es: 'Máximo menos media inicial' },
    interval: null,
    source: 'Hake 1998, American Journal of Physics 66:64',
  },
  {
    id: 'normalised-change',
    version: 1,
    name: { en: 'Normalised change', es: 'Cambio normalizado' },
    numerator: {
      en: 'Sum of each one’s change over what was possible upwards or downwards',
      es: 'Suma del cambio de cada persona sobre lo posible hacia arriba o hacia abajo',
    },
    denominator: {
      en: 'Matched persons but those who stayed at an end',
      es: 'Personas emparejadas, salvo quienes siguen en un extremo',
    },
    interval: null,
    source: 'Marx and Cummings 2007, American Journal of Physics 75:87',
  },
  {
    id: 'gap',
    version: 1,
    name: { en: 'Gap', es: 'Brecha' },
    numerator: {
      en: 'Sum of proficiency levels missing to the target',
      es: 'Suma de niveles de competencia que faltan para la meta',
    },
    denominator: { en: 'Persons who rated the competency', es: 'Personas que valoraron la competencia' },
    interval: null,
    source: null,
  },
  {
    id: 'attrition',
    version: 1,
    name: { en: 'Attrition', es: 'Pérdida' },
    numerator: { en: 'Persons with a first and no last result', es: 'Personas con resultado inicial y sin final' },
    denominator: { en: 'Persons with a first result', es: 'Personas con resultado inicial' },
    interval: { en: 'difference: Newcombe, 95 %', es: 'diferencia: Newcombe, 95 %' },
    source: 'Newcombe 1998, Statistics in Medicine 17:873',
  },
  {
    id: 'matched-lost',
    version: 1,
    name: { en: 'Matched against lost at baseline', es: 'Emparejados frente a perdidos al inicio' },
    numerator: { en: 'Difference of the mean first results', es: 'Diferencia de las medias iniciales' },
    denominator: {
      en: 'Root mean square of the two standard deviations',
      es: 'Media cuadrática de las dos desviaciones estándar',
    },
    interval: { en: 'large sample, 95 %', es: 'muestra grande, 95 %' },
    source: 'Austin 2009, Statistics in Medicine 28:3083',
  },
  {
    id: 'gain-bounds',
    version: 1,
    name: { en: 'Bounds on the gain', es: 'Cotas de la ganancia' },
    numerator: {
      en: 'Sum of gains, with the lost at the bottom or the top of the scale',
      es: 'Suma de ganancias, con los perdidos en el mínimo o el máximo de la escala',
    },
    denominator: { en: 'Persons with a first result', es: 'Personas con resultado inicial' },
    interval: null,
    source: 'Manski 1990, American Economic Review 80:319',
  },
  {
    id: 'time-to-complete',
    version: 1,
    name: { en: 'Time to complete', es: 'Tiempo hasta terminar' },
    numerator: { en: 'Completed a first course by that day', es: 'Terminaron un primer curso hasta ese día' },
    denominator: { en: 'Persons with a seat who are still watched', es: 'Personas con cupo aún en observación' },
    interval: { en: 'Greenwood, log(−log), 95 %', es: 'Greenwood, log(−log), 95 %' },
    source: 'Kaplan and Meier 1958, Journal of the American Statistical Association 53:457',
  },
  {
    id: 'targeted-change',
    version: 1,
    name: { en: 'Change on targeted competencies', es: 'Cambio en las competencias trabajadas' },
    numerator: {
      en: 'Mean change on the competencies of the path, beside the same persons’ other ones',
      es: 'Cambio medio en las competencias de la ruta, junto a las demás de las mismas personas',
    },
    denominator: { en: 'Persons rated twice', es: 'Personas valoradas dos veces' },
    interval: CLUSTERED,
    source: null,
  },
  {
    id: 'lottery-comparison',
    version: 1,
    name: { en: 'Drawn a seat minus drawn none', es: 'Con cupo sorteado menos sin cupo' },
    numerator: {
      en: 'Difference of the means within each draw, intention to treat',
      es: 'Diferencia de medias dentro de cada sorteo, por intención de tratar',
    },
    denominator: { en: 'Weighted by the size of the draws', es: 'Ponderada por el tamaño de los sorteos' },
    interval: { en: 'Neyman within draws, 95 %', es: 'Neyman dentro de los sorteos, 95 %' },
    source: 'Gerber and Green 2012, Field Experiments',
  },
  {
    id: 'then-and-now',
    version: 1,
    name: { en: 'Then and now', es: 'Antes visto desde ahora' },
    numerator: {
      en: 'Self-rating at the end minus the rating, made at the end, of the beginning',
      es: 'Autovaloración final menos la que al final se hace del inicio',
    },
    denominator: { en: 'Persons who gave both', es: 'Personas que dieron ambas' },
    interval: CLUSTERED,
    source: null,
  },
  {
    id: 'distinct-persons',
    version: 1,
    name: { en: 'Distinct persons', es: 'Personas distintas' },
    numerator: { en: 'Each person once over all cycles', es: 'Cada persona una vez en todos los ciclos' },
    denominator: null,
    interval: null,
    source: null,
  },
  {
    id: 'reliability',
    version: 1,
    name: { en: 'Cronbach’s α', es: 'α de Cronbach' },
    numerator: { en: 'Variance that the items have in common', es: 'Varianza que los ítems tienen en común' },
    denominator: { en: 'Variance of the total', es: 'Varianza del total' },
    interval: null,
    source: 'Cronbach 1951, Psychometrika 16:297',
  },
  {
    id: 'retention',
    version: 1,
    name: { en: 'Retention', es: 'Retención de lo aprendido' },
    numerator: {
      en: 'First result of a cycle minus last result of the one before, matched persons',
      es: 'Resultado inicial de un ciclo menos final del anterior, personas emparejadas',
    },
    denominator: { en: 'Matched persons', es: 'Personas emparejadas' },
    interval: CLUSTERED,
    source: null,
  },
];

const VERSIONS = new Map(INDICATORS.map(({ id, version }) => [id, version]));

/** The ids of definitions as they are cited, with the version in force. */
export const cited = (...ids: readonly string[]): DefinitionId[] =>
  ids.map((id) => {
    const version = VERSIONS.get(id);
    if (version === undefined) throw new Error(`no indicator ${id} is defined`);
    return `${id}@${version}` as const;
  });
