import type { Policy } from '#libs/policies';
import { attendanceBeginsCourses } from './attendance-begins-courses.js';
import { pathsFollowEvidence } from './paths-follow-evidence.js';
import { waitingListsMove } from './waiting-lists-move.js';

export const learningPolicies: readonly Policy[] = [waitingListsMove, attendanceBeginsCourses, pathsFollowEvidence];
