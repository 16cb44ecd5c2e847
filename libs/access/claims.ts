import { isTenant } from '#libs/kernel';
import { isRole, type Role } from './roles.js';

/** The whole installation instead of one country; for the operator alone. */
export const EVERYWHERE = '*';

/** What a token, a key, a code or a session says about its holder: nothing that names a person. */
export interface AccessClaims {
  /** The pseudonym of a teacher, the id of an account otherwise; 1 to 200 characters, never a name. */
  readonly subject: string;
  readonly role: Role;
  /** A country, or `*`. */
  readonly tenant: string;
  /** The teacher's pseudonym, for the role `teacher`. */
  readonly teacher?: string;
  /** The code of the school, for the role `school-leader`. */
  readonly school?: string;
  /** Courses, for the role `tutor`. */
  readonly courses?: readonly string[];
}

const SUBJECT = /^[^\s\p{Cc}]{1,200}$/u;
const MAX_COURSES = 200;

const isWord = (value: unknown): value is string => typeof value === 'string' && SUBJECT.test(value);

/** What is wrong with these claims, in words; `undefined` where nothing is. The shape is closed: a member that is not known is wrong. */
export const wrongWith = (claims: object): string | undefined => {
  const { subject, role, tenant, teacher, school, courses, ...unknown } = claims as Record<string, unknown>;
  const extra = Object.keys(unknown)[0];
  if (extra !== undefined) return `"${extra}" is no claim`;
  if (!isWord(subject)) return 'the subject is none';
  if (!isRole(role)) return `"${String(role)}" is no role`;
  if (typeof tenant !== 'string' || (tenant !== EVERYWHERE && !isTenant(tenant))) return `"${String(tenant)}" is no country`;
  if (tenant === EVERYWHERE && role !== 'operator') return `the role ${role} belongs to one country`;
  if ((role === 'teacher') !== (teacher !== undefined)) return 'a teacher’s claims, and only they, name the teacher';
  if (teacher !== undefined && !isWord(teacher)) return 'the teacher is none';
  if ((role === 'school-leader') !== (school !== undefined)) return 'a school leader’s claims, and only they, name the school';
  if (school !== undefined && !isWord(school)) return 'the school is none';
  if ((role === 'tutor') !== (courses !== undefined)) return 'a tutor’s claims, and only they, name courses';
  if (courses !== undefined && !(Array.isArray(courses) && courses.length <= MAX_COURSES && courses.every(isWord)))
    return 'the courses are none';
  return undefined;
};

/** The claims without members that are absent. @throws RangeError with what is wrong */
export const checkedClaims = (claims: AccessClaims): AccessClaims => {
  const present = Object.fromEntries(Object.entries(claims).filter(([, value]) => value !== undefined));
  const wrong = wrongWith(present);
  if (wrong !== undefined) throw new RangeError(wrong);
  return present as unknown as AccessClaims;
};

/** The wall: nobody enters a country but with claims for it; `*` opens every country, to the operator alone. */
export const mayEnter = (claims: Pick<AccessClaims, 'role' | 'tenant'>, tenant: string): boolean =>
  claims.tenant === EVERYWHERE ? claims.role === 'operator' : claims.tenant === tenant;
