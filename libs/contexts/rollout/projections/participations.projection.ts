import type { FoldableEvent } from '#libs/kernel';
import { fold, type Projection, type View } from '#libs/projecting';
import type {
  ConsentGiven,
  ConsentWithdrawn,
  ProfileAcknowledged,
  Purpose,
  TeacherAssignedToSchool,
  TeacherInvited,
  TeacherLeftSchool,
  TeacherReminded,
  TeachersMerged,
  TeachersUnmerged,
  TeacherWindowChanged,
  WindowChange,
} from '../rollout.events.js';
import { mainAssignment, type Assignment } from '../teacher.js';

/** How far a teacher has come with one piece of the cycle's work. Never what they answered. */
export type Progress = 'started' | 'submitted';

/** A teacher in a cycle, as far as a coordinator may follow it: who was invited, agreed, began, handed in, was late. */
export interface ParticipationDocument {
  readonly teacher: string;
  readonly cycle: string;
  /** Furthest step of the first stage; `withdrawn` while no consent to take part holds that was given before. */
  readonly step: Step;
  /** School of the main assignment, by hours, as it is now. */
  readonly school: string | null;
  /** Another registration of the same person counts instead of this one. */
  readonly merged: boolean;
  readonly invitedAt: string | null;
  readonly consent: {
    readonly version: string;
    readonly language: string;
    /** Those that hold. */
    readonly purposes: readonly Purpose[];
    readonly givenAt: string;
    readonly withdrawnAt?: string;
  } | null;
  readonly baselineRating: Progress | null;
  readonly baselineTest: Progress | null;
  readonly finalRating: Progress | null;
  readonly finalTest: Progress | null;
  readonly submittedAt: Readonly<Record<string, string>>;
  /** Something was handed in between closing and the end of grace. */
  readonly late: boolean;
  readonly acknowledgedAt: string | null;
  /** What was changed of the cycle's windows for this person alone; why stays sealed in the record. */
  readonly windowChanges: readonly WindowChange[];
  /** Reminders that reached them, the oldest first. */
  readonly reminders: readonly (Pick<TeacherReminded['data'], 'stage' | 'wave' | 'channel'> & { readonly at: string })[];
}

export const STEPS = ['invited', 'consented', 'withdrawn', 'started', 'submitted', 'profile-seen'] as const;
export type Step = (typeof STEPS)[number];

const COLLECTION = 'participations';
/** In which cycles somebody takes part and where they work; what stays of a forgotten person is that they are forgotten. */
const PEOPLE = 'participation_people';
interface PersonDocument {
  readonly cycles: readonly string[];
  readonly assignments: readonly Pick<Assignment, 'school' | 'educationLevel' | 'hours'>[];
  readonly mergedInto?: string;
  readonly erased: boolean;
}
const NOBODY: PersonDocument = { assignments: [], cycles: [], erased: false };

export const participationKey = (cycle: string, teacher: string): string => `${cycle}/${teacher}`;

const stepOf = (one: Omit<ParticipationDocument, 'step'>): Step => {
  if (one.consent && !one.consent.purposes.includes('take-part')) return 'withdrawn';
  if (one.acknowledgedAt !== null) return 'profile-seen';
  if (one.baselineRating !== null) return one.baselineRating;
  return one.consent ? 'consented' : 'invited';
};

const standing = ({ assignments, mergedInto }: PersonDocument): Pick<ParticipationDocument, 'school' | 'merged'> => ({
  school: mainAssignment(assignments)?.school ?? null,
  merged: mergedInto !== undefined,
});

/** Before anything happened in the cycle. */
const begun = (person: PersonDocument, cycle: string, teacher: string): ParticipationDocument => {
  const { merged, school } = standing(person);
  return {
    acknowledgedAt: null,
    baselineRating: null,
    baselineTest: null,
    consent: null,
    cycle,
    finalRating: null,
    finalTest: null,
    invitedAt: null,
    late: false,
    merged,
    reminders: [],
    school,
    step: 'invited',
    submittedAt: {},
    teacher,
    windowChanges: [],
  };
};

