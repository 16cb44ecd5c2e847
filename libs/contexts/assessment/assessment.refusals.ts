import type { RefusalCatalogue } from '#libs/kernel';

export const assessmentRefusals = {
  'instrument-unknown': {
    status: 404,
    title: {
      en: 'There is no version {{version}} of the instrument {{instrument}}.',
      es: 'No existe la versión {{version}} del instrumento {{instrument}}.',
    },
    action: { en: 'Publish it first, or correct the cycle’s design.', es: 'Publíquela primero, o corrija el diseño del ciclo.' },
  },
  'instrument-version-published-already': {
    status: 409,
    title: {
      en: 'Version {{version}} of {{instrument}} is published; it never changes.',
      es: 'La versión {{version}} de {{instrument}} ya está publicada; no cambia.',
    },
    action: { en: 'Publish a new version.', es: 'Publique una versión nueva.' },
  },
  'measures-not-comparable': {
    status: 422,
    title: {
      en: '{{measure}} on {{scale}} and {{other}} on {{otherScale}} are different measures: no gain exists between them.',
      es: '{{measure}} en {{scale}} y {{other}} en {{otherScale}} son medidas distintas: entre ellas no existe ganancia.',
    },
    action: {
      en: 'Compare two results of one measure on one scale.',
      es: 'Compare dos resultados de una misma medida y escala.',
    },
  },
  'item-repeated': {
    status: 422,
    title: { en: 'An item id stands twice in {{instrument}}.', es: 'Un identificador de ítem se repite en {{instrument}}.' },
    action: { en: 'Give every item an id of its own.', es: 'Dé a cada ítem un identificador propio.' },
  },
  'options-unusable': {
    status: 422,
    title: {
      en: 'The options of item {{item}} cannot be answered.',
      es: 'Las opciones del ítem {{item}} no se pueden responder.',
    },
    action: {
      en: 'Give it at least two different options of the measure’s kind.',
      es: 'Dele al menos dos opciones distintas, del tipo de la medida.',
    },
  },
  'key-missing': {
    status: 422,
    title: {
      en: 'Item {{item}} has no right option among its own.',
      es: 'El ítem {{item}} no tiene una opción correcta entre las suyas.',
    },
    action: { en: 'Complete the keys of the form.', es: 'Complete las claves de la forma.' },
  },
  'already-started': {
    status: 409,
    title: { en: 'You have begun this already.', es: 'Ya comenzó esta actividad.' },
    action: { en: 'Go on where you stopped: attempt {{attempt}}.', es: 'Continúe donde quedó: intento {{attempt}}.' },
  },
  'already-submitted': {
    status: 409,
    title: { en: 'You have handed this in already.', es: 'Ya entregó esta actividad.' },
    action: { en: 'It counts as it was handed in; see your profile.', es: 'Cuenta como se entregó; vea su perfil.' },
  },
  'attempt-unknown': {
    status: 404,
    title: { en: 'There is no such attempt of yours.', es: 'No existe ese intento suyo.' },
    action: { en: 'Begin the self-assessment or the test first.', es: 'Comience primero la autovaloración o la prueba.' },
  },
  'item-unknown': {
    status: 422,
    title: {
      en: 'Item {{item}} is not part of {{instrument}} version {{version}}.',
      es: 'El ítem {{item}} no es parte de {{instrument}} versión {{version}}.',
    },
    action: { en: 'Answer the items of the form you began.', es: 'Responda los ítems de la forma que comenzó.' },
  },
  'answer-not-offered': {
    status: 422,
    title: { en: '"{{answer}}" is no option of item {{item}}.', es: '"{{answer}}" no es una opción del ítem {{item}}.' },
    action: { en: 'Choose one of the options shown.', es: 'Elija una de las opciones que se muestran.' },
  },
  'answers-missing': {
    status: 422,
    title: { en: 'Some items have no answer yet.', es: 'Faltan ítems por responder.' },
    action: {
      en: 'Answer these, or mark them not applicable: {{items}}.',
      es: 'Responda estos, o márquelos como no aplicables: {{items}}.',
    },
  },
  'profile-not-there': {
    status: 409,
    title: { en: 'There is no profile yet.', es: 'Todavía no hay perfil.' },
    action: { en: 'Hand in the self-assessment first.', es: 'Entregue primero la autovaloración.' },
  },
} as const satisfies RefusalCatalogue;
