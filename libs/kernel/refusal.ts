import type { JsonObject } from './canonical-json.js';

/** A rule of the programme said no. A value with a name, not an accident: it becomes a problem document with that name. */
export class Refusal extends Error {
  constructor(
    /** Kebab-case name, declared in a catalogue of refusals. */
    readonly code: string,
    readonly details: JsonObject = {},
    /** The field it is about, where there is one (RFC 6901 pointer into the body). */
    readonly field?: string,
  ) {
    super(code);
    this.name = 'Refusal';
  }
}

export const refuse = (code: string, details: JsonObject = {}, field?: string): never => {
  throw new Refusal(code, details, field);
};

export interface RefusalDefinition {
  /** HTTP status that carries it. */
  readonly status: 400 | 401 | 403 | 404 | 409 | 410 | 412 | 413 | 415 | 422 | 428 | 429 | 503;
  /** One sentence, what happened; `{{name}}` is taken from the details. */
  readonly title: { readonly en: string; readonly es: string };
  /** What the person can do about it. */
  readonly action: { readonly en: string; readonly es: string };
}

/** The refusals that a context may answer with, by name. */
export type RefusalCatalogue = Readonly<Record<string, RefusalDefinition>>;