const PIECES = ['baselineRating', 'baselineTest', 'finalRating', 'finalTest'] as const;

/**
 * One person's participation in a cycle from the documents of their registrations, the one that counts first: what was done under any of them is done.
 * It belongs where the first of them stands; what they agreed to is what they agreed to under each.
 */
export const jointDocument = (documents: readonly [ParticipationDocument, ...ParticipationDocument[]]): ParticipationDocument => {
  const [first, ...others] = documents;
  if (others.length === 0) return first;
  const consents = documents.flatMap(({ consent }) => consent ?? []);
  const [consent] = consents;
  const earliest = (values: readonly (string | null)[]): string | null =>
    values.filter((value) => value !== null).sort()[0] ?? null;
  const reached = (piece: (typeof PIECES)[number]): Progress | null => {
    const all = documents.map((one) => one[piece]);
    return all.includes('submitted') ? 'submitted' : all.includes('started') ? 'started' : null;
  };
  const pieces = Object.fromEntries(PIECES.map((piece) => [piece, reached(piece)])) as Pick<
    ParticipationDocument,
    (typeof PIECES)[number]
  >;
  const joint = {
    ...first,
    ...pieces,
    invitedAt: earliest(documents.map(({ invitedAt }) => invitedAt)),
    consent: consent
      ? { ...consent, purposes: consent.purposes.filter((one) => consents.every(({ purposes }) => purposes.includes(one))) }
      : null,
    submittedAt: Object.assign({}, ...documents.map(({ submittedAt }) => submittedAt).reverse()) as Record<string, string>,
    late: documents.some(({ late }) => late),
    acknowledgedAt: earliest(documents.map(({ acknowledgedAt }) => acknowledgedAt)),
    windowChanges: documents.toReversed().flatMap(({ windowChanges }) => windowChanges),
    reminders: documents.flatMap(({ reminders }) => reminders).sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0)),
  };
  return { ...joint, step: stepOf(joint) };
};

/** Where somebody works, or whether they count, has changed: so it has in every cycle they take part in. */
const changePerson = (view: View, teacher: string, how: (person: PersonDocument) => Partial<PersonDocument>): void => {
  const before = view.get<PersonDocument>(PEOPLE, teacher) ?? NOBODY;
  if (before.erased) return;
  const after = { ...before, ...how(before) };
  view.put(PEOPLE, teacher, after);
  for (const cycle of after.cycles) change(view, cycle, teacher, () => standing(after));
};

const change = (
  view: View,
  cycle: string,
  teacher: string,
  how: (one: ParticipationDocument) => Partial<ParticipationDocument>,
): void => {
  const known = view.get<PersonDocument>(PEOPLE, teacher) ?? NOBODY;
  if (known.erased) return;
  const key = participationKey(cycle, teacher);
  const before = view.get<ParticipationDocument>(COLLECTION, key) ?? begun(known, cycle, teacher);
  if (!known.cycles.includes(cycle)) view.put(PEOPLE, teacher, { ...known, cycles: [...known.cycles, cycle] });
  const after = { ...before, ...how(before) };
  after.step = stepOf(after);
  view.put(COLLECTION, key, after);
};

/** What is used here of an attempt's events, which belong to another context. */
interface AttemptProgress {
  readonly teacher: string;
  readonly occasion: 'baseline' | 'final';
  readonly late?: boolean;
}
type Piece = 'baselineRating' | 'baselineTest' | 'finalRating' | 'finalTest';

const progress = (kind: 'Rating' | 'Test', reached: Progress) =>
  fold<AttemptProgress>((event, view) => {
    const { teacher, occasion, late } = event.data;
    const piece: Piece = `${occasion}${kind}`;
    const at = event.metadata.occurredAt;
    change(view, cycleOf(event), teacher, (one) => ({
      [piece]: reached,
      ...(reached === 'submitted' ? { submittedAt: { ...one.submittedAt, [piece]: at }, late: one.late || late === true } : {}),
    }));
  });

