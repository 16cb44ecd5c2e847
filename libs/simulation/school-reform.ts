import { seededRandom } from '#libs/kernel';
import type { SchoolOfPilot } from './teachers.js';

/** Municipal schools that a local education service takes over, and those for which that was planned and put off. */
export interface SchoolReform {
  readonly moved: readonly string[];
  readonly postponed: readonly string[];
}

/** When it is planned, when some of it is put off and until when, and the first day of the services. */
export const REFORM = {
  planned: '2023-10-16T13:00:00.000Z',
  effectiveOn: '2024-01-01',
  putOff: '2023-12-18T13:00:00.000Z',
  until: '2025-01-01',
} as const;

const SHARE = { moved: 0.15, postponed: 0.1 };

/** Which of a sample's municipal schools the reform of 1 January 2024 was planned for, by code. */
export const schoolReform = (seed: string, schools: readonly Pick<SchoolOfPilot, 'code' | 'sector'>[]): SchoolReform => {
  const municipal = schools.flatMap(({ code, sector }) => (sector === 'municipal' ? [code] : [])).sort();
  const shuffled = seededRandom(`${seed}/school-reform`).shuffle(municipal);
  const moved = Math.min(Math.ceil(SHARE.moved * shuffled.length), shuffled.length);
  const postponed = Math.ceil(SHARE.postponed * shuffled.length);
  return { moved: shuffled.slice(0, moved).sort(), postponed: shuffled.slice(moved, moved + postponed).sort() };
};
