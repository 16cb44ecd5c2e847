import { refuse, streamName, type Actor, type Decider } from '#libs/kernel';
import type { RescoringCounts, RescoringEvent } from './assessment.events.js';

/** A run of scoring anew through every attempt on a version of an instrument. */
export interface Rescoring {
  readonly status: 'none' | 'running' | 'finished';
  readonly rescoring: string;
  readonly cycle: string;
  readonly instrument: string;
  readonly version: number;
  readonly reason: string;
  readonly begunBy?: Actor;
  /** The last attempt that is done; a run goes on behind it. */
  readonly upTo?: string;
  readonly counts: RescoringCounts;
}

const NOTHING: RescoringCounts = { rescored: 0, unchanged: 0, left: 0 };

export const rescoringDecider: Decider<Rescoring, RescoringEvent> = {
  category: 'rescoring',
  initial: { status: 'none', rescoring: '', cycle: '', instrument: '', version: 0, reason: '', counts: NOTHING },
  evolve: (run, { type, data, metadata }) => {
    switch (type) {
      case 'RescoringBegun':
        return { ...data, status: 'running', begunBy: metadata.actor, counts: NOTHING };
      case 'RescoringAdvanced': {
        const { upTo, rescored, unchanged, left } = data;
        return { ...run, upTo, counts: { rescored, unchanged, left } };
      }
      case 'RescoringFinished': {
        const { rescored, unchanged, left } = data;
        return { ...run, status: 'finished', counts: { rescored, unchanged, left } };
      }
    }
  },
};

export const rescoringStream = (tenant: string, cycle: string, rescoring: string) =>
  streamName({ tenant, cycle, category: 'rescoring', id: rescoring });

export const beginRescoring = (
  command: { rescoring: string; cycle: string; instrument: string; version: number; reason: string },
  run: Rescoring,
): RescoringEvent[] => (run.status === 'none' ? [{ type: 'RescoringBegun', data: command }] : []);

export const advanceRescoring = (command: { upTo: string } & RescoringCounts, run: Rescoring): RescoringEvent[] => {
  if (run.status === 'none') return refuse('rescoring-unknown');
  if (run.status === 'finished' || (run.upTo !== undefined && command.upTo <= run.upTo)) return [];
  return [{ type: 'RescoringAdvanced', data: { rescoring: run.rescoring, ...command } }];
};

export const finishRescoring = (run: Rescoring): RescoringEvent[] => {
  if (run.status === 'none') return refuse('rescoring-unknown');
  return run.status === 'finished' ? [] : [{ type: 'RescoringFinished', data: { rescoring: run.rescoring, ...run.counts } }];
};