const cycleOf = (event: FoldableEvent<string, AttemptProgress>): string => {
  const { cycle } = event.metadata;
  if (cycle === undefined) throw new Error('an attempt outside any cycle');
  return cycle;
};

export const participationsProjection: Projection = {
  name: 'participations',
  version: 3,
  weight: 140,
  collections: [
    {
      name: COLLECTION,
      columns: {
        teacher: 'text',
        cycle: 'text',
        step: 'text',
        school: 'text',
        merged: 'boolean',
        late: 'boolean',
        baselineRating: 'text',
        baselineTest: 'text',
        finalRating: 'text',
        finalTest: 'text',
      },
      indexes: [['cycle', 'step'], ['cycle', 'school'], ['teacher']],
    },
    { name: PEOPLE },
  ],
  on: {
    TeacherInvited: fold<TeacherInvited['data']>(({ data, metadata }, view) =>
      change(view, data.cycle, data.teacher, () => ({ invitedAt: metadata.occurredAt })),
    ),
    ConsentGiven: fold<ConsentGiven['data']>(({ data, metadata }, view) => {
      const { version, language, purposes } = data;
      change(view, data.cycle, data.teacher, () => ({ consent: { givenAt: metadata.occurredAt, language, purposes, version } }));
    }),
    ConsentWithdrawn: fold<ConsentWithdrawn['data']>(({ data, metadata }, view) =>
      change(view, data.cycle, data.teacher, ({ consent }) => ({
        consent: consent && {
          ...consent,
          purposes: consent.purposes.filter((purpose) => !data.purposes.includes(purpose)),
          withdrawnAt: metadata.occurredAt,
        },
      })),
    ),
    ProfileAcknowledged: fold<ProfileAcknowledged['data']>(({ data, metadata }, view) =>
      change(view, data.cycle, data.teacher, () => ({ acknowledgedAt: metadata.occurredAt })),
    ),
    TeacherReminded: fold<TeacherReminded['data']>(({ data, metadata }, view) => {
      const { teacher, cycle, stage, wave, channel } = data;
      const reminder = { stage, wave, channel, at: metadata.occurredAt };
      change(view, cycle, teacher, ({ reminders }) => ({ reminders: [...reminders, reminder] }));
    }),
    TeacherWindowChanged: fold<TeacherWindowChanged['data']>(({ data }, view) => {
      const { teacher, cycle, reason: _reason, ...window } = data;
      change(view, cycle, teacher, ({ windowChanges }) => ({
        windowChanges: [...windowChanges, { ...window, scope: { teacher } }],
      }));
    }),
    SelfAssessmentStarted: progress('Rating', 'started'),
    SelfAssessmentSubmitted: progress('Rating', 'submitted'),
    TestStarted: progress('Test', 'started'),
    TestSubmitted: progress('Test', 'submitted'),
    TeacherAssignedToSchool: fold<TeacherAssignedToSchool['data']>(({ data }, view) => {
      const { teacher, school, educationLevel, hours } = data;
      changePerson(view, teacher, ({ assignments }) => ({
        assignments: [...assignments.filter((one) => one.school !== school), { educationLevel, hours, school }],
      }));
    }),
    TeacherLeftSchool: fold<TeacherLeftSchool['data']>(({ data: { teacher, school } }, view) =>
      changePerson(view, teacher, ({ assignments }) => ({ assignments: assignments.filter((one) => one.school !== school) })),
    ),
    TeachersMerged: fold<TeachersMerged['data']>(({ data: { kept, merged } }, view) =>
      changePerson(view, merged, () => ({ mergedInto: kept })),
    ),
    TeachersUnmerged: fold<TeachersUnmerged['data']>(({ data: { merged } }, view) =>
      changePerson(view, merged, () => ({ mergedInto: undefined })),
    ),
    PersonalDataErased: fold<{ teacher: string }>(({ data }, view) => {
      const known = view.get<PersonDocument>(PEOPLE, data.teacher);
      for (const cycle of known?.cycles ?? []) view.delete(COLLECTION, participationKey(cycle, data.teacher));
      view.put(PEOPLE, data.teacher, { ...NOBODY, erased: true });
    }),
  },
};
