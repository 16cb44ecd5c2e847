import type { RefusalCatalogue } from '#libs/kernel';

/** Refusals of the HTTP layer itself. */
export const httpRefusals = {
  'invalid-request': {
    status: 400,
    title: { en: 'Some fields of the request are not right.', es: 'Algunos campos de la solicitud no son correctos.' },
    action: {
      en: 'Correct the fields listed under "errors" and send it again.',
      es: 'Corrija los campos de "errors" y vuelva a enviarla.',
    },
  },
  'malformed-body': {
    status: 400,
    title: { en: 'The body cannot be read: {{reason}}.', es: 'No se puede leer el cuerpo: {{reason}}.' },
    action: {
      en: 'Send JSON in UTF-8 with Content-Type: application/json.',
      es: 'Envíe JSON en UTF-8 con Content-Type: application/json.',
    },
  },
  'malformed-address': {
    status: 400,
    title: { en: 'The address cannot be read.', es: 'No se puede leer la dirección.' },
    action: {
      en: 'Encode what is not a plain letter or digit as UTF-8 with percent signs.',
      es: 'Codifique en UTF-8 con signos de porcentaje lo que no sea una letra o un dígito simple.',
    },
  },
  'idempotency-key-malformed': {
    status: 400,
    title: { en: 'The Idempotency-Key cannot be used.', es: 'La Idempotency-Key no se puede usar.' },
    action: { en: 'Send 1 to 200 visible ASCII characters.', es: 'Envíe de 1 a 200 caracteres ASCII visibles.' },
  },
  'if-match-malformed': {
    status: 400,
    title: {
      en: 'If-Match holds no ETag of this server: {{tag}}.',
      es: 'If-Match no contiene un ETag de este servidor: {{tag}}.',
    },
    action: {
      en: 'Send the ETag of the answer that you read, with its quotes ("3"), or leave If-Match out. Nothing was changed.',
      es: 'Envíe el ETag de la respuesta que leyó, con sus comillas ("3"), u omita If-Match. Nada cambió.',
    },
  },
  'body-too-large': {
    status: 413,
    title: {
      en: 'The body is larger than this route takes ({{limit}} bytes).',
      es: 'El cuerpo supera lo que admite esta ruta ({{limit}} bytes).',
    },
    action: { en: 'Send it in smaller parts.', es: 'Envíelo en partes más pequeñas.' },
  },
  'unsupported-media-type': {
    status: 415,
    title: { en: 'This route does not take {{type}}.', es: 'Esta ruta no admite {{type}}.' },
    action: { en: 'Send {{expected}}.', es: 'Envíe {{expected}}.' },
  },
  'not-signed-in': {
    status: 401,
    title: { en: 'You are not signed in, or your token has expired.', es: 'No ha iniciado sesión, o su credencial venció.' },
    action: {
      en: 'Sign in with a code, or send a bearer token that is still valid.',
      es: 'Ingrese con un código o envíe una credencial vigente.',
    },
  },
  'not-allowed': {
    status: 403,
    title: { en: 'Your role ({{role}}) may not do this.', es: 'Su rol ({{role}}) no permite hacer esto.' },
    action: { en: 'Ask the country team who may.', es: 'Pregunte al equipo del país quién puede hacerlo.' },
  },
  'registration-joined': {
    status: 409,
    title: {
      en: 'This registration was joined with another one of yours.',
      es: 'Esta inscripción se unió con otra suya.',
    },
    action: {
      en: 'Sign in with the code of the other registration, or ask the country team for a new one: everything you did is there. If it is not yours, tell them, and they undo the joining.',
      es: 'Ingrese con el código de la otra inscripción, o pida uno nuevo al equipo del país: ahí está todo lo que hizo. Si no es suya, avíseles y desharán la unión.',
    },
  },
  'other-country': {
    status: 403,
    title: { en: 'Your token is not for this country.', es: 'Su credencial no es de este país.' },
    action: { en: 'Sign in to the country whose records you need.', es: 'Ingrese al país cuyos registros necesita.' },
  },
  'cross-site-request': {
    status: 403,
    title: {
      en: 'A page of another site tried to act in your name.',
      es: 'Una página de otro sitio intentó actuar en su nombre.',
    },
    action: {
      en: 'Go back to the programme’s own pages and repeat it there.',
      es: 'Vuelva a las páginas del programa y repítalo allí.',
    },
  },
  'not-found': {
    status: 404,
    title: { en: 'There is no such {{what}}.', es: 'No existe: {{what}}.' },
    action: { en: 'Check the address.', es: 'Revise la dirección.' },
  },
  'country-unknown': {
    status: 404,
    title: { en: 'There is no country "{{country}}" here.', es: 'Aquí no existe el país "{{country}}".' },
    action: { en: 'Check the country id; an operator can create it.', es: 'Revise el identificador; un operador puede crearlo.' },
  },
  'position-malformed': {
    status: 400,
    title: { en: '"{{after}}" is no position of a record.', es: '"{{after}}" no es una posición de registro.' },
    action: {
      en: 'Use the Cordillera-Position header of a write as it is.',
      es: 'Use el encabezado Cordillera-Position de una escritura tal cual.',
    },
  },
  'position-of-another-country': {
    status: 400,
    title: {
      en: 'This position belongs to another country ({{country}}).',
      es: 'Esta posición pertenece a otro país ({{country}}).',
    },
    action: { en: 'Use a position that this country answered with.', es: 'Use una posición que este país haya entregado.' },
  },
  'position-of-another-epoch': {
    status: 409,
    title: {
      en: 'The record was moved since (epoch {{epoch}}, now {{current}}).',
      es: 'El registro se trasladó desde entonces (época {{epoch}}, ahora {{current}}).',
    },
    action: { en: 'Read again without ?after=.', es: 'Vuelva a leer sin ?after=.' },
  },
  'view-not-there-yet': {
    status: 503,
    title: {
      en: 'This view has not reached your change yet (it is at {{position}}).',
      es: 'Esta vista aún no alcanza su cambio (va en {{position}}).',
    },
    action: { en: 'Repeat the request in a moment.', es: 'Repita la solicitud en un momento.' },
  },
  'view-rebuilding': {
    status: 503,
    title: { en: 'This view is being rebuilt from the record.', es: 'Esta vista se está reconstruyendo desde el registro.' },
    action: {
      en: 'Repeat the request when it is ready; nothing is lost.',
      es: 'Repita la solicitud cuando esté lista; nada se pierde.',
    },
  },
  'view-stopped': {
    status: 503,
    title: { en: 'This view is stopped ({{state}}).', es: 'Esta vista está detenida ({{state}}).' },
    action: {
      en: 'An operator sees the cause in the state of the views; nothing is lost.',
      es: 'El operador ve la causa en el estado de las vistas; nada se pierde.',
    },
  },
  'cursor-malformed': {
    status: 400,
    title: { en: 'This cursor does not belong to this list.', es: 'Este cursor no pertenece a esta lista.' },
    action: { en: 'Start again without a cursor.', es: 'Comience de nuevo sin cursor.' },
  },
  'too-many-attempts': {
    status: 429,
    title: { en: 'Too many attempts.', es: 'Demasiados intentos.' },
    action: { en: 'Wait {{seconds}} seconds and try again.', es: 'Espere {{seconds}} segundos e inténtelo de nuevo.' },
  },
  'record-too-large': {
    status: 413,
    title: { en: 'This is more than one record can hold.', es: 'Esto supera lo que cabe en un registro.' },
    action: { en: 'Send less at once.', es: 'Envíe menos de una vez.' },
  },
  unavailable: {
    status: 503,
    title: {
      en: 'A store that this needs cannot be reached at the moment.',
      es: 'Un almacén que esto necesita no está disponible en este momento.',
    },
    action: {
      en: 'Repeat the request with the same Idempotency-Key: it is recorded once.',
      es: 'Repita la solicitud con la misma Idempotency-Key: se registra una sola vez.',
    },
  },
  'outcome-unknown': {
    status: 503,
    title: {
      en: 'The record stopped answering: it is not known whether this was recorded.',
      es: 'El registro dejó de responder: no se sabe si esto quedó registrado.',
    },
    action: {
      en: 'Repeat the request with the same Idempotency-Key: it is recorded once.',
      es: 'Repita la solicitud con la misma Idempotency-Key: se registra una sola vez.',
    },
  },
} as const satisfies RefusalCatalogue;
