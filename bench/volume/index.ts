import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openEmbeddedEventStore } from '#libs/event-store/embedded';
import { EventCatalogue } from '#libs/kernel';
import { openEmbeddedKeyStore } from '#libs/privacy/embedded';
import { eventDefinitions } from '../../libs/platform/read-models.js';
import { loadPack } from '../../libs/contexts/rollout/pack/index.js';
import { BUILT, PACKS } from '../places.js';
import { DecidedLog, SetClock } from './decided-log.js';
import { Programme, TENANT, type OpenRating } from './programme.js';

export { CYCLE, TENANT, type OpenRating } from './programme.js';

/** `whole-cycle`: from registration to the final test; `open-ratings`: everybody has a self-rating that lacks its last answers. */
export type VolumeKind = 'whole-cycle' | 'open-ratings';

export interface Volume {
  /** A data folder with log and vault, as an installation leaves it; not to be changed. */
  readonly directory: string;
  readonly teachers: number;
  readonly events: number;
  /** Size of the log file. */
  readonly bytes: number;
  readonly refused: number;
  readonly seconds: number;
}

const filesUnder = (path: string): string[] =>
  readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.endsWith('.map'))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();

/** What a generated log hangs on besides its parameters: the code that decides and the pack. */
const codeDigest = (): string => {
  const hash = createHash('sha256');
  for (const part of ['libs/contexts', 'libs/kernel', 'libs/simulation', 'libs/event-store', 'libs/privacy', 'bench/volume']) {
    for (const file of filesUnder(join(BUILT, part))) if (!file.includes('projections')) hash.update(readFileSync(file));
  }
  for (const file of filesUnder(PACKS)) hash.update(readFileSync(file));
  return hash.digest('hex').slice(0, 12);
};

export const cacheFolder = (): string => join(tmpdir(), 'cordillera-bench');

let takesOldLogs = false;
/** Takes what an earlier code made where it is there: its events are readable for ever, and a large log takes minutes to make. */
export const takeOldLogs = (): void => {
  takesOldLogs = true;
};
const oldLog = (teachers: number, kind: VolumeKind): string | undefined => {
  if (!takesOldLogs || !existsSync(cacheFolder())) return undefined;
  return readdirSync(cacheFolder())
    .filter((name) => new RegExp(`^${kind}-${teachers}-[0-9a-f]{12}$`).test(name))
    .map((name) => join(cacheFolder(), name))
    .filter((path) => existsSync(join(path, 'volume.json')))
    .sort((a, b) => statSync(join(b, 'volume.json')).mtimeMs - statSync(join(a, 'volume.json')).mtimeMs)[0];
};

/** A cohort's log; made once and kept in the temporary folder. */
export const volume = async (
  teachers: number,
  kind: VolumeKind = 'whole-cycle',
  say: (line: string) => void = () => undefined,
): Promise<Volume> => {
  const directory = oldLog(teachers, kind) ?? join(cacheFolder(), `${kind}-${teachers}-${codeDigest()}`);
  const manifest = join(directory, 'volume.json');
  if (!existsSync(manifest)) await make(directory, teachers, kind, say);
  return { ...(JSON.parse(readFileSync(manifest, 'utf8')) as Omit<Volume, 'directory'>), directory };
};

/** The open self-ratings of a volume of that kind. */
export const openRatings = ({ directory }: Volume): readonly OpenRating[] =>
  JSON.parse(readFileSync(join(directory, 'open-ratings.json'), 'utf8')) as OpenRating[];

const make = async (directory: string, teachers: number, kind: VolumeKind, say: (line: string) => void): Promise<void> => {
  const draft = `${directory}.${process.pid}.new`;
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(draft, { recursive: true });
  say(`making a log of ${teachers} teachers (${kind})`);
  const began = performance.now();
  const seed = `bench-${teachers}`;
  const clock = new SetClock();
  const keys = openEmbeddedKeyStore({ directory: draft });
  const store = await openEmbeddedEventStore({ directory: draft, clock, thread: 'in-thread' });
  await keys.create(TENANT, { seed });
  const log = new DecidedLog(TENANT, store, clock, keys, new EventCatalogue(eventDefinitions));
  const programme = new Programme(log, keys, await loadPack(join(PACKS, 'cl')), seed, teachers, say);
  await programme.prepare();
  if (kind === 'whole-cycle') await programme.wholeCycle();
  else writeFileSync(join(draft, 'open-ratings.json'), JSON.stringify(await programme.answerRatings()));
  await log.flush();
  await store.close();
  await keys.close();
  const { size: bytes } = statSync(join(draft, TENANT, 'log.db'));
  const seconds = (performance.now() - began) / 1000;
  const made: Omit<Volume, 'directory'> = { teachers, events: log.events, bytes, refused: log.refused, seconds };
  writeFileSync(join(draft, 'volume.json'), JSON.stringify(made));
  rmSync(directory, { recursive: true, force: true });
  renameSync(draft, directory);
  say(`${log.events} events, ${Math.round(bytes / 1e6)} MB, ${Math.round(seconds)} s, ${log.refused} refused`);
};
