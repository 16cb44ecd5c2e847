import { createServer } from 'node:http';
import { StartError } from '#libs/data-folder';
import { answerArguments, configFromEnvironment, createLogger, startProjectorService } from '#libs/platform';

const say = (line: string): void => void process.stdout.write(`${line}\n`);

const answered = answerArguments(
  process.argv.slice(2),
  'npm run projector --',
  'Starts a projector of the cluster: several share the countries.',
);
if (answered) {
  process.stdout.write(answered.stdout);
  process.stderr.write(answered.stderr);
  process.exit(answered.exitCode);
}

try {
  const config = configFromEnvironment();
  const logger = createLogger(config.logLevel);
  const service = await startProjectorService(config, logger);
  // For whoever watches over the process; it says which countries are projected here and nothing else.
  const health = createServer((request, response) => {
    const known = request.method === 'GET' && request.url === '/health/live';
    response.writeHead(known ? 200 : 404, { 'Content-Type': 'application/json' });
    response.end(known ? JSON.stringify({ status: 'ok', countries: service.countries() }) : '{}');
  });
  await new Promise<void>((resolve, reject) => {
    health.once('error', reject);
    health.listen(config.port, config.host, resolve);
  });
  const address = health.address();
  say(`Cordillera projector: http://${config.host}:${typeof address === 'object' && address ? address.port : config.port}`);
  let ending = false;
  const end = (signal: NodeJS.Signals): void => {
    if (ending) return;
    ending = true;
    logger.info({ signal }, 'ending');
    health.close();
    service.close().then(
      () => process.exit(0),
      (error: unknown) => {
        logger.error({ err: error }, 'could not end in order');
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', end);
  process.on('SIGINT', end);
} catch (error) {
  if (!(error instanceof StartError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
