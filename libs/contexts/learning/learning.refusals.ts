import type { RefusalCatalogue } from '#libs/kernel';

export const learningRefusals = {
  'course-unknown': {
    status: 404,
    title: { en: 'There is no course {{course}} in the catalogue.', es: 'No existe el curso {{course}} en el catálogo.' },
    action: { en: 'Register the course first, or correct its id.', es: 'Registre primero el curso, o corrija su identificador.' },
  },
  'course-exists': {
    status: 409,
    title: {
      en: 'The course {{course}} is in the catalogue with another content.',
      es: 'El curso {{course}} ya está en el catálogo con otro contenido.',
    },
    action: { en: 'Register the new content under a new id.', es: 'Registre el nuevo contenido con otro identificador.' },
  },
  'course-leads-nowhere': {
    status: 422,
    title: {
      en: 'In competency {{competency}} the course leads from level {{from}} to level {{to}}: no step forward.',
      es: 'En la competencia {{competency}} el curso lleva del nivel {{from}} al nivel {{to}}: no avanza.',
    },
    action: { en: 'Give a higher level to reach, or leave it out.', es: 'Indique un nivel de llegada más alto, u omítala.' },
  },
  'course-competency-repeated': {
    status: 422,
    title: { en: 'A competency stands twice in {{course}}.', es: 'Una competencia se repite en {{course}}.' },
    action: { en: 'Name every competency once.', es: 'Nombre cada competencia una sola vez.' },
  },
  'offering-unknown': {
    status: 404,
    title: { en: 'This cycle has no offering {{offering}}.', es: 'Este ciclo no tiene la oferta {{offering}}.' },
    action: { en: 'Choose one of the offerings of the cycle.', es: 'Elija una de las ofertas del ciclo.' },
  },
  'offering-exists': {
    status: 409,
    title: {
      en: 'The offering {{offering}} was opened with other terms.',
      es: 'La oferta {{offering}} ya se abrió con otras condiciones.',
    },
    action: { en: 'Open the new terms under a new id.', es: 'Abra las nuevas condiciones con otro identificador.' },
  },
  'offering-outside-stage': {
    status: 422,
    title: {
      en: 'The offering ends on {{ends}}, after the cycle stops recording learning ({{graceUntil}}).',
      es: 'La oferta termina el {{ends}}, después de que el ciclo deja de registrar aprendizaje ({{graceUntil}}).',
    },
    action: {
      en: 'Let it end earlier, or plan a longer learning stage.',
      es: 'Haga que termine antes, o planifique una etapa de aprendizaje más larga.',
    },
  },
  'dates-inside-out': {
    status: 422,
    title: {
      en: 'The period ends ({{to}}) before it begins ({{from}}).',
      es: 'El período termina ({{to}}) antes de comenzar ({{from}}).',
    },
    action: { en: 'Correct the dates.', es: 'Corrija las fechas.' },
  },
  'lottery-without-limit': {
    status: 422,
    title: { en: 'Seats without a limit need no lottery.', es: 'Los cupos sin límite no necesitan sorteo.' },
    action: { en: 'Give a number of seats, or choose first come.', es: 'Indique un número de cupos, o elija orden de llegada.' },
  },
  'not-a-lottery': {
    status: 409,
    title: { en: 'The seats of {{offering}} are not drawn by lot.', es: 'Los cupos de {{offering}} no se sortean.' },
    action: {
      en: 'Seats by priority are given by their criteria, under “priority”; first come needs nothing.',
      es: 'Los cupos por prioridad se dan según sus criterios, en «priority»; por orden de llegada no hace falta nada.',
    },
  },
  'seats-drawn-already': {
    status: 409,
    title: { en: 'The seats of {{offering}} were drawn already.', es: 'Los cupos de {{offering}} ya se sortearon.' },
    action: {
      en: 'The draw counts; its seed is shown with the offering.',
      es: 'El sorteo vale; su semilla se muestra con la oferta.',
    },
  },
  'nothing-to-draw': {
    status: 409,
    title: { en: 'Nobody has asked for a seat in {{offering}} yet.', es: 'Nadie ha pedido todavía un cupo en {{offering}}.' },
    action: { en: 'Draw when enrolment has closed.', es: 'Sortee cuando cierre la inscripción.' },
  },
  'enrolment-not-open': {
    status: 409,
    title: { en: 'Enrolment in {{offering}} opens on {{opens}}.', es: 'La inscripción en {{offering}} abre el {{opens}}.' },
    action: { en: 'Come back then.', es: 'Vuelva en esa fecha.' },
  },
  'enrolment-closed': {
    status: 409,
    title: { en: 'Enrolment in {{offering}} closed on {{closes}}.', es: 'La inscripción en {{offering}} cerró el {{closes}}.' },
    action: { en: 'Choose another offering.', es: 'Elija otra oferta.' },
  },
  'offering-not-started': {
    status: 409,
    title: { en: '{{offering}} begins on {{starts}}.', es: '{{offering}} comienza el {{starts}}.' },
    action: { en: 'Come back then.', es: 'Vuelva en esa fecha.' },
  },
  'offering-ended': {
    status: 409,
    title: { en: '{{offering}} ended on {{ends}}.', es: '{{offering}} terminó el {{ends}}.' },
    action: { en: 'Choose another offering.', es: 'Elija otra oferta.' },
  },
  'already-enrolled': {
    status: 409,
    title: { en: 'You are enrolled in {{offering}} already.', es: 'Ya tiene un cupo en {{offering}}.' },
    action: { en: 'Go on under “my enrolments”.', es: 'Continúe en «mis inscripciones».' },
  },
  'already-waiting': {
    status: 409,
    title: {
      en: 'You are on the waiting list of {{offering}}, in place {{place}}.',
      es: 'Está en la lista de espera de {{offering}}, en el lugar {{place}}.',
    },
    action: { en: 'Nothing is to be done; or choose another offering.', es: 'No hay nada que hacer; o elija otra oferta.' },
  },
  'already-requested': {
    status: 409,
    title: { en: 'You have asked for a seat in {{offering}} already.', es: 'Ya pidió un cupo en {{offering}}.' },
    action: { en: 'The seats will be drawn by lot.', es: 'Los cupos se sortearán.' },
  },
  'seat-not-given': {
    status: 409,
    title: {
      en: 'You have asked for a seat in {{offering}} but hold none ({{status}}).',
      es: 'Pidió un cupo en {{offering}}, pero no lo tiene ({{status}}).',
    },
    action: {
      en: 'Wait for the draw, or choose an offering with seats left.',
      es: 'Espere el sorteo, o elija una oferta con cupos.',
    },
  },
  'not-enrolled': {
    status: 409,
    title: { en: 'There is no seat in this course yet.', es: 'Aún no hay un cupo en este curso.' },
    action: { en: 'Enrol first.', es: 'Inscríbase primero.' },
  },
  'enrolment-unknown': {
    status: 404,
    title: { en: 'There is no such enrolment.', es: 'No existe esa inscripción.' },
    action: {
      en: 'Check the address; an enrolment made just now appears in a moment.',
      es: 'Revise la dirección; una inscripción recién hecha aparece en un momento.',
    },
  },
  'enrolment-dropped': {
    status: 409,
    title: { en: 'This enrolment in {{offering}} was given up.', es: 'Esta inscripción en {{offering}} se abandonó.' },
    action: { en: 'Choose another offering.', es: 'Elija otra oferta.' },
  },
  'course-not-begun': {
    status: 409,
    title: { en: 'The course in {{offering}} was not begun yet.', es: 'El curso de {{offering}} aún no comienza.' },
    action: { en: 'Begin the course first.', es: 'Comience primero el curso.' },
  },
  'progress-goes-back': {
    status: 409,
    title: {
      en: 'Progress does not go back: {{from}} % is recorded, {{to}} % was sent.',
      es: 'El avance no retrocede: hay registrado {{from}} %, se envió {{to}} %.',
    },
    action: { en: 'Send what is done in all, not since last time.', es: 'Envíe lo hecho en total, no desde la última vez.' },
  },
  'already-completed': {
    status: 409,
    title: { en: 'The course in {{offering}} is completed.', es: 'El curso de {{offering}} está completado.' },
    action: { en: 'It counts; nothing is to be done.', es: 'Ya cuenta; no hay nada que hacer.' },
  },
  'profile-not-acknowledged': {
    status: 409,
    title: { en: 'You have not confirmed having seen your profile.', es: 'Aún no confirma que vio su perfil.' },
    action: {
      en: 'Look at your profile and confirm it; the path follows from it.',
      es: 'Mire su perfil y confírmelo; la ruta se deriva de él.',
    },
  },
  'path-not-there': {
    status: 404,
    title: { en: 'There is no learning path of yours in this cycle yet.', es: 'Aún no tiene una ruta en este ciclo.' },
    action: { en: 'Ask for your path first.', es: 'Pida primero su ruta.' },
  },
  'path-accepted-already': {
    status: 409,
    title: { en: 'You have accepted your path already.', es: 'Ya aceptó su ruta.' },
    action: { en: 'Enrol in its courses.', es: 'Inscríbase en sus cursos.' },
  },
  'path-without-steps': {
    status: 409,
    title: { en: 'Your path has no course: nothing is to be accepted.', es: 'Su ruta no tiene cursos: no hay nada que aceptar.' },
    action: {
      en: 'Choose freely from the catalogue; gaps without a course are named in your path.',
      es: 'Elija libremente del catálogo; su ruta nombra las brechas sin curso.',
    },
  },
  'priority-without-limit': {
    status: 422,
    title: { en: 'Seats without a limit need no priority.', es: 'Los cupos sin límite no necesitan prioridad.' },
    action: { en: 'Give a number of seats, or choose first come.', es: 'Indique un número de cupos, o elija orden de llegada.' },
  },
  'criteria-and-rule-differ': {
    status: 422,
    title: {
      en: 'Criteria belong to seats given by priority, and these need at least one; the rule here is {{allocation}}.',
      es: 'Los criterios son para cupos por prioridad, que necesitan al menos uno; aquí la regla es {{allocation}}.',
    },
    action: {
      en: 'Name the criteria with the rule “priority”, or leave them out.',
      es: 'Indique criterios con la regla «priority», u omítalos.',
    },
  },
  'criterion-repeated': {
    status: 422,
    title: { en: 'A criterion stands twice.', es: 'Un criterio se repite.' },
    action: { en: 'Name each criterion once, the strongest first.', es: 'Nombre cada criterio una vez, el más fuerte primero.' },
  },
  'not-by-priority': {
    status: 409,
    title: {
      en: 'The seats of {{offering}} are not given by priority.',
      es: 'Los cupos de {{offering}} no se dan por prioridad.',
    },
    action: { en: 'Its own rule gives them.', es: 'Se dan según su propia regla.' },
  },
  'not-waiting': {
    status: 409,
    title: { en: 'You are not on the waiting list of {{offering}}.', es: 'No está en la lista de espera de {{offering}}.' },
    action: { en: 'If you hold a seat, cancel the enrolment.', es: 'Si tiene un cupo, anule la inscripción.' },
  },
  'course-begun': {
    status: 409,
    title: { en: 'The course in {{offering}} was begun.', es: 'El curso de {{offering}} ya comenzó.' },
    action: { en: 'To give it up, leave the course.', es: 'Para no seguir, deje el curso.' },
  },
  'course-failed': {
    status: 409,
    title: {
      en: 'The course in {{offering}} was taken to its end without being completed.',
      es: 'El curso de {{offering}} se cursó hasta el final sin completarse.',
    },
    action: { en: 'Speak with your tutor if that is an error.', es: 'Hable con su tutora o tutor si es un error.' },
  },
  'session-unknown': {
    status: 404,
    title: { en: 'There is no such session.', es: 'No existe esa sesión.' },
    action: { en: 'Choose one of the sessions of the course.', es: 'Elija una de las sesiones del curso.' },
  },
  'session-exists': {
    status: 409,
    title: { en: 'The session {{session}} has another date.', es: 'La sesión {{session}} tiene otra fecha.' },
    action: {
      en: 'Call it off and schedule another one under a new id.',
      es: 'Suspéndala y programe otra con un identificador nuevo.',
    },
  },
  'sessions-at-a-distance': {
    status: 409,
    title: {
      en: '{{offering}} is a distance course: it has no sessions to attend.',
      es: '{{offering}} es a distancia: no tiene sesiones presenciales.',
    },
    action: { en: 'Record progress instead.', es: 'Registre el avance.' },
  },
  'session-outside-course': {
    status: 422,
    title: {
      en: 'The session lies outside the course ({{starts}} to {{ends}}).',
      es: 'La sesión queda fuera del curso ({{starts}} a {{ends}}).',
    },
    action: { en: 'Correct the date.', es: 'Corrija la fecha.' },
  },
  'session-held': {
    status: 409,
    title: { en: 'The session took place.', es: 'La sesión se realizó.' },
    action: { en: 'Correct the attendance instead.', es: 'Corrija la asistencia.' },
  },
  'session-called-off': {
    status: 409,
    title: { en: 'The session was called off.', es: 'La sesión se suspendió.' },
    action: { en: 'Take attendance in a session that takes place.', es: 'Pase asistencia en una sesión que se realice.' },
  },
  'session-not-begun': {
    status: 409,
    title: { en: 'The session begins on {{starts}}.', es: 'La sesión comienza el {{starts}}.' },
    action: { en: 'Take attendance from then on.', es: 'Pase asistencia desde ese momento.' },
  },
  'attendance-of-stranger': {
    status: 422,
    title: {
      en: 'Somebody named here has no seat in this course.',
      es: 'Una persona de esta lista no tiene cupo en este curso.',
    },
    action: { en: 'Enter only those who take part.', es: 'Registre solo a quienes participan.' },
  },
  'attendance-twice': {
    status: 422,
    title: { en: 'Somebody stands twice in this list.', es: 'Una persona se repite en esta lista.' },
    action: { en: 'Enter everybody once.', es: 'Registre a cada persona una vez.' },
  },
  'attendance-recorded-already': {
    status: 409,
    title: { en: 'The attendance was recorded as {{presence}}.', es: 'La asistencia ya se registró como {{presence}}.' },
    action: { en: 'Correct it, with the reason.', es: 'Corríjala, con el motivo.' },
  },
  'attendance-not-recorded': {
    status: 409,
    title: { en: 'No attendance was recorded for this person.', es: 'No hay asistencia registrada de esta persona.' },
    action: { en: 'Record it first.', es: 'Regístrela primero.' },
  },
} as const satisfies RefusalCatalogue;
