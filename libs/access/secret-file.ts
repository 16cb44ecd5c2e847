import { closeSync, fsyncSync, linkSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { syncDirectory } from '#libs/sqlite';

/** Writes a file that only its owner may read, whole or not at all, and durably. */
export const writeSecretFile = (path: string, text: string, how: 'new' | 'replace'): void => {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const unfinished = `${path}.${process.pid}.new`;
  rmSync(unfinished, { force: true });
  const descriptor = openSync(unfinished, 'wx', 0o600);
  try {
    writeSync(descriptor, text);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
  if (how === 'replace') {
    renameSync(unfinished, path);
  } else {
    try {
      // Unlike a rename, a link does not take the place of a file that somebody else made meanwhile.
      linkSync(unfinished, path);
    } finally {
      rmSync(unfinished, { force: true });
    }
  }
  syncDirectory(dirname(path));
};

const codeOf = (error: unknown): unknown =>
  typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;

/** The file's text, made at first sight. Of two that make it at once, one wins and both read the same. */
export const secretFile = (path: string, make: () => string): string => {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error;
  }
  try {
    writeSecretFile(path, make(), 'new');
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
  }
  return readFileSync(path, 'utf8');
};
