/** Values that a finding's sentence is made with. */
export type FindingValues = Readonly<Record<string, string | number>>;

interface Text {
  readonly en: string;
  readonly es: string;
}

/** What can be wrong with a row so that it gives no school. `{{name}}` is taken from the finding's values. */
export const errorTexts = {
  'duplicate-code': {
    en: 'School {{code}} stands already in row {{firstRow}}; that row was taken.',
    es: 'El establecimiento {{code}} ya aparece en la fila {{firstRow}}; se tomó esa fila.',
  },
  'missing-code': { en: 'The row has no school code.', es: 'La fila no tiene código de establecimiento.' },
  'invalid-code': {
    en: 'A school code has at most {{limit}} characters, without spaces, slashes or control characters.',
    es: 'Un código de establecimiento tiene a lo más {{limit}} caracteres, sin espacios, barras ni caracteres de control.',
  },
  'missing-name': { en: 'The row has no school name.', es: 'La fila no tiene nombre de establecimiento.' },
  'empty-row': { en: 'All cells of the row are empty.', es: 'Todas las celdas de la fila están vacías.' },
  'ragged-row': {
    en: 'The row has {{found}} cells where the header has {{expected}}.',
    es: 'La fila tiene {{found}} celdas y el encabezado {{expected}}.',
  },
  'repeated-header': { en: 'The row repeats the header.', es: 'La fila repite el encabezado.' },
  'broken-quotes': {
    en: 'A quoted cell goes on behind its closing quote.',
    es: 'Una celda entre comillas continúa después de la comilla de cierre.',
  },
  'unclosed-quote': { en: 'A quoted cell is never closed.', es: 'Una celda entre comillas nunca se cierra.' },
  'row-too-long': { en: 'The row is longer than {{limit}} bytes.', es: 'La fila supera los {{limit}} bytes.' },
  'invalid-encoding': {
    en: 'The row is not valid UTF-8, which the rest of the file is.',
    es: 'La fila no es UTF-8 válido, como sí lo es el resto del archivo.',
  },
  'nul-byte': { en: 'The row contains a NUL byte.', es: 'La fila contiene un byte nulo.' },
} as const satisfies Record<string, Text>;

/** What is wrong with a row that gives a school all the same. */
export const warningTexts = {
  'double-encoding-repaired': {
    en: 'The text was encoded as UTF-8 twice and was turned back: {{repaired}}',
    es: 'El texto estaba codificado dos veces en UTF-8 y se corrigió: {{repaired}}',
  },
  'double-encoding-suspected': {
    en: 'The text looks as if it were encoded twice; the mapping does not allow its repair.',
    es: 'El texto parece codificado dos veces; el mapeo no permite corregirlo.',
  },
  'replacement-character': {
    en: 'The text contains U+FFFD: letters were lost before the file was published.',
    es: 'El texto contiene U+FFFD: se perdieron letras antes de publicarse el archivo.',
  },
  'control-characters': {
    en: 'Control characters or line breaks were replaced by spaces.',
    es: 'Se reemplazaron caracteres de control o saltos de línea por espacios.',
  },
  'value-too-long': {
    en: 'The text was cut to {{limit}} characters from {{length}}.',
    es: 'El texto se cortó de {{length}} a {{limit}} caracteres.',
  },
  'unknown-value': {
    en: 'The mapping does not know this value; the fact is recorded as missing.',
    es: 'El mapeo no conoce este valor; el dato se registra como faltante.',
  },
  'invalid-number': {
    en: 'This is not a number in the file’s notation; the fact is recorded as missing.',
    es: 'No es un número en la notación del archivo; el dato se registra como faltante.',
  },
  'decimal-mark': {
    en: 'The number has another decimal mark than the file; it was read as {{read}}.',
    es: 'El número usa otro separador decimal que el archivo; se leyó como {{read}}.',
  },
  'invalid-enrolment': {
    en: 'An enrolment is a whole number from 0 to {{limit}}; the fact is recorded as missing.',
    es: 'Una matrícula es un número entero de 0 a {{limit}}; el dato se registra como faltante.',
  },
  'coordinates-out-of-range': {
    en: 'The coordinates lie outside the country; they are recorded as missing.',
    es: 'Las coordenadas quedan fuera del país; se registran como faltantes.',
  },
  'coordinates-incomplete': {
    en: 'Only one of latitude and longitude is there; both are recorded as missing.',
    es: 'Solo hay latitud o longitud; ambas se registran como faltantes.',
  },
  'invalid-region': {
    en: 'This is no ISO 3166-2 code; the fact is recorded as missing.',
    es: 'No es un código ISO 3166-2; el dato se registra como faltante.',
  },
  'stray-quote': {
    en: 'A cell that does not begin with a quote contains one; it was taken as it stands.',
    es: 'Una celda que no comienza con comillas las contiene; se tomó tal cual.',
  },
  'multi-line-row': {
    en: 'A quoted cell spans the lines {{from}} to {{to}}; they were read as one row.',
    es: 'Una celda entre comillas abarca las líneas {{from}} a {{to}}; se leyeron como una fila.',
  },
} as const satisfies Record<string, Text>;

