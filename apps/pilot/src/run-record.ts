import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Which run a data folder holds. */
export interface RunRecord {
  readonly country: string;
  readonly teachers: number;
  readonly seed: string;
  readonly effect: number;
  readonly finished: boolean;
  /** Pseudonym of a teacher whose record is whole: whose pages a visitor is shown. */
  readonly visitor?: string;
}

export type FolderState = { kind: 'empty' } | { kind: 'same' } | { kind: 'other'; reason: string };

const file = (directory: string): string => join(directory, 'pilot.json');

const describe = (run: RunRecord): string => `${run.country}, ${run.teachers} teachers, seed ${run.seed}, effect ${run.effect}`;

/** Whether a folder is free for a run, holds the same one whole, or something else. */
export const folderState = (directory: string, wanted: RunRecord): FolderState => {
  if (!existsSync(directory) || readdirSync(directory).length === 0) return { kind: 'empty' };
  const advice = `Choose another folder with --data, or remove ${directory} to begin anew.`;
  const found = recordedRun(directory);
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

export const recordedRun = (directory: string): RunRecord | undefined =>
  existsSync(file(directory)) ? (JSON.parse(readFileSync(file(directory), 'utf8')) as RunRecord) : undefined;

export const recordRun = (directory: string, run: RunRecord): void => {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  writeFileSync(file(directory), `${JSON.stringify(run)}\n`);
};
