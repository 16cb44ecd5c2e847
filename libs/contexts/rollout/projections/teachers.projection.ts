import { fold, type Projection } from '#libs/projecting';
import type { Sealed } from '#libs/privacy';
import type {
  TeacherAssignedToSchool,
  TeacherLeftSchool,
  TeacherRegistered,
  TeachersMerged,
  TeachersUnmerged,
} from '../rollout.events.js';
import { mainAssignment, type Assignment } from '../teacher.js';

/** A teacher under their pseudonym. What is personal stays sealed; it is opened with the person's key when it is asked for. */
export interface TeacherDocument {
  readonly teacher: string;
  readonly gender?: 'female' | 'male' | 'other';
  readonly birthYear?: number;
  readonly assignments: readonly Assignment[];
  /** School and education level of the main assignment, by hours. */
  readonly school: string | null;
  readonly educationLevel: string | null;
  /** Gone once the person was forgotten. */
  readonly identity?: Sealed;
  readonly erased: boolean;
  readonly registeredAt: string;
  readonly erasedAt?: string;
  /** The registration of the same person that counts instead of this one. */
  readonly mergedInto?: string;
}

const COLLECTION = 'teachers';

const withAssignments = (teacher: TeacherDocument, assignments: readonly Assignment[]): TeacherDocument => {
  const main = mainAssignment(assignments);
  return { ...teacher, assignments, school: main?.school ?? null, educationLevel: main?.educationLevel ?? null };
};

export const teachersProjection: Projection = {
  name: 'teachers',
  version: 2,
  weight: 32,
  oneStream: true,
  collections: [
    {
      name: COLLECTION,
      columns: { school: 'text', educationLevel: 'text', gender: 'text', erased: 'boolean', mergedInto: 'text' },
      indexes: [['school'], ['mergedInto']],
    },
  ],
  on: {
    TeacherRegistered: fold<TeacherRegistered['data']>(({ data, metadata }, view) => {
      const document: TeacherDocument = {
        teacher: data.teacher,
        gender: data.gender,
        birthYear: data.birthYear,
        assignments: [],
        school: null,
        educationLevel: null,
        identity: data.identity as Sealed,
        erased: false,
        registeredAt: metadata.occurredAt,
      };
      view.put(COLLECTION, data.teacher, document);
    }),
    TeacherAssignedToSchool: fold<TeacherAssignedToSchool['data']>(({ data }, view) => {
      const teacher = view.get<TeacherDocument>(COLLECTION, data.teacher);
      if (!teacher) throw new Error('assigned before they were registered');
      const { teacher: _teacher, effectiveAt: _since, ...assignment } = data;
      const others = teacher.assignments.filter((one) => one.school !== data.school);
      view.put(COLLECTION, data.teacher, withAssignments(teacher, [...others, assignment]));
    }),
    TeacherLeftSchool: fold<TeacherLeftSchool['data']>(({ data }, view) => {
      const teacher = view.get<TeacherDocument>(COLLECTION, data.teacher);
      if (!teacher) throw new Error('left a school before they were registered');
      const others = teacher.assignments.filter((one) => one.school !== data.school);
      view.put(COLLECTION, data.teacher, withAssignments(teacher, others));
    }),
    TeachersMerged: fold<TeachersMerged['data']>(({ data: { kept, merged } }, view) => {
      const teacher = view.get<TeacherDocument>(COLLECTION, merged);
      if (!teacher) throw new Error('merged before they were registered');
      view.put(COLLECTION, merged, { ...teacher, mergedInto: kept });
    }),
    TeachersUnmerged: fold<TeachersUnmerged['data']>(({ data: { merged } }, view) => {
      const teacher = view.get<TeacherDocument>(COLLECTION, merged);
      if (!teacher) throw new Error('unmerged before they were registered');
      view.put(COLLECTION, merged, { ...teacher, mergedInto: undefined });
    }),
    PersonalDataErased: fold<{ teacher: string }>(({ data, metadata }, view) => {
      const teacher = view.get<TeacherDocument>(COLLECTION, data.teacher);
      if (!teacher) throw new Error('forgotten before they were registered');
      // Gender, birth year and assignments are facts about nobody any more: counts need them.
      view.put(COLLECTION, data.teacher, { ...teacher, identity: undefined, erased: true, erasedAt: metadata.occurredAt });
    }),
  },
};
