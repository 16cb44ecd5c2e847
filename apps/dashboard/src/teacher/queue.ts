import type { Answer } from '../api/types.js';

export type Answers = Readonly<Record<string, Answer>>;

/** Where unsaved answers survive a reload: `localStorage`, or a stand-in. */
export interface Shelf {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
  removeItem(key: string): void;
}

/** `refused`: the server said no for good; asking again would not help. */
export type Sent =
  { readonly outcome: 'saved' } | { readonly outcome: 'later' } | { readonly outcome: 'refused'; readonly problem: unknown };

export interface QueueState {
  /** Items answered here that the server has not confirmed. */
  readonly unsaved: number;
  readonly status: 'saved' | 'saving' | 'waiting' | 'refused';
  readonly problem?: unknown;
  /** Milliseconds since the epoch; when the server last confirmed. */
  readonly savedAt?: number;
}

interface Kept {
  /** Under way under this key: sent again word for word until the server confirms, so that it counts once. */
  readonly sending?: { readonly key: string; readonly answers: Answers };
  readonly waiting: Answers;
}

export interface QueueOptions {
  /** Names the attempt; another attempt's answers are never mixed with this one's. */
  readonly name: string;
  readonly shelf: Shelf;
  readonly newKey: () => string;
  readonly now: () => number;
  send(answers: Answers, key: string): Promise<Sent>;
  /** Runs the callback later; the number of failures so far decides when. */
  later(failures: number, callback: () => void): void;
  changed(state: QueueState): void;
}

const parse = (text: string | null): Kept => {
  try {
    const kept = JSON.parse(text ?? 'null') as Partial<Kept> | null;
    return { sending: kept?.sending, waiting: kept?.waiting ?? {} };
  } catch {
    // Not written by us: nothing of ours is lost.
    return { waiting: {} };
  }
};

/**
 * Answers on their way to the server. An answer is on the shelf before anything is sent, leaves it when the server has confirmed it, and survives a lost
 * line, a closed page and a reload in between.
 */
export class AnswerQueue {
  #kept: Kept;
  #failures = 0;
  #busy = false;
  #problem: unknown;
  #savedAt: number | undefined;
  #confirmed: Answers = {};

  constructor(private readonly options: QueueOptions) {
    this.#kept = parse(options.shelf.getItem(options.name));
  }

  /** What the server may not have yet, the newest answer to each item. */
  get unsaved(): Answers {
    return { ...this.#kept.sending?.answers, ...this.#kept.waiting };
  }

  /** What was answered here, confirmed or not: the page's own copy of the attempt may be older than what the server took since. */
  get latest(): Answers {
    return { ...this.#confirmed, ...this.unsaved };
  }

  get state(): QueueState {
    const unsaved = Object.keys(this.unsaved).length;
    const status = this.#problem !== undefined ? 'refused' : unsaved === 0 ? 'saved' : this.#failures > 0 ? 'waiting' : 'saving';
    return { unsaved, status, problem: this.#problem, savedAt: this.#savedAt };
  }

  answer(item: string, value: Answer): void {
    this.#keep({ ...this.#kept, waiting: { ...this.#kept.waiting, [item]: value } });
    this.#problem = undefined;
    void this.flush();
  }

  /** Sends what is unsaved; also called when the line is back. Resolves when nothing more can be sent now. */
  async flush(): Promise<void> {
    if (this.#busy) return;
    this.#busy = true;
    try {
      while (this.#next()) {
        const { sending } = this.#kept;
        if (!sending) break;
        this.options.changed(this.state);
        const sent = await this.options.send(sending.answers, sending.key);
        if (sent.outcome === 'later') {
          this.#failures += 1;
          this.options.later(this.#failures, () => void this.flush());
          break;
        }
        this.#failures = 0;
        if (sent.outcome === 'refused') {
          // They stay on the shelf and on the screen, and go with the next answer under a new key.
          this.#keep({ waiting: this.unsaved });
          this.#problem = sent.problem;
          break;
        }
        this.#savedAt = this.options.now();
        this.#confirmed = { ...this.#confirmed, ...sending.answers };
        this.#keep({ waiting: this.#kept.waiting });
      }
    } finally {
      this.#busy = false;
      this.options.changed(this.state);
    }
  }

  /** The attempt is over: nothing of it stays in this browser. */
  clear(): void {
    this.#kept = { waiting: {} };
    this.#confirmed = {};
    this.options.shelf.removeItem(this.options.name);
  }

  #next(): boolean {
    if (this.#kept.sending) return true;
    if (Object.keys(this.#kept.waiting).length === 0) return false;
    this.#keep({ sending: { key: this.options.newKey(), answers: this.#kept.waiting }, waiting: {} });
    return true;
  }

  #keep(kept: Kept): void {
    this.#kept = kept;
    if (!kept.sending && Object.keys(kept.waiting).length === 0) this.options.shelf.removeItem(this.options.name);
    else this.options.shelf.setItem(this.options.name, JSON.stringify(kept));
  }
}
