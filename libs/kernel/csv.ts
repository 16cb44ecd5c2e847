/**
 * A text as a field of CSV (RFC 4180). Names and codes come from registers that others wrote: what a spreadsheet would take for a formula is made
 * text again.
 */
export const csvText = (text: string): string => {
  const harmless = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
};

/** @param fields as they are written, each by `csvText` or free of commas, quotes and line ends */
export const csvLine = (fields: readonly string[]): string => `${fields.join(',')}\r\n`;
