import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DataFolder, StartError } from '#libs/data-folder';
import { folderState, recordRun, type RunRecord } from './run-record.js';

const wanted: RunRecord = { country: 'cl', teachers: 60, seed: '7', effect: 1, finished: true };

describe('the folder of a run', () => {
  let parent: string;
  let folder: string;
  beforeEach(() => {
    parent = mkdtempSync(join(tmpdir(), 'cordillera-run-'));
    folder = join(parent, 'data');
  });
  afterEach(() => rmSync(parent, { recursive: true, force: true }));

  it('is free while it is not there, or nothing is in it', () => {
    expect(folderState(folder, wanted)).toEqual({ kind: 'empty' });
    expect(folderState(parent, wanted)).toEqual({ kind: 'empty' });
  });

  it('serves the same run, and says of another one what to do', () => {
    recordRun(folder, wanted);
    expect(folderState(folder, wanted)).toEqual({ kind: 'same' });
    for (const other of [{ seed: '8' }, { teachers: 61 }, { country: 'pe' }, { effect: 0 }])
      expect(folderState(folder, { ...wanted, ...other })).toEqual({
        kind: 'other',
        reason: expect.stringMatching(/holds another run \(cl, 60 teachers, seed 7, effect 1;.*--data, or remove/),
      });
  });

  it('is still free where the server did not start, and interrupted once the run had begun', () => {
    recordRun(folder, { ...wanted, finished: false, begun: false });
    expect(folderState(folder, { ...wanted, seed: '8' })).toEqual({ kind: 'empty' });
    recordRun(folder, { ...wanted, finished: false });
    expect(folderState(folder, wanted)).toMatchObject({ kind: 'other', reason: expect.stringContaining('interrupted') });
  });

  it('is not called interrupted while a run is at work in it', () => {
    recordRun(folder, { ...wanted, finished: false });
    const held = DataFolder.claim(folder);
    held.announce({ pid: process.pid, url: 'http://127.0.0.1:1' });
    expect(folderState(folder, wanted)).toMatchObject({
      kind: 'other',
      reason: expect.stringMatching(/^A server works on .* Stop it first, or choose another/),
    });
    held.release();
  });

  it('with other records is left alone', () => {
    DataFolder.claim(folder).release();
    expect(folderState(folder, wanted)).toMatchObject({ kind: 'other', reason: expect.stringContaining('no pilot run') });
  });

  it('that is none, or cannot be written, or whose record is damaged stops the pilot with one line', () => {
    const file = join(parent, 'file');
    writeFileSync(file, '');
    const line = (act: () => unknown): string => {
      try {
        act();
      } catch (error) {
        expect(error).toBeInstanceOf(StartError);
        return (error as Error).message;
      }
      throw new Error('nothing was refused');
    };
    expect(line(() => folderState(file, wanted))).toMatch(
      /^The data folder .* cannot be read \(ENOTDIR\)\. Choose another with --data\.$/,
    );
    expect(line(() => recordRun(join(file, 'data'), wanted))).toMatch(
      /^The data folder .* cannot be written \((ENOTDIR|EEXIST)\)/,
    );
    recordRun(folder, wanted);
    writeFileSync(join(folder, 'pilot.json'), '{"country":');
    expect(line(() => folderState(folder, wanted))).toMatch(/^The file .*pilot\.json is damaged/);
    expect(existsSync(join(file, 'data'))).toBe(false);
  });
});
