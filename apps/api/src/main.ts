import { StartError } from '#libs/data-folder';
import { answerArguments } from '#libs/platform';
import { greeting } from './greeting.js';
import { startServer } from './server.js';

const say = (line: string): void => void process.stdout.write(`${line}\n`);

const answered = answerArguments(process.argv.slice(2), 'npm start --', 'Starts Cordillera’s server: API and pages.');
if (answered) {
  process.stdout.write(answered.stdout);
  process.stderr.write(answered.stderr);
  process.exit(answered.exitCode);
}

try {
  const server = await startServer();
  const said = greeting({
    url: server.url,
    dataDirectory: server.installation.config.dataDirectory,
    firstRunKey: server.firstRunKey,
    terminal: process.stdout.isTTY,
  });
  for (const line of said) say(line);
  let ending = false;
  const end = (signal: NodeJS.Signals) => {
    if (ending) return;
    ending = true;
    server.installation.logger.info({ signal }, 'ending');
    server.close().then(
      () => process.exit(0),
      (error: unknown) => {
        server.installation.logger.error({ err: error }, 'could not end in order');
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
