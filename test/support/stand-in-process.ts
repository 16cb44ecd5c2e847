import { EventStoreStandIn } from './eventstore-stand-in.js';

/**
 * The stand-in for EventStoreDB as a process of its own, for tests that kill it: `node dist/test/support/stand-in-process.js PORT FILE`.
 * It is not the server: what it shows holds for our adapter and the real client, not for EventStoreDB.
 */
const [port = '0', file] = process.argv.slice(2);
/** The server answers those that are connected for so long after it was asked to end, milliseconds. */
const GRACE = 1000;

const standIn = await EventStoreStandIn.start(Number(port), file);
process.on('SIGTERM', () => {
  standIn.endInOrder(GRACE).then(
    () => process.exit(0),
    () => process.exit(1),
  );
});
process.stdout.write(`Stand-in for EventStoreDB (not the server): ${standIn.url}\n`);
