import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runningServer, StartError } from '#libs/data-folder';

/** Which run a data folder holds. */
export interface RunRecord {
  readonly country: string;
  readonly teachers: number;
  readonly seed: string;
  readonly effect: number;
  readonly finished: boolean;
  /** False while only the folder was made: a start that failed (a port that is taken) keeps nobody from trying again. */
  readonly begun?: boolean;
  /** Pseudonym of a teacher whose record is whole: whose pages a visitor is shown. */
  readonly visitor?: string;
}

export type FolderState = { kind: 'empty' } | { kind: 'same' } | { kind: 'other'; reason: string };

const file = (directory: string): string => join(directory, 'pilot.json');

const describe = (run: RunRecord): string => `${run.country}, ${run.teachers} teachers, seed ${run.seed}, effect ${run.effect}`;

/** Whether a folder is free for a run, holds the same one whole, or something else. */
export const folderState = (directory: string, wanted: RunRecord): FolderState => {
  if (entriesOf(directory).length === 0) return { kind: 'empty' };
  const running = runningServer(directory);
  if (running)
    return {
      kind: 'other',
      reason: `A server works on ${directory} (process ${running.pid}, ${running.url}). Stop it first, or choose another folder with --data.`,
    };
  const advice = `Choose another folder with --data, or remove ${directory} to begin anew.`;
  const found = recordedRun(directory);
  if (found?.begun === false) return { kind: 'empty' };
  if (!found) return { kind: 'other', reason: `${directory} holds records that are no pilot run. ${advice}` };
  const same = (['country', 'teachers', 'seed', 'effect'] as const).every((key) => found[key] === wanted[key]);
  if (!same)
    return {
      kind: 'other',
      reason: `${directory} holds another run (${describe(found)}; asked for: ${describe(wanted)}). ${advice}`,
    };
  if (!found.finished)
    return { kind: 'other', reason: `${directory} holds this run, but it was interrupted. Remove ${directory} to begin anew.` };
  return { kind: 'same' };
};

/** @throws StartError when the path is no folder, or may not be read */
const entriesOf = (directory: string): readonly string[] => {
  try {
    return existsSync(directory) ? readdirSync(directory) : [];
  } catch (error) {
    throw new StartError(`The data folder ${directory} cannot be read (${codeOf(error)}). Choose another with --data.`, {
      cause: error,
    });
  }
};

/** @throws StartError when it is damaged */
export const recordedRun = (directory: string): RunRecord | undefined => {
  if (!existsSync(file(directory))) return undefined;
  try {
    return JSON.parse(readFileSync(file(directory), 'utf8')) as RunRecord;
  } catch (error) {
    throw new StartError(`The file ${file(directory)} is damaged. Choose another folder with --data.`, { cause: error });
  }
};

/** @throws StartError when the folder cannot be written */
export const recordRun = (directory: string, run: RunRecord): void => {
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    const draft = `${file(directory)}.new`;
    writeFileSync(draft, `${JSON.stringify(run)}\n`, { flush: true });
    renameSync(draft, file(directory));
  } catch (error) {
    throw new StartError(
      `The data folder ${directory} cannot be written (${codeOf(error)}). Give this user the right to write it, or choose another with --data.`,
      { cause: error },
    );
  }
};

const codeOf = (error: unknown): string => (error as NodeJS.ErrnoException).code ?? String(error);
