import { spawnSync, type SpawnSyncReturns } from 'node:child_process';

/**
 * The suites of the cluster: against the servers that `EVENTSTORE_URL` and `MONGODB_URL` name, or, where neither is set, against the databases of
 * docker-compose.yml, which are started for it and opened to this machine alone. `npm run test:cluster [-- options of Jest]`
 */

const SUITES = [
  'libs/event-store/eventstoredb',
  'libs/read-store/mongodb',
  'libs/privacy/mongodb',
  'libs/access/mongodb',
  'test/cluster',
  'test/move',
  'test/copy',
  'test/compose',
];
const OPENED = ['compose', '-f', 'docker-compose.yml', '-f', 'docker-compose.test.yml', 'up', '--detach', '--wait'];

const run = (command: string, args: readonly string[], env: NodeJS.ProcessEnv): SpawnSyncReturns<Buffer> =>
  spawnSync(command, args, { stdio: 'inherit', env });

const fail = (why: string): never => {
  process.stderr.write(`${why}\n`);
  process.exit(2);
};

/** The compose file's databases, and how a suite kills its EventStoreDB. */
const composed = (): Record<string, string> => {
  const instead = 'Or name servers of your own: EVENTSTORE_URL=esdb://… MONGODB_URL=mongodb://… npm run test:cluster';
  const password = process.env['MONGODB_PASSWORD'];
  if (password === undefined || process.env['CORDILLERA_MASTER_KEY'] === undefined)
    fail(`Set MONGODB_PASSWORD and CORDILLERA_MASTER_KEY as for \`docker compose up\`.\n${instead}`);
  const { status, error } = run('docker', [...OPENED, 'events', 'documents'], process.env);
  if (error) fail(`Docker cannot be started (${error.message}).\n${instead}`);
  if (status !== 0) fail(`The databases of docker-compose.yml did not come up.\n${instead}`);
  return {
    EVENTSTORE_URL: 'esdb://localhost:2113?tls=false',
    MONGODB_URL: `mongodb://cordillera:${encodeURIComponent(password ?? '')}@localhost:27017/?authSource=admin`,
    EVENTSTORE_RESTART:
      'docker compose kill --signal $SIGNAL events; ' +
      `case $SIGNAL in KILL|TERM) docker compose wait events; docker ${OPENED.join(' ')} events;; esac`,
  };
};

const named = process.env['EVENTSTORE_URL'] !== undefined || process.env['MONGODB_URL'] !== undefined;
const { status } = run(
  process.execPath,
  [
    '--experimental-vm-modules',
    '--disable-warning=ExperimentalWarning',
    'node_modules/jest/bin/jest.js',
    '--verbose',
    ...SUITES,
    ...process.argv.slice(2),
  ],
  { ...process.env, ...(named ? {} : composed()) },
);
process.exitCode = status ?? 1;
