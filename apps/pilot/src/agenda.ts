interface Entry<Item> {
  readonly at: string;
  readonly item: Item;
}

/** What lies ahead, in the order of time; what is for the same moment stays in the order in which it was put down. More may be put down on the way. */
export class Agenda<Item> {
  readonly #entries: Entry<Item>[];
  #next = 0;

  constructor(entries: Iterable<Entry<Item>> = []) {
    this.#entries = [...entries].sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
  }

  /** Everything that was ever put down. */
  get size(): number {
    return this.#entries.length;
  }

  /** @throws RangeError for what would have to be done before what is done already */
  add(at: string, item: Item): void {
    let [low, high] = [this.#next, this.#entries.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#entries[middle] as Entry<Item>).at <= at) low = middle + 1;
      else high = middle;
    }
    const before = this.#entries[this.#next - 1];
    if (before && at < before.at) throw new RangeError(`${at} is over: the agenda is at ${before.at}`);
    this.#entries.splice(low, 0, { at, item });
  }

  /** What comes next and all that falls into the same stretch of time, with the moment of the first. */
  take(stretchOf: (at: string) => string): { readonly at: string; readonly items: readonly Item[] } | undefined {
    const first = this.#entries[this.#next];
    if (!first) return undefined;
    const stretch = stretchOf(first.at);
    const items: Item[] = [];
    for (
      let entry: Entry<Item> | undefined = first;
      entry && stretchOf(entry.at) === stretch;
      entry = this.#entries[this.#next]
    ) {
      items.push(entry.item);
      this.#next += 1;
    }
    return { at: first.at, items };
  }
}
