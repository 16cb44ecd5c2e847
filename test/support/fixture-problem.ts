/** A refusal of the fixture server, by name; its words are in the server. */
export class FixtureProblem extends Error {
  constructor(
    readonly code: string,
    readonly details: object = {},
  ) {
    super(code);
  }
}
