import { fold, type View, type Projection } from '#libs/projecting';
import type { LearningPathGenerated, LearningPathRegenerated, PathAccepted } from '../learning.events.js';

export type PathDocument = Omit<LearningPathGenerated['data'], 'teacher' | 'cycle'> & {
  readonly generatedAt: string;
  readonly acceptedAt?: string;
  /** When and why it was derived anew, the last time. */
  readonly regenerated?: { readonly at: string; readonly reason: LearningPathRegenerated['data']['reason'] };
};
/** A teacher's paths by cycle, in one document: it is about that person alone and goes when they are forgotten. */
export interface PathsDocument {
  readonly teacher: string;
  readonly cycles: Readonly<Record<string, PathDocument>>;
}

const COLLECTION = 'paths';

const put = (view: View, teacher: string, cycle: string, path: PathDocument): void => {
  const cycles = view.get<PathsDocument>(COLLECTION, teacher)?.cycles ?? {};
  view.put(COLLECTION, teacher, { cycles: { ...cycles, [cycle]: path }, teacher });
};

export const pathsProjection: Projection = {
  name: 'paths',
  version: 2,
  weight: 31,
  collections: [{ name: COLLECTION }],
  on: {
    LearningPathGenerated: fold<LearningPathGenerated['data']>(({ data, metadata }, view) => {
      const { teacher, cycle, ...path } = data;
      put(view, teacher, cycle, { ...path, generatedAt: metadata.occurredAt });
    }),
    LearningPathRegenerated: fold<LearningPathRegenerated['data']>(({ data, metadata }, view) => {
      const { teacher, cycle, reason, ...path } = data;
      const before = view.get<PathsDocument>(COLLECTION, teacher)?.cycles[cycle];
      if (!before) throw new Error('a path was derived anew that was never derived');
      put(view, teacher, cycle, { ...before, ...path, regenerated: { at: metadata.occurredAt, reason } });
    }),
    PathAccepted: fold<PathAccepted['data']>(({ data, metadata }, view) => {
      const path = view.get<PathsDocument>(COLLECTION, data.teacher)?.cycles[data.cycle];
      if (!path) throw new Error('a path was accepted that was never derived');
      put(view, data.teacher, data.cycle, { ...path, acceptedAt: metadata.occurredAt });
    }),
    PersonalDataErased: fold<{ teacher: string }>(({ data }, view) => {
      view.delete(COLLECTION, data.teacher);
    }),
  },
};
