import { attemptDecider, attemptStream, type GapsIdentified } from '#libs/contexts/assessment';
import { reaction, type Policy } from '#libs/policies';
import type { CourseCompleted } from '../learning.events.js';
import { pathDecider, pathStream } from '../path.js';
import { RegeneratePath } from '../use-cases/regenerate-path.js';

/**
 * A path that was derived once follows what becomes known afterwards: a later self-rating (never one about the time before), and a
 * course that was completed.
 */
export const pathsFollowEvidence: Policy = {
  name: 'paths-follow-evidence',
  says: 'A learning path is derived anew when its teacher rates themselves again or completes a course.',
  views: ['enrolments', 'offerings', 'courses', 'teachers'],
  // Nothing is left to plan once learning is over, or for somebody who takes no part any more.
  settledBy: ['window-closed', 'window-not-open', 'cycle-not-open', 'consent-missing', 'person-forgotten', 'profile-not-there'],
  on: {
    GapsIdentified: reaction<GapsIdentified['data'], boolean>({
      references: async ({ data: { attempt, teacher }, metadata: { cycle = '' } }, { streams, tenant }) => {
        const { generated } = await streams.state(pathDecider, pathStream(tenant, cycle, teacher));
        if (!generated || generated.attempt === attempt) return false;
        const { started } = await streams.state(attemptDecider, attemptStream(tenant, cycle, attempt));
        return started?.occasion !== 'retrospective';
      },
      react: ({ data: { attempt, teacher }, metadata: { cycle = '' } }, isNew) =>
        isNew
          ? [
              {
                step: 'regenerate',
                command: (context) => new RegeneratePath(context, cycle, teacher, attempt, 'new-self-rating'),
              },
            ]
          : [],
    }),
    CourseCompleted: reaction<CourseCompleted['data'], string | undefined>({
      references: async ({ data: { teacher }, metadata: { cycle = '' } }, { streams, tenant }) =>
        (await streams.state(pathDecider, pathStream(tenant, cycle, teacher))).generated?.attempt,
      react: ({ data: { teacher }, metadata: { cycle = '' } }, attempt) =>
        attempt === undefined
          ? []
          : [
              {
                step: 'regenerate',
                command: (context) => new RegeneratePath(context, cycle, teacher, attempt, 'course-completed'),
              },
            ],
    }),
  },
};
