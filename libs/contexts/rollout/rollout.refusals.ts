import type { RefusalCatalogue } from '#libs/kernel';

export const rolloutRefusals = {
  'country-exists': {
    status: 409,
    title: { en: 'The country {{country}} is there already.', es: 'El país {{country}} ya existe.' },
    action: { en: 'Use it, or choose another id.', es: 'Úselo, o elija otro identificador.' },
  },
  'country-not-created': {
    status: 404,
    title: { en: 'This country has not been created yet.', es: 'Este país aún no ha sido creado.' },
    action: { en: 'An operator creates it first.', es: 'Un operador debe crearlo primero.' },
  },
  'time-zone-unknown': {
    status: 422,
    title: { en: '"{{timeZone}}" is no time zone.', es: '"{{timeZone}}" no es una zona horaria.' },
    action: {
      en: 'Give one of the IANA database, such as America/Santiago.',
      es: 'Indique una de la base IANA, como America/Santiago.',
    },
  },
  'languages-missing': {
    status: 422,
    title: { en: 'The country has no language.', es: 'El país no tiene idioma.' },
    action: { en: 'Name at least one, such as es-CL.', es: 'Indique al menos uno, como es-CL.' },
  },
  'suppression-threshold-too-small': {
    status: 422,
    title: {
      en: 'Groups of {{threshold}} cannot be shown: the smallest allowed is {{least}}.',
      es: 'No se pueden mostrar grupos de {{threshold}}: el mínimo admitido es {{least}}.',
    },
    action: { en: 'Choose {{least}} or more.', es: 'Elija {{least}} o más.' },
  },
  'education-level-unknown': {
    status: 422,
    title: {
      en: 'The country has no education level "{{educationLevel}}".',
      es: 'El país no tiene el nivel educativo "{{educationLevel}}".',
    },
    action: { en: 'Use one of the country’s own codes.', es: 'Use uno de los códigos del país.' },
  },
  'region-unknown': {
    status: 422,
    title: { en: 'The country has no region "{{region}}".', es: 'El país no tiene la región "{{region}}".' },
    action: { en: 'Use an ISO 3166-2 code of the country.', es: 'Use un código ISO 3166-2 del país.' },
  },
  'sector-unknown': {
    status: 422,
    title: { en: 'The country has no school sector "{{sector}}".', es: 'El país no tiene la dependencia "{{sector}}".' },
    action: { en: 'Use one of the country’s own codes.', es: 'Use uno de los códigos del país.' },
  },
  'school-mapping-malformed': {
    status: 422,
    title: { en: 'The mapping cannot be used.', es: 'El mapeo no se puede usar.' },
    action: { en: 'Correct these: {{problems}}.', es: 'Corrija lo siguiente: {{problems}}.' },
  },
  'school-mapping-name-malformed': {
    status: 422,
    title: { en: '"{{mapping}}" cannot be the name of a mapping.', es: '"{{mapping}}" no puede ser el nombre de un mapeo.' },
    action: { en: 'Use letters, digits and hyphens, 60 at most.', es: 'Use letras, dígitos y guiones, a lo más 60.' },
  },
  'school-mapping-unknown': {
    status: 404,
    title: { en: 'There is no mapping "{{mapping}}".', es: 'No existe el mapeo "{{mapping}}".' },
    action: { en: 'Define it first.', es: 'Defínalo primero.' },
  },
  'import-unknown': {
    status: 404,
    title: { en: 'There is no import {{import}}.', es: 'No existe la importación {{import}}.' },
    action: { en: 'Look for it in the list of imports.', es: 'Búsquela en la lista de importaciones.' },
  },
  'import-finished': {
    status: 409,
    title: { en: 'The import {{import}} is finished.', es: 'La importación {{import}} ya terminó.' },
    action: { en: 'Start another one with a new Idempotency-Key.', es: 'Inicie otra con una Idempotency-Key nueva.' },
  },
  'register-empty': {
    status: 422,
    title: { en: 'The file is empty.', es: 'El archivo está vacío.' },
    action: { en: 'Send the register with its header and rows.', es: 'Envíe el registro con su encabezado y sus filas.' },
  },
  'register-is-an-archive': {
    status: 422,
    title: { en: 'The file is a {{kind}} archive.', es: 'El archivo es un comprimido {{kind}}.' },
    action: { en: 'Unpack it and send the CSV file inside.', es: 'Descomprímalo y envíe el archivo CSV que contiene.' },
  },
  'register-in-utf16': {
    status: 422,
    title: { en: 'The file is encoded in UTF-16.', es: 'El archivo está codificado en UTF-16.' },
    action: { en: 'Save it as CSV in UTF-8.', es: 'Guárdelo como CSV en UTF-8.' },
  },
  'register-not-text': {
    status: 422,
    title: { en: 'The file is no text.', es: 'El archivo no es texto.' },
    action: { en: 'Send the register as a CSV file.', es: 'Envíe el registro como archivo CSV.' },
  },
  'register-header-unreadable': {
    status: 422,
    title: {
      en: 'The header, in line {{row}}, cannot be read: {{why}}',
      es: 'El encabezado, en la línea {{row}}, no se puede leer: {{why}}',
    },
    action: {
      en: 'Correct the line and send the file again; nothing was recorded.',
      es: 'Corrija la línea y vuelva a enviar el archivo; nada se registró.',
    },
  },
  'register-delimiter-differs': {
    status: 422,
    title: {
      en: 'The columns are separated by {{found}}, the mapping says {{expected}}.',
      es: 'Las columnas están separadas por {{found}}; el mapeo dice {{expected}}.',
    },
    action: {
      en: 'Correct the delimiter in the mapping, or save the file with the other one.',
      es: 'Corrija el separador en el mapeo, o guarde el archivo con el otro.',
    },
  },
  'register-columns-repeated': {
    status: 422,
    title: { en: 'The header names columns more than once: {{columns}}.', es: 'El encabezado repite columnas: {{columns}}.' },
    action: { en: 'Leave one of each in the file.', es: 'Deje una de cada una en el archivo.' },
  },
  'register-columns-missing': {
    status: 422,
    title: {
      en: 'The file lacks columns: {{missing}}. It has: {{found}}.',
      es: 'Al archivo le faltan columnas: {{missing}}. Tiene: {{found}}.',
    },
    action: {
      en: 'Choose the mapping that fits this file, or complete the file; nothing was recorded.',
      es: 'Elija el mapeo que corresponde a este archivo, o complételo; nada se registró.',
    },
  },
  'school-unknown': {
    status: 404,
    title: {
      en: 'There is no school {{school}} in the register.',
      es: 'No existe el establecimiento {{school}} en el registro.',
    },
    action: { en: 'Check the code, or register the school first.', es: 'Revise el código, o registre antes el establecimiento.' },
  },
  'school-code-fixed': {
    status: 409,
    title: {
      en: 'The school {{code}} cannot become {{given}}.',
      es: 'El establecimiento {{code}} no puede pasar a ser {{given}}.',
    },
    action: {
      en: 'Register the other code as a school of its own.',
      es: 'Registre el otro código como un establecimiento aparte.',
    },
  },
  'school-not-operating': {
    status: 422,
    title: {
      en: 'The school {{school}} takes no teachers: it is {{status}}.',
      es: 'El establecimiento {{school}} no recibe docentes: está {{status}}.',
    },
    action: {
      en: 'Choose a school that operates, or correct its state in the register.',
      es: 'Elija uno en funcionamiento, o corrija su estado en el registro.',
    },
  },
  'education-level-not-at-school': {
    status: 422,
    title: {
      en: 'The school {{school}} has no education level "{{educationLevel}}".',
      es: 'El establecimiento {{school}} no tiene el nivel educativo "{{educationLevel}}".',
    },
    action: { en: 'Choose one that it has: {{offered}}.', es: 'Elija uno que tenga: {{offered}}.' },
  },
  'coordinates-incomplete': {
    status: 422,
    title: { en: 'Only one of latitude and longitude is given.', es: 'Solo se indicó latitud o longitud.' },
    action: { en: 'Give both or none.', es: 'Indique ambas o ninguna.' },
  },
  'date-malformed': {
    status: 422,
    title: { en: '"{{value}}" is no date.', es: '"{{value}}" no es una fecha.' },
    action: { en: 'Write 2023-06-09, or 2023-06-09T23:59:59-04:00.', es: 'Escriba 2023-06-09, o 2023-06-09T23:59:59-04:00.' },
  },
  'cycle-exists': {
    status: 409,
    title: { en: 'The cycle {{cycle}} is there already.', es: 'El ciclo {{cycle}} ya existe.' },
    action: { en: 'Choose another label.', es: 'Elija otro nombre.' },
  },
  'cycle-unknown': {
    status: 404,
    title: { en: 'There is no cycle {{cycle}}.', es: 'No existe el ciclo {{cycle}}.' },
    action: { en: 'Check the label; a coordinator plans cycles.', es: 'Revise el nombre; la coordinación planifica los ciclos.' },
  },
  'cycle-not-planned': {
    status: 409,
    title: {
      en: 'The cycle {{cycle}} cannot be opened: it is {{status}}.',
      es: 'El ciclo {{cycle}} no se puede abrir: está {{status}}.',
    },
    action: { en: 'Only a planned cycle opens, and once.', es: 'Solo se abre un ciclo planificado, y una vez.' },
  },
  'cycle-not-open': {
    status: 409,
    title: { en: 'The cycle {{cycle}} is not open ({{status}}).', es: 'El ciclo {{cycle}} no está abierto ({{status}}).' },
    action: { en: 'Wait until it opens, or ask the country team.', es: 'Espere a que abra, o pregunte al equipo del país.' },
  },
  'cycle-closed': {
    status: 409,
    title: { en: 'The cycle {{cycle}} is closed.', es: 'El ciclo {{cycle}} está cerrado.' },
    action: { en: 'Invite to the next cycle.', es: 'Invite al próximo ciclo.' },
  },
  'stages-out-of-order': {
    status: 422,
    title: {
      en: 'The stage {{stage}} stands in the wrong place; {{expected}} is expected.',
      es: 'La etapa {{stage}} está fuera de lugar; se espera {{expected}}.',
    },
    action: {
      en: 'Give self-assessment, learning and evaluation in this order, each once.',
      es: 'Indique self-assessment, learning y evaluation en este orden, cada una una vez.',
    },
  },
  'stage-opens-too-early': {
    status: 422,
    title: {
      en: '{{stage}} would open at {{opens}}, before {{before}}, which opens at {{earliest}}.',
      es: '{{stage}} abriría el {{opens}}, antes que {{before}}, que abre el {{earliest}}.',
    },
    action: {
      en: 'Let it open when the stage before it opens, or later.',
      es: 'Debe abrir cuando abre la etapa anterior, o después.',
    },
  },
  'window-inside-out': {
    status: 422,
    title: { en: 'The window of {{stage}} ends before it begins.', es: 'La ventana de {{stage}} termina antes de comenzar.' },
    action: {
      en: 'It opens before it closes, and grace ends at its closing or later.',
      es: 'Debe abrir antes de cerrar, y la gracia terminar al cierre o después.',
    },
  },
  'windows-overlap': {
    status: 422,
    title: {
      en: '{{second}} would open at {{opens}}, while {{first}} still takes answers until {{until}}.',
      es: '{{second}} abriría el {{opens}}, mientras {{first}} aún recibe respuestas hasta el {{until}}.',
    },
    action: {
      en: 'The two rounds of measurement must not touch: end the first one, grace included, before the second one opens.',
      es: 'Las dos rondas de medición no deben tocarse: la primera, con su gracia, termina antes de que abra la segunda.',
    },
  },
  'windows-contradictory': {
    status: 422,
    title: {
      en: 'The region {{region}} has two windows for {{stage}}: one closes at {{closes}}, the other at {{other}}.',
      es: 'La región {{region}} tiene dos ventanas para {{stage}}: una cierra el {{closes}}, la otra el {{other}}.',
    },
    action: { en: 'Give one window a stage for each region.', es: 'Indique una ventana por etapa para cada región.' },
  },
  'window-ends-in-the-past': {
    status: 422,
    title: {
      en: 'The window of {{stage}} would have ended already, at {{graceUntil}}.',
      es: 'La ventana de {{stage}} ya habría terminado, el {{graceUntil}}.',
    },
    action: { en: 'Choose an end after {{now}}.', es: 'Elija un término posterior al {{now}}.' },
  },
  'window-scope-unclear': {
    status: 422,
    title: {
      en: 'A window is changed for one region, one school or one person, or for everybody.',
      es: 'Una ventana se cambia para una región, un establecimiento o una persona, o para todos.',
    },
    action: { en: 'Name one of them, or none.', es: 'Indique uno de ellos, o ninguno.' },
  },
  'stage-goes-back': {
    status: 409,
    title: {
      en: 'The cycle is in {{from}}; it does not go back to {{to}}.',
      es: 'El ciclo está en {{from}}; no vuelve a {{to}}.',
    },
    action: { en: 'Stages only go forward.', es: 'Las etapas solo avanzan.' },
  },
  'window-not-open': {
    status: 409,
    title: {
      en: 'This is not open yet (stage {{stage}}, from {{opens}}).',
      es: 'Todavía no está abierto (etapa {{stage}}, desde {{opens}}).',
    },
    action: { en: 'Come back when it opens.', es: 'Vuelva cuando abra.' },
  },
  'window-closed': {
    status: 409,
    title: {
      en: 'This closed at {{closes}}; what came until {{graceUntil}} still counted.',
      es: 'Esto cerró el {{closes}}; lo recibido hasta {{graceUntil}} aún contaba.',
    },
    action: {
      en: 'Ask the country team whether the window is extended.',
      es: 'Pregunte al equipo del país si la ventana se amplía.',
    },
  },
  'framework-newer-than-cycle': {
    status: 422,
    title: {
      en: 'The framework {{framework}} was published in {{year}}, after this cycle.',
      es: 'El marco {{framework}} se publicó en {{year}}, después de este ciclo.',
    },
    action: { en: 'Use a framework that was there.', es: 'Use un marco que ya existía.' },
  },
  'framework-without-levels': {
    status: 422,
    title: {
      en: 'The framework {{framework}} ({{shape}}) has no proficiency levels: no target can be set on it.',
      es: 'El marco {{framework}} ({{shape}}) no tiene niveles de desempeño: no admite metas por nivel.',
    },
    action: {
      en: 'Set targets on a levelled framework, or leave them out.',
      es: 'Fije metas sobre un marco con niveles, u omítalas.',
    },
  },
  'competency-unknown': {
    status: 422,
    title: {
      en: 'The framework {{framework}} has no competency {{competency}}.',
      es: 'El marco {{framework}} no tiene la competencia {{competency}}.',
    },
    action: { en: 'Use the framework’s own codes.', es: 'Use los códigos del marco.' },
  },
  'target-level-unknown': {
    status: 422,
    title: {
      en: '{{target}} is no proficiency level; {{competency}} can have 0 to {{highest}}.',
      es: '{{target}} no es un nivel de desempeño; {{competency}} admite de 0 a {{highest}}.',
    },
    action: { en: 'Choose a level of the framework.', es: 'Elija un nivel del marco.' },
  },
  'consent-text-missing': {
    status: 422,
    title: { en: 'The consent text is missing in: {{languages}}.', es: 'Falta el texto de consentimiento en: {{languages}}.' },
    action: { en: 'Give it in every language of the country.', es: 'Entréguelo en todos los idiomas del país.' },
  },
  'test-forms-alike': {
    status: 422,
    title: {
      en: 'Both test forms are {{instrument}} version {{version}}.',
      es: 'Ambas formas de la prueba son {{instrument}} versión {{version}}.',
    },
    action: { en: 'Name two parallel forms.', es: 'Indique dos formas paralelas.' },
  },
  'national-id-malformed': {
    status: 422,
    title: { en: 'The national id is not right.', es: 'El documento de identidad no es válido.' },
    action: { en: 'Check its digits and its check digit.', es: 'Revise sus dígitos y su dígito verificador.' },
  },
  'teacher-unknown': {
    status: 404,
    title: { en: 'There is no such teacher.', es: 'No existe ese docente.' },
    action: { en: 'Check the pseudonym in the list of teachers.', es: 'Revise el seudónimo en la lista de docentes.' },
  },
  'teacher-registered-already': {
    status: 409,
    title: { en: 'This person is registered already, as {{teacher}}.', es: 'Esta persona ya está inscrita, como {{teacher}}.' },
    action: { en: 'Use the registration that is there.', es: 'Use la inscripción que existe.' },
  },
  'assignment-repeated': {
    status: 422,
    title: {
      en: 'A school is named twice among the assignments.',
      es: 'Un establecimiento aparece dos veces en las asignaciones.',
    },
    action: { en: 'Give one assignment for each school.', es: 'Indique una asignación por establecimiento.' },
  },
  'assignment-unknown': {
    status: 404,
    title: {
      en: 'The teacher is not assigned to the school {{school}}.',
      es: 'El docente no está asignado al establecimiento {{school}}.',
    },
    action: { en: 'Look at the teacher’s assignments.', es: 'Vea las asignaciones del docente.' },
  },
  'not-invited': {
    status: 403,
    title: { en: 'You are not invited to the cycle {{cycle}}.', es: 'No está invitado al ciclo {{cycle}}.' },
    action: { en: 'Ask the country team for an invitation.', es: 'Pida una invitación al equipo del país.' },
  },
  'cycle-repeats-itself': {
    status: 422,
    title: { en: 'The cycle {{cycle}} cannot repeat itself.', es: 'El ciclo {{cycle}} no se puede repetir a sí mismo.' },
    action: { en: 'Give the new cycle a label of its own.', es: 'Dé al nuevo ciclo un nombre propio.' },
  },
  'cycle-repeats-none': {
    status: 409,
    title: { en: 'The cycle {{cycle}} repeats no earlier one.', es: 'El ciclo {{cycle}} no repite uno anterior.' },
    action: { en: 'Invite teachers by name.', es: 'Invite a los docentes por nombre.' },
  },
  'nobody-to-write-to': {
    status: 409,
    title: {
      en: 'At the school {{school}} nobody waits for a letter in the cycle {{cycle}}.',
      es: 'En el establecimiento {{school}} nadie espera una carta en el ciclo {{cycle}}.',
    },
    action: {
      en: 'Everybody there has agreed already, or nobody is invited: ask for letters to everybody, or invite them.',
      es: 'Todos aceptaron ya, o nadie está invitado: pida cartas para todos, o invítelos.',
    },
  },
  'no-window-to-remind-of': {
    status: 409,
    title: {
      en: 'In the cycle {{cycle}} nothing is open of which {{wave}} could remind.',
      es: 'En el ciclo {{cycle}} no hay nada abierto que {{wave}} pudiera recordar.',
    },
    action: { en: 'Correct the calendar, or extend a window.', es: 'Corrija el calendario, o amplíe una ventana.' },
  },
  'teacher-withdrew': {
    status: 409,
    title: {
      en: 'The teacher {{teacher}} has withdrawn from the cycle {{cycle}} and is not reminded.',
      es: 'El docente {{teacher}} se retiró del ciclo {{cycle}} y no recibe recordatorios.',
    },
    action: { en: 'Leave them out.', es: 'No lo incluya.' },
  },
  'teacher-not-eligible': {
    status: 409,
    title: {
      en: 'The teacher {{teacher}} may not be invited: {{why}}.',
      es: 'El docente {{teacher}} no puede ser invitado: {{why}}.',
    },
    action: {
      en: 'See the eligibility rule of the cycle and the teacher’s assignments.',
      es: 'Vea la regla de elegibilidad del ciclo y las asignaciones del docente.',
    },
  },
  'transfer-to-same-school': {
    status: 422,
    title: { en: 'The teacher is at {{school}} already.', es: 'El docente ya está en {{school}}.' },
    action: {
      en: 'Name another school, or change the assignment.',
      es: 'Indique otro establecimiento, o modifique la asignación.',
    },
  },
  'transfer-before-registration': {
    status: 422,
    title: {
      en: 'A transfer at {{effectiveAt}} would lie before the registration, at {{registeredAt}}.',
      es: 'Un traslado el {{effectiveAt}} sería anterior al registro, el {{registeredAt}}.',
    },
    action: {
      en: 'Correct the assignment that was registered, or give a later date.',
      es: 'Corrija la asignación registrada, o indique una fecha posterior.',
    },
  },
  'effective-in-the-future': {
    status: 422,
    title: { en: '{{effectiveAt}} is still to come.', es: 'El {{effectiveAt}} aún no llega.' },
    action: { en: 'Record it when it has happened.', es: 'Regístrelo cuando haya ocurrido.' },
  },
  'merge-with-itself': {
    status: 422,
    title: { en: 'A person cannot be merged with themselves.', es: 'Una persona no se puede fusionar consigo misma.' },
    action: { en: 'Name the other registration.', es: 'Indique el otro registro.' },
  },
  'merge-in-a-chain': {
    status: 409,
    title: {
      en: '{{other}} is merged into {{teacher}}, which can then not be merged itself.',
      es: '{{other}} está fusionado en {{teacher}}, que por eso no se puede fusionar a su vez.',
    },
    action: { en: 'Merge in the other direction, or unmerge first.', es: 'Fusione en el otro sentido, o separe primero.' },
  },
  'merge-conflict': {
    status: 409,
    title: {
      en: 'Both registrations have answers to the same thing: {{conflicts}}.',
      es: 'Ambos registros tienen respuestas a lo mismo: {{conflicts}}.',
    },
    action: {
      en: 'Ask the person which of them are theirs; two that both answered are not merged.',
      es: 'Pregunte a la persona cuáles son suyas; dos registros con respuestas propias no se fusionan.',
    },
  },
  'teacher-merged': {
    status: 409,
    title: {
      en: 'The registration {{teacher}} was merged into {{kept}}.',
      es: 'El registro {{teacher}} fue fusionado en {{kept}}.',
    },
    action: { en: 'Use {{kept}}, or unmerge them first.', es: 'Use {{kept}}, o sepárelos primero.' },
  },
  'teacher-not-merged': {
    status: 409,
    title: { en: 'The registration {{teacher}} is not merged.', es: 'El registro {{teacher}} no está fusionado.' },
    action: { en: 'Look at the teacher.', es: 'Vea el docente.' },
  },
  'reclassification-not-planned': {
    status: 409,
    title: {
      en: 'No other sector is planned for the school {{school}}.',
      es: 'No hay otra dependencia planificada para el establecimiento {{school}}.',
    },
    action: { en: 'Plan it first.', es: 'Planifíquela primero.' },
  },
  'postponed-to-earlier': {
    status: 422,
    title: {
      en: 'Planned for {{plannedFor}}, the move cannot be put off to {{effectiveAt}}.',
      es: 'Planificado para el {{plannedFor}}, el traspaso no se puede postergar al {{effectiveAt}}.',
    },
    action: { en: 'Give a later time, or none.', es: 'Indique una fecha posterior, o ninguna.' },
  },
  'teacher-not-invited': {
    status: 409,
    title: {
      en: 'The teacher {{teacher}} is not invited to the cycle {{cycle}}.',
      es: 'El docente {{teacher}} no está invitado al ciclo {{cycle}}.',
    },
    action: { en: 'Invite them first.', es: 'Invítelo primero.' },
  },
  'consent-missing': {
    status: 403,
    title: { en: 'Without consent nothing is recorded.', es: 'Sin consentimiento no se registra nada.' },
    action: {
      en: 'Read the consent text of the cycle {{cycle}} and agree to take part; consent given on paper is entered first, with the date of the paper.',
      es: 'Lea el consentimiento del ciclo {{cycle}} y acepte participar; el que se dio en papel se registra antes, con la fecha del papel.',
    },
  },
  'consent-text-outdated': {
    status: 409,
    title: {
      en: 'The consent text has changed: you read version {{given}}, it is now {{asked}}.',
      es: 'El consentimiento cambió: usted leyó la versión {{given}}, ahora es la {{asked}}.',
    },
    action: { en: 'Read the text as it is now and decide again.', es: 'Lea el texto actual y decida de nuevo.' },
  },
  'consent-language-not-offered': {
    status: 422,
    title: { en: 'The consent text does not exist in "{{language}}".', es: 'El consentimiento no existe en "{{language}}".' },
    action: { en: 'Choose one of: {{offered}}.', es: 'Elija uno de: {{offered}}.' },
  },
  'consent-without-taking-part': {
    status: 422,
    title: { en: 'Other purposes need your consent to take part.', es: 'Los demás fines requieren que acepte participar.' },
    action: { en: 'Agree to taking part, or to nothing.', es: 'Acepte participar, o no acepte nada.' },
  },
  'consent-not-given': {
    status: 409,
    title: { en: 'There is no such consent to withdraw.', es: 'No hay tal consentimiento que retirar.' },
    action: { en: 'See what you agreed to.', es: 'Vea qué aceptó.' },
  },
} as const satisfies RefusalCatalogue;
