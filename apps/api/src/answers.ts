/** A JSON Schema (2020-12), as OpenAPI 3.1 takes it. */
export type Schema = Readonly<Record<string, unknown>>;
/** What the routes answer with; read from the controllers' types by `npm run docs`, since types are gone at run time. */
export interface Answers {
  /** Operation id → its JSON answer; none for an operation without a JSON body. */
  readonly operations: Readonly<Record<string, Schema>>;
  /** Shapes that answers refer to as `#/components/schemas/<name>`. */
  readonly schemas: Readonly<Record<string, Schema>>;
}
