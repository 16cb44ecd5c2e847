import cliProgress from 'cli-progress';

/** What went wrong, for a person at a terminal, with the code that scripts look at. */
export class CliError extends Error {
  constructor(
    message: string,
    readonly exitCode: number = 1,
  ) {
    super(message);
    this.name = 'CliError';
  }
}

/** 0 done · 1 refused or failed · 2 wrong usage · 3 done with findings or differences · 4 cannot start or reach. */
export const EXIT = { failed: 1, usage: 2, findings: 3, unavailable: 4 } as const;

/** Standard output, line by line; a reader that went away (`| head`) is no error. */
export const print = (line = ''): void => {
  process.stdout.write(`${line}\n`);
};
export const note = (line: string): void => {
  process.stderr.write(`${line}\n`);
};

process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});

/** Columns as wide as their widest cell; numbers to the right. */
export const table = (header: readonly string[], rows: readonly (readonly (string | number)[])[]): string => {
  const cells = [header, ...rows].map((row) => row.map(String));
  const widths = header.map((_, column) => Math.max(...cells.map((row) => [...(row[column] ?? '')].length)));
  const numeric = header.map((_, column) => rows.length > 0 && rows.every((row) => typeof row[column] === 'number'));
  const line = (row: readonly string[]) =>
    row
      .map((cell, column) => {
        const gap = ' '.repeat(Math.max(0, (widths[column] ?? 0) - [...cell].length));
        return numeric[column] ? gap + cell : cell + gap;
      })
      .join('  ')
      .trimEnd();
  return cells.map(line).join('\n');
};

export interface Progress {
  to(value: number, total?: number): void;
  done(): void;
}

/** A bar on a terminal, a line every tenth elsewhere, nothing with --json. */
export const progress = (label: string, total: number, options: { quiet?: boolean } = {}): Progress => {
  if (options.quiet) return { to: () => undefined, done: () => undefined };
  if (process.stderr.isTTY) {
    const bar = new cliProgress.SingleBar(
      {
        format: `${label} {bar} {percentage}% {value}/{total} {eta_formatted}`,
        hideCursor: true,
        stream: process.stderr,
        etaBuffer: 50,
      },
      cliProgress.Presets.shades_classic,
    );
    bar.start(Math.max(1, total), 0);
    return {
      to: (value, newTotal) => {
        if (newTotal !== undefined) bar.setTotal(Math.max(1, newTotal));
        bar.update(value);
      },
      done: () => bar.stop(),
    };
  }
  let tenth = 0;
  let last = total;
  return {
    to: (value, newTotal) => {
      last = newTotal ?? last;
      const reached = last > 0 ? Math.floor((10 * value) / last) : 10;
      if (reached > tenth) {
        tenth = reached;
        note(`${label}: ${Math.min(100, reached * 10)} % (${value} of ${last})`);
      }
    },
    done: () => undefined,
  };
};
