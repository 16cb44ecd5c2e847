import { reaction, type Policy } from '#libs/policies';
import type { AttendanceRecorded } from '../learning.events.js';
import { StartCourse } from '../use-cases/start-course.js';

/** Who comes to a session has begun the course, whether or not they said so on the pages. */
export const attendanceBeginsCourses: Policy = {
  name: 'attendance-begins-courses',
  says: 'A teacher who is present at a session of a course has begun it.',
  views: ['enrolments'],
  settledBy: [
    'already-completed',
    'course-failed',
    'enrolment-dropped',
    'not-enrolled',
    'seat-not-given',
    'offering-not-started',
    'offering-ended',
    'window-closed',
    'window-not-open',
    'cycle-not-open',
    'consent-missing',
    'person-forgotten',
    'enrolment-unknown',
  ],
  on: {
    AttendanceRecorded: reaction<AttendanceRecorded['data']>({
      react: ({ data: { entries }, metadata: { cycle = '' } }) =>
        entries
          .filter(({ presence }) => presence === 'present')
          .map(({ enrolment, teacher }) => ({
            step: `begin ${enrolment}`,
            command: (context) => new StartCourse(context, cycle, teacher, enrolment),
          })),
    }),
  },
};
