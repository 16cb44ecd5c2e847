import type { Database } from './database.js';

interface Job {
  readonly run: () => unknown;
  readonly done: (value: unknown) => void;
  readonly failed: (error: unknown) => void;
}

interface Settled {
  readonly job: Job;
  readonly error?: unknown;
  readonly value?: unknown;
}

export interface GroupCommitOptions {
  /** Jobs of one transaction; the event loop runs between two transactions. 256 unless told. */
  readonly most?: number;
  /** Runs after each commit, before anybody hears of it. */
  readonly afterCommit?: () => void;
}

/**
 * Writes that arrive together share one transaction, and so one wait for the disk. Each job sees what those before it wrote; a job
 * that throws undoes its own writes alone.
 */
export class GroupCommit {
  #waiting: Job[] = [];
  #scheduled = false;

  constructor(
    private readonly database: Database,
    private readonly options: GroupCommitOptions = {},
  ) {}

  /** Resolves once the job's writes are durable; rejects with what the job threw, or with why nothing could be committed. */
  run<T>(job: () => T): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      this.#waiting.push({ run: job, done: resolve as (value: unknown) => void, failed: reject });
      this.#schedule();
    });
  }

  /** Commits everything that waits, now. */
  drain(): void {
    while (this.#waiting.length > 0) this.#commit();
  }

  #schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    setImmediate(() => {
      this.#scheduled = false;
      if (this.#waiting.length === 0) return;
      this.#commit();
      if (this.#waiting.length > 0) this.#schedule();
    });
  }

  #commit(): void {
    const jobs = this.#waiting.splice(0, this.options.most ?? 256);
    const settled: Settled[] = [];
    try {
      this.database.exec('BEGIN IMMEDIATE');
      for (const job of jobs) settled.push(this.#one(job));
      this.database.exec('COMMIT');
      this.options.afterCommit?.();
    } catch (error) {
      this.#rollBack();
      for (const job of jobs) job.failed(error);
      return;
    }
    for (const { job, error, value } of settled) {
      if (error === undefined) job.done(value);
      else job.failed(error);
    }
  }

  #one(job: Job): Settled {
    this.database.exec('SAVEPOINT job');
    try {
      const value = job.run();
      this.database.exec('RELEASE job');
      return { job, value };
    } catch (error) {
      // A full disk has ended the transaction already: then everybody hears of it.
      if (!this.database.isTransaction) throw error;
      this.database.exec('ROLLBACK TO job; RELEASE job');
      return { job, error: error ?? new Error('a write failed without a reason') };
    }
  }

  #rollBack(): void {
    if (this.database.isOpen && this.database.isTransaction) this.database.exec('ROLLBACK');
  }
}