/** Why a file is refused before any of its rows is read. */
export const refusalTexts = {
  'empty-file': { en: 'The file is empty.', es: 'El archivo está vacío.' },
  'archive-file': {
    en: 'The file is a {{kind}} archive; unpack it and give the CSV file inside.',
    es: 'El archivo es un comprimido {{kind}}; descomprímalo y entregue el archivo CSV que contiene.',
  },
  'utf16-file': {
    en: 'The file is encoded in UTF-16; save it as UTF-8.',
    es: 'El archivo está codificado en UTF-16; guárdelo en UTF-8.',
  },
  'not-text': {
    en: 'The file is no text: its header contains a NUL byte.',
    es: 'El archivo no es texto: su encabezado contiene un byte nulo.',
  },
  'header-unreadable': {
    en: 'The header, in line {{row}}, cannot be read: {{why}}',
    es: 'El encabezado, en la línea {{row}}, no se puede leer: {{why}}',
  },
  'wrong-delimiter': {
    en: 'The columns are separated by {{found}}, but the mapping says {{expected}}.',
    es: 'Las columnas están separadas por {{found}}, pero el mapeo dice {{expected}}.',
  },
  'duplicate-columns': {
    en: 'The header names these columns more than once: {{columns}}.',
    es: 'El encabezado nombra más de una vez estas columnas: {{columns}}.',
  },
  'missing-columns': {
    en: 'The file lacks the columns {{missing}}. It has: {{found}}.',
    es: 'Al archivo le faltan las columnas {{missing}}. Tiene: {{found}}.',
  },
} as const satisfies Record<string, Text>;

export type ErrorCode = keyof typeof errorTexts;
export type WarningCode = keyof typeof warningTexts;
export type FindingCode = ErrorCode | WarningCode;
export type RegisterRefusalCode = keyof typeof refusalTexts;

/** Something to know about a row. */
export interface Finding {
  readonly severity: 'error' | 'warning';
  /** Line of the file where the row begins; the header is normally line 1. */
  readonly row: number;
  readonly column?: string;
  /** Key of its sentence in `errorTexts` or `warningTexts`. */
  readonly code: FindingCode;
  /** What the sentence is filled with. */
  readonly values: FindingValues;
  /** The sentence in English. */
  readonly reason: string;
  /** What stands in the cell, without control characters, cut to 120 characters. */
  readonly value?: string;
}

/** A text with its `{{name}}`s filled in. */
export const fill = (text: string, values: FindingValues): string =>
  text.replaceAll(/\{\{(\w+)\}\}/g, (_, name: string) => String(values[name] ?? ''));

// eslint-disable-next-line no-control-regex -- control characters are what this pattern removes
const CONTROL = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g;

/** The first characters of a text, never half of a surrogate pair. */
export const cut = (text: string, limit: number): string => {
  if (text.length <= limit) return text;
  const last = text.charCodeAt(limit - 1);
  return text.slice(0, last >= 0xd800 && last < 0xdc00 ? limit - 1 : limit);
};

/** A raw value as it may be shown. */
export const shown = (value: string): string => cut(value.replaceAll(CONTROL, ' '), 120);

export interface FindingPlace {
  readonly row: number;
  readonly column?: string;
  readonly value?: string;
  readonly values?: FindingValues;
}

const findingOf = (
  severity: Finding['severity'],
  code: FindingCode,
  text: string,
  { row, column, value, values = {} }: FindingPlace,
): Finding => ({
  severity,
  row,
  ...(column === undefined ? {} : { column }),
  code,
  values,
  reason: fill(text, values),
  ...(value === undefined ? {} : { value: shown(value) }),
});

export const errorFinding = (code: ErrorCode, place: FindingPlace): Finding =>
  findingOf('error', code, errorTexts[code].en, place);
export const warningFinding = (code: WarningCode, place: FindingPlace): Finding =>
  findingOf('warning', code, warningTexts[code].en, place);

/** A file that cannot be read with its mapping. Nothing of it was taken. */
export class RegisterRefused extends Error {
  constructor(
    readonly code: RegisterRefusalCode,
    readonly values: FindingValues = {},
    /** Columns by name, where the reason is about columns. */
    readonly columns: {
      readonly missing?: readonly string[];
      readonly found?: readonly string[];
      readonly duplicate?: readonly string[];
    } = {},
  ) {
    super(fill(refusalTexts[code].en, values));
    this.name = 'RegisterRefused';
  }
}
