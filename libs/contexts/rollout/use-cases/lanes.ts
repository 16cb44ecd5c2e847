import type { Position } from '#libs/kernel';

/** So many appends travel at once that the log's group commit has something to group, and so few that memory stays small. */
export const LANES = 64;

/** Runs tasks side by side, `most` at a time; after the first failure no further one begins. */
export class Lanes {
  readonly #running = new Set<Promise<void>>();
  #failure: { readonly error: unknown } | undefined;

  constructor(private readonly most: number = LANES) {}

  /** Returns when the task has begun, not when it is done. @throws what an earlier task threw, when all that had begun are done */
  async start(task: () => Promise<void>): Promise<void> {
    while (this.#running.size >= this.most) await Promise.race(this.#running);
    if (this.#failure) await this.finish();
    const run: Promise<void> = task()
      .catch((error: unknown) => {
        this.#failure ??= { error };
      })
      .finally(() => this.#running.delete(run));
    this.#running.add(run);
  }

  /** Waits for all that have begun. @throws what the first failed task threw */
  async finish(): Promise<void> {
    await Promise.all(this.#running);
    if (this.#failure) throw this.#failure.error;
  }
}

/** `run` for each item, side by side; results in the items' order. */
export const inLanes = async <Item, Result>(
  items: readonly Item[],
  run: (item: Item, index: number) => Promise<Result>,
): Promise<Result[]> => {
  const lanes = new Lanes();
  const results: Result[] = [];
  for (const [index, item] of items.entries()) {
    await lanes.start(async () => {
      results[index] = await run(item, index);
    });
  }
  await lanes.finish();
  return results;
};

/** The furthest of several positions: who waits for it has seen all. */
export const furthest = (positions: readonly (Position | undefined)[]): Position | undefined =>
  positions.reduce((a, b) => (a === undefined || (b !== undefined && b > a) ? b : a), undefined);
