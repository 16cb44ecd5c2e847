import { mkdirSync, writeFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { machine, rounded, type BenchOptions, type Machine, type RowResult } from './measure.js';
import { RESULTS } from './places.js';
import { takeOldLogs } from './volume/index.js';

type Row = (options: BenchOptions) => Promise<RowResult>;

/** Loaded when their turn comes: what one row imports is not in the memory of another. */
const ROWS: Readonly<Record<string, () => Promise<Row>>> = {
  appends: async () => (await import('./rows/appends.js')).appends,
  replay: async () => (await import('./rows/replay.js')).replay,
  submissions: async () => (await import('./rows/submissions.js')).submissions,
  dashboard: async () => (await import('./rows/dashboard.js')).dashboard,
  memory: async () => (await import('./rows/memory.js')).memory,
};

const LEAST_PAIRS = 11;

const program = new Command('bench')
  .description(
    'Measures the product beside what its work would cost at the least. Ratios within one run; absolute figures say little about another machine.',
  )
  .option('--row <row...>', `rows to run: ${Object.keys(ROWS).join(', ')}`)
  .option('--pairs <n>', `interleaved pairs a row, at least ${LEAST_PAIRS} for a result`, String(LEAST_PAIRS))
  .option('--quick', 'small inputs and three pairs: shows that everything runs, and is no result', false)
  .option(
    '--old-logs',
    'takes logs that an earlier code made, where they are in the temporary folder, instead of making new ones',
    false,
  )
  .parse();
const given = program.opts<{ row?: string[]; pairs: string; quick: boolean; oldLogs: boolean }>();
const chosen = given.row ?? Object.keys(ROWS);
const pairs = given.quick ? 3 : Number(given.pairs);
const unknown = chosen.filter((name) => !Object.hasOwn(ROWS, name));
if (unknown.length > 0) program.error(`no row is called ${unknown.join(', ')}; there are ${Object.keys(ROWS).join(', ')}`);
if (!Number.isInteger(pairs) || pairs < 1) program.error('--pairs takes a whole number of at least 1');

if (given.oldLogs) takeOldLogs();

const say = (line: string): void => void process.stderr.write(`${line}\n`);

const aimOf = ({ aim }: RowResult): string =>
  `${aim.binding ? '' : 'aim '}${aim.direction === 'at least' ? '≥' : '≤'} ${aim.value}×`;

const tableOf = (results: readonly RowResult[]): string => {
  const rows = results.map((result) => [
    result.what,
    aimOf(result),
    `**${rounded(result.ratio.median)}×** (${rounded(result.ratio.least)}–${rounded(result.ratio.most)})`,
    result.reached ? 'yes' : 'no',
    `${rounded(result.product.median)} ${result.unit}`,
    `${rounded(result.baseline.median)} ${result.unit}`,
    String(result.pairs),
  ]);
  const head = ['what', 'bar', 'median ratio (least–most)', 'reached', 'product, median', 'compared with, median', 'pairs'];
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
};

const reportOf = (on: Machine, date: string, results: readonly RowResult[], isResult: boolean): string =>
  [
    `# Bench, ${date}`,
    '',
    ...(isResult
      ? []
      : [`**No result**: ${given.quick ? 'a quick run' : `fewer than ${LEAST_PAIRS} pairs`}, to see that everything runs.`, '']),
    ...(given.oldLogs ? ['Logs may have been made by an earlier code.', ''] : []),
    `${on.cores} cores, ${on.processor}, ${on.memoryGiB} GiB, ${on.platform}; Node ${on.node}, SQLite ${on.sqlite}; load average ${on.loadAtStart} when it began, ${Math.round((loadavg()[0] ?? 0) * 100) / 100} when it ended.`,
    '',
    'Ratios are product / compared with, pair by pair within this run, the sides taking turns at going first.',
    '',
    tableOf(results),
    '',
    ...results.flatMap((result) => [
      `**${result.row}**: compared with ${result.comparedWith}.${result.notes.map((note) => ` ${note}.`).join('')}`,
      '',
    ]),
  ].join('\n');

const on = machine();
const date = new Date().toISOString();
const results: RowResult[] = [];
for (const name of chosen) {
  say(`── ${name}: ${pairs} pairs`);
  const row = await (ROWS[name] as () => Promise<Row>)();
  results.push(await row({ pairs, quick: given.quick, say }));
}
const isResult = !given.quick && pairs >= LEAST_PAIRS;
const report = reportOf(on, date, results, isResult);
process.stdout.write(`\n${report}`);
mkdirSync(RESULTS, { recursive: true });
const only = given.row ? `-${given.row.join('-')}` : '';
const file = join(RESULTS, `${date.slice(0, 10)}${only}${isResult ? '' : '-no-result'}`);
writeFileSync(`${file}.md`, report);
writeFileSync(`${file}.json`, `${JSON.stringify({ date, isResult, machine: on, results }, null, 2)}\n`);
say(`written to ${file}.md and .json`);
