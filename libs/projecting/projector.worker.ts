import { parentPort, workerData } from 'node:worker_threads';
import { InThreadProjectorHost } from './host.js';
import { helpInThread } from './worker-host.js';
import type { FromWorker, HostMethod, OpenEngines, ReadModels, ToWorker, WorkerStart } from './worker-protocol.js';

/** The projector's thread: a host like any other, spoken to by messages. What it cannot handle ends it, and the main thread sees that. */
const port = parentPort;
if (!port) throw new Error('this module runs in a worker thread');
const say = (message: FromWorker): void => port.postMessage(message);

const start = workerData as WorkerStart;
const { openEngines } = (await import(start.composition)) as { openEngines: OpenEngines };
const { projections, eventDefinitions } = (await import(start.readModels)) as ReadModels;
const engines = await openEngines(start.config as never, { beside: start.only !== undefined });
const host = new InThreadProjectorHost({
  engines,
  projections: start.only ? projections.filter(({ name }) => start.only?.includes(name)) : projections,
  eventDefinitions,
  // Whoever helps is not helped.
  help: start.only ? undefined : helpInThread(start),
  ...(start.limits ? { limits: start.limits } : {}),
});
// The status first: whoever hears of a commit finds the position in it.
host.onStatus((status) => say({ kind: 'status', status }));
host.onApplied((applied) => say({ kind: 'applied', applied }));

const METHODS_WITH_PROGRESS: ReadonlySet<HostMethod> = new Set(['rebuild', 'verify']);
const PROGRESS_EVERY_MS = 50;

const answer = async ({ call, method, args }: Extract<ToWorker, { kind: 'call' }>): Promise<void> => {
  let told = 0;
  const progress = (value: unknown): void => {
    const now = Date.now();
    if (now - told < PROGRESS_EVERY_MS) return;
    told = now;
    say({ kind: 'progress', call, value });
  };
  try {
    const run = host[method].bind(host) as (...all: unknown[]) => Promise<unknown>;
    say({ kind: 'answer', call, value: await run(...args, ...(METHODS_WITH_PROGRESS.has(method) ? [progress] : [])) });
  } catch (error) {
    const { name, message, code } = error as { name?: string; message?: string; code?: unknown };
    say({
      kind: 'failed',
      call,
      name: name ?? 'Error',
      message: message ?? String(error),
      ...(typeof code === 'string' ? { code } : {}),
    });
  }
};

port.on('message', (message: ToWorker) => {
  if (message.kind === 'call') void answer(message);
  else {
    void host
      .close()
      .then(() => engines.close())
      .then(() => port.close());
  }
});
say({ kind: 'ready' });
