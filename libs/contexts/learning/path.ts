import { canonicalJson, refuse, streamName, type Decider } from '#libs/kernel';
import type { LearningPathGenerated, LearningPathRegenerated, PathEvent } from './learning.events.js';
import type { DerivedPath } from './path-rules.js';

/** A teacher's learning path in a cycle. */
export interface LearningPath {
  readonly status: 'none' | 'proposed' | 'accepted';
  readonly generated?: LearningPathGenerated['data'];
}

export const pathDecider: Decider<LearningPath, PathEvent> = {
  category: 'path',
  initial: { status: 'none' },
  evolve: (path, event) => {
    switch (event.type) {
      case 'LearningPathGenerated':
        return { status: 'proposed', generated: event.data };
      case 'LearningPathRegenerated': {
        const { reason: _, ...generated } = event.data;
        return { ...path, generated };
      }
      case 'PathAccepted':
        return { ...path, status: 'accepted' };
    }
  },
};

export const pathStream = (tenant: string, cycle: string, teacher: string) =>
  streamName({ tenant, cycle, category: 'path', id: teacher });

/** Until it is accepted a path can be derived again; what comes out the same changes nothing. */
export const generatePath = (
  command: {
    teacher: string;
    cycle: string;
    attempt: string;
    pathRules: string;
    derived: DerivedPath;
    completedBefore?: LearningPathGenerated['data']['completedBefore'];
  },
  path: LearningPath,
): PathEvent[] => {
  if (path.status === 'accepted') refuse('path-accepted-already', { cycle: command.cycle });
  const { teacher, cycle, attempt, pathRules, derived, completedBefore } = command;
  const generated: LearningPathGenerated['data'] = {
    ...{ teacher, cycle, attempt, pathRules, ...derived },
    ...(completedBefore ? { completedBefore } : {}),
  };
  if (path.generated && canonicalJson(path.generated) === canonicalJson(generated)) return [];
  return [{ type: 'LearningPathGenerated', data: generated }];
};

/**
 * A path that is there is derived again from new evidence. An accepted one stays accepted; what comes out the same changes nothing, and
 * where there is no path yet there is none to renew.
 */
export const regeneratePath = (
  command: {
    teacher: string;
    cycle: string;
    attempt: string;
    pathRules: string;
    reason: LearningPathRegenerated['data']['reason'];
    derived: DerivedPath;
    completedBefore?: LearningPathGenerated['data']['completedBefore'];
  },
  path: LearningPath,
): PathEvent[] => {
  const { teacher, cycle, attempt, pathRules, reason, derived, completedBefore } = command;
  if (!path.generated) return [];
  const { steps, withoutCourse } = path.generated;
  if (canonicalJson({ steps, withoutCourse }) === canonicalJson(derived)) return [];
  const before = completedBefore ? { completedBefore } : {};
  return [{ type: 'LearningPathRegenerated', data: { teacher, cycle, attempt, pathRules, ...derived, ...before, reason } }];
};

export const acceptPath = (command: { teacher: string; cycle: string }, path: LearningPath): PathEvent[] => {
  const { generated, status } = path;
  if (!generated) return refuse('path-not-there', { cycle: command.cycle });
  if (status === 'accepted') refuse('path-accepted-already', { cycle: command.cycle });
  if (generated.steps.length === 0) refuse('path-without-steps', { cycle: command.cycle });
  return [{ type: 'PathAccepted', data: { teacher: command.teacher, cycle: command.cycle } }];
};
