import { fold, type Projection } from '#libs/projecting';
import type { RescoringAdvanced, RescoringBegun, RescoringCounts, RescoringFinished } from '../assessment.events.js';

/** A run of scoring anew: how far it is, and what it changed. */
export type RescoringDocument = RescoringBegun['data'] & {
  readonly status: 'running' | 'finished';
  readonly begunAt: string;
  readonly finishedAt?: string;
} & RescoringCounts;

export const RESCORINGS = 'rescorings';

export const rescoringsProjection: Projection = {
  name: 'rescorings',
  version: 1,
  oneStream: true,
  collections: [
    { name: RESCORINGS, columns: { cycle: 'text', status: 'text', begunAt: 'text' }, indexes: [['cycle', 'begunAt']] },
  ],
  on: {
    RescoringBegun: fold<RescoringBegun['data']>(({ data, metadata }, view) => {
      view.put(RESCORINGS, data.rescoring, {
        ...data,
        status: 'running',
        begunAt: metadata.occurredAt,
        rescored: 0,
        unchanged: 0,
        left: 0,
      });
    }),
    RescoringAdvanced: fold<RescoringAdvanced['data']>(({ data: { rescoring, rescored, unchanged, left } }, view) => {
      view.put(RESCORINGS, rescoring, { ...view.get(RESCORINGS, rescoring), rescored, unchanged, left });
    }),
    RescoringFinished: fold<RescoringFinished['data']>(({ data, metadata }, view) => {
      const { rescoring, rescored, unchanged, left } = data;
      view.put(RESCORINGS, rescoring, {
        ...view.get(RESCORINGS, rescoring),
        rescored,
        unchanged,
        left,
        status: 'finished',
        finishedAt: metadata.occurredAt,
      });
    }),
  },
};
