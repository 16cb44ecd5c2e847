const QUOTE = 0x22;
const COMMA = 0x2c;
const BACKSLASH = 0x5c;
const OPEN_LIST = 0x5b;
const CLOSE_LIST = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;

/** Behind the closing quote of the text that begins at `at`. */
const endOfText = (json: string, at: number): number => {
  for (let end = at + 1; end < json.length; end += 1) {
    const code = json.charCodeAt(end);
    if (code === QUOTE) return end + 1;
    if (code === BACKSLASH) end += 1;
  }
  return json.length;
};

const opens = (code: number): boolean => code === OPEN_OBJECT || code === OPEN_LIST;
const closes = (code: number): boolean => code === CLOSE_OBJECT || code === CLOSE_LIST;

/** Behind the value that begins at `at`. */
const endOfValue = (json: string, at: number): number => {
  const first = json.charCodeAt(at);
  if (first === QUOTE) return endOfText(json, at);
  let end = at;
  if (!opens(first)) {
    // A number or a word ends where the next member begins, or what holds it ends.
    while (end < json.length && json.charCodeAt(end) !== COMMA && !closes(json.charCodeAt(end))) end += 1;
    return end;
  }
  let depth = 0;
  do {
    const code = json.charCodeAt(end);
    if (opens(code)) depth += 1;
    else if (closes(code)) depth -= 1;
    end = code === QUOTE ? endOfText(json, end) : end + 1;
  } while (depth > 0 && end < json.length);
  return end;
};

/**
 * An object's text without some of its members, which are passed over and not parsed: a tenth of the time that parsing takes.
 * @param json an object in canonical JSON, as events are stored: no space between its parts
 */
export const withoutMembers = (json: string, names: ReadonlySet<string>): string => {
  let kept = '';
  let from = 0;
  let left = names.size;
  for (let at = 1; left > 0 && json.charCodeAt(at) === QUOTE;) {
    const colon = endOfText(json, at);
    const end = endOfValue(json, colon + 1);
    const next = json.charCodeAt(end) === COMMA ? end + 1 : end;
    if (names.has(json.slice(at + 1, colon - 1))) {
      left -= 1;
      kept += json.slice(from, at);
      from = next;
      // The last one leaves the comma before it.
      if (next === end && kept.endsWith(',')) kept = kept.slice(0, -1);
    }
    at = next;
  }
  return from === 0 ? json : kept + json.slice(from);
};
