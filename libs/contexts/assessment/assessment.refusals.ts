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
    title: { en: 'This was handed in already.', es: 'Esta actividad ya se entregó.' },
    action: {
      en: 'It counts as it was handed in, and cannot be handed in twice; the profile shows it.',
      es: 'Cuenta como se entregó, y no se entrega dos veces; el perfil la muestra.',
    },
  },
  'begun-as-other': {
    status: 409,
    title: {
      en: 'This was begun under another registration of the same person, which was joined with this one.',
      es: 'Esta actividad ya se comenzó con otra inscripción de la misma persona, que se unió con esta.',
    },
    action: {
      en: 'Those answers count, and nobody answers twice. If two people were taken for one, the country team undoes the joining.',
      es: 'Esas respuestas cuentan, y nadie responde dos veces. Si se tomó a dos personas por una, el equipo del país deshace la unión.',
    },
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
  'then-items-unusable': {
    status: 422,
    title: {
      en: '{{instrument}} asks about the time before: it needs to be a self-rating with one item for each dimension.',
      es: '{{instrument}} pregunta por el tiempo anterior: debe ser una autovaloración con un ítem por dimensión.',
    },
    action: { en: 'Correct its measure or its items.', es: 'Corrija su medida o sus ítems.' },
  },
  'scoring-version-used': {
    status: 409,
    title: {
      en: '{{scoring}} was in force for {{instrument}} version {{version}} already; a version of the scoring never changes.',
      es: '{{scoring}} ya rigió para {{instrument}} versión {{version}}; una versión del puntaje no cambia.',
    },
    action: { en: 'Give the new scoring a version of its own.', es: 'Dé al puntaje nuevo una versión propia.' },
  },
  'keys-without-test': {
    status: 422,
    title: {
      en: '{{instrument}} is a self-rating: it has no right options.',
      es: '{{instrument}} es una autovaloración: no tiene opciones correctas.',
    },
    action: { en: 'Leave the keys out.', es: 'Omita las claves.' },
  },
  'minimum-answered-on-test': {
    status: 422,
    title: {
      en: '{{instrument}} is a test: what is left unanswered counts as wrong.',
      es: '{{instrument}} es una prueba: lo que no se responde cuenta como incorrecto.',
    },
    action: { en: 'Leave the smallest share of answers out.', es: 'Omita la proporción mínima de respuestas.' },
  },
  'occasion-not-planned': {
    status: 422,
    title: {
      en: 'The cycle asks for no {{measure}} on the occasion "{{occasion}}".',
      es: 'El ciclo no pide una medida {{measure}} en la ocasión "{{occasion}}".',
    },
    action: { en: 'Take what the cycle’s design names.', es: 'Responda lo que el diseño del ciclo indica.' },
  },
  'instrument-of-other-occasion': {
    status: 422,
    title: {
      en: '{{instrument}} cannot be answered on the occasion "{{occasion}}".',
      es: '{{instrument}} no se puede responder en la ocasión "{{occasion}}".',
    },
    action: {
      en: 'Correct the cycle’s design: only what asks about the time before is answered in retrospect.',
      es: 'Corrija el diseño del ciclo: en retrospectiva se responde solo lo que pregunta por el tiempo anterior.',
    },
  },
  'answered-before-consent': {
    status: 422,
    title: {
      en: 'These answers are of {{occurredAt}}; consent was given at {{consentedAt}}.',
      es: 'Estas respuestas son del {{occurredAt}}; el consentimiento se dio el {{consentedAt}}.',
    },
    action: {
      en: 'Record the consent on paper with its own date first, or leave the answers out.',
      es: 'Registre primero el consentimiento en papel con su fecha, u omita las respuestas.',
    },
  },
  'sheet-of-other-version': {
    status: 422,
    title: {
      en: 'The sheet is of {{sheet}}; this teacher answers {{instrument}} version {{version}}.',
      es: 'La hoja es de {{sheet}}; a esta persona le corresponde {{instrument}} versión {{version}}.',
    },
    action: {
      en: 'Look at the sheet again; answers to another form or version cannot be taken over.',
      es: 'Revise la hoja; no se pueden trasladar respuestas de otra forma o versión.',
    },
  },
  'attempt-not-submitted': {
    status: 409,
    title: { en: 'This attempt was not handed in: it has no result.', es: 'Este intento no se entregó: no tiene resultado.' },
    action: { en: 'Wait until it is handed in.', es: 'Espere a que se entregue.' },
  },
  'rescoring-unknown': {
    status: 404,
    title: { en: 'There is no such run of scoring anew.', es: 'No existe ese recálculo de puntajes.' },
    action: { en: 'See the list of the cycle’s runs.', es: 'Vea la lista de recálculos del ciclo.' },
  },
  'equating-for-tests-only': {
    status: 422,
    title: {
      en: '{{instrument}} is a self-rating; only test forms are put on a common scale.',
      es: '{{instrument}} es una autovaloración; solo las formas de prueba se llevan a una escala común.',
    },
    action: { en: 'Name test forms.', es: 'Indique formas de prueba.' },
  },
  'equating-forms-unusable': {
    status: 422,
    title: {
      en: 'The method {{method}} cannot be used on these forms: {{problem}}.',
      es: 'El método {{method}} no se puede usar con estas formas: {{problem}}.',
    },
    action: {
      en: 'Name the forms and anchors that the method needs.',
      es: 'Indique las formas y anclas que el método necesita.',
    },
  },
  'equating-scale-taken': {
    status: 409,
    title: {
      en: 'Scores that are not equated are on the scale {{scale}} already.',
      es: 'Ya hay puntajes sin equiparar en la escala {{scale}}.',
    },
    action: { en: 'Give the common scale a name of its own.', es: 'Dé a la escala común un nombre propio.' },
  },
  'equating-sample-too-small': {
    status: 422,
    title: {
      en: 'Only {{persons}} persons took {{instrument}} on that occasion; at least {{needed}} are needed.',
      es: 'Solo {{persons}} personas rindieron {{instrument}} en esa ocasión; se necesitan al menos {{needed}}.',
    },
    action: { en: 'Wait for more results, or supply a table.', es: 'Espere más resultados, o entregue una tabla.' },
  },
  'equating-without-spread': {
    status: 422,
    title: {
      en: 'The results of {{instrument}} do not differ: no line can be drawn through them.',
      es: 'Los resultados de {{instrument}} no difieren: no se puede trazar una recta.',
    },
    action: { en: 'Wait for more results, or supply a table.', es: 'Espere más resultados, o entregue una tabla.' },
  },
  'equating-table-unusable': {
    status: 422,
    title: {
      en: 'The table of {{instrument}} is unusable: {{problem}}.',
      es: 'La tabla de {{instrument}} no sirve: {{problem}}.',
    },
    action: {
      en: 'Give every raw score that the form can yield once, none worth less than a lower one, within 0 and 100 percent.',
      es: 'Dé una vez cada puntaje bruto posible, ninguno con menos valor que otro inferior, entre 0 y 100 por ciento.',
    },
  },
} as const satisfies RefusalCatalogue;
