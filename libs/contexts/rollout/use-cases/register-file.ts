import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { refuse } from '#libs/kernel';

/** A school register on disk. */
export interface RegisterFile {
  readonly path: string;
  /** SHA-256, hexadecimal. */
  readonly digest: string;
}

export interface ReceivedFile extends RegisterFile {
  readonly bytes: number;
  /** Removes it; to be called whatever happens. */
  discard(): Promise<void>;
}

export const MAX_REGISTER_BYTES = 100_000_000;

/**
 * Takes an upload to a file of its own before anything is done with it: one that is cut off or too large has changed nothing, and
 * what is read then cannot change.
 * @throws Refusal body-too-large | malformed-body
 */
export const receiveRegister = async (source: Readable, limit: number = MAX_REGISTER_BYTES): Promise<ReceivedFile> => {
  const folder = await mkdtemp(join(tmpdir(), 'cordillera-register-'));
  const discard = () => rm(folder, { recursive: true, force: true });
  const path = join(folder, 'register.csv');
  const hash = createHash('sha256');
  let bytes = 0;
  try {
    const file = await open(path, 'wx', 0o600);
    try {
      // Not destroyed on leaving the loop: the answer still has to go out on the same connection.
      for await (const piece of source.iterator({ destroyOnReturn: false })) {
        const chunk = piece as Buffer;
        bytes += chunk.length;
        if (bytes > limit) refuse('body-too-large', { limit });
        hash.update(chunk);
        await file.writeFile(chunk);
      }
    } finally {
      await file.close();
    }
  } catch (error) {
    await discard();
    source.resume();
    if (source.errored || source.readableAborted) return refuse('malformed-body', { reason: 'cut-off' });
    throw error;
  }
  return { path, digest: hash.digest('hex'), bytes, discard };
};

/** A file that is here already, with its digest. */
export const registerFile = async (path: string): Promise<RegisterFile> => {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  return { path, digest: hash.digest('hex') };
};
