import { closeSync, fdatasyncSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';

const PROBES = 5;
/** SQLite's page: the least that a commit writes. */
const PAGE = 4096;

/**
 * How long the disk makes a commit wait that writes next to nothing, milliseconds: the median of some waits. From 0.1 where a cache answers for the disk to
 * 10 and more where the disk does.
 * @returns Infinity where nothing can be written
 */
export const diskWait = (directory: string): number => {
  let folder: string | undefined;
  try {
    folder = mkdtempSync(join(directory, '.probe-'));
    const file = openSync(join(folder, 'wait'), 'w');
    try {
      const waits: number[] = [];
      for (let probe = 0; probe < PROBES; probe += 1) {
        const began = performance.now();
        writeSync(file, Buffer.alloc(PAGE), 0, PAGE, probe * PAGE);
        fdatasyncSync(file);
        waits.push(performance.now() - began);
      }
      return waits.sort((a, b) => a - b)[PROBES >> 1] as number;
    } finally {
      closeSync(file);
    }
  } catch {
    // Whoever appends will be told what is wrong with the folder.
    return Infinity;
  } finally {
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
  }
};
