/** One at a time, in the order of asking. */
export class Turns {
  #last: Promise<unknown> = Promise.resolve();

  /** Runs when everything asked for before has ended, well or not. */
  take<Result>(run: () => Promise<Result>): Promise<Result> {
    const result = this.#last.then(run);
    this.#last = result.catch(() => undefined); // Whoever asked gets the error; the next one only waits for the turn.
    return result;
  }
}
