import { NO_HASH, canonicalJson, type FoldableEvent } from '#libs/kernel';
import { cyclesProjection, participationsProjection } from '#libs/contexts/rollout/projections';
import { projectionId, type Change, type Projection, type View } from '#libs/projecting';
import type { Document, ReadStore } from '#libs/read-store';
import { openMemoryReadStore } from '#libs/read-store/memory';
import { cohortProjection } from '../projections/cohort.projection.js';

/** An event for a fold, without a store behind it. */
export const event = (
  type: string,
  data: object,
  { cycle, at = '2023-05-08T12:00:00.000Z' }: { cycle?: string; at?: string } = {},
): FoldableEvent => ({
  type,
  data,
  stream: 'cl.specification-1',
  metadata: {
    tenant: 'cl',
    cycle,
    actor: { id: 'specification', role: 'operator' },
    occurredAt: at,
    recordedAt: at,
    commandId: '00000000-0000-5000-8000-000000000000',
    $correlationId: 'specification',
    $causationId: 'specification',
    schemaVersion: 1,
    previousHash: NO_HASH,
    hash: NO_HASH,
  },
});

const freeze = <T>(value: T): T => {
  if (typeof value === 'object' && value !== null) for (const member of Object.values(value)) freeze(member);
  return Object.freeze(value);
};

/**
 * Documents in memory, as the projector hands them out: frozen, and without what JSON leaves out. `cold` keeps only their text, so that
 * every fold sees documents as they come back from a store.
 */
export class MemoryView implements View {
  readonly #documents = new Map<string, { text: string; document?: object }>();
  /** The followed documents as they were settled last. */
  readonly #settled = new Map<string, string>();

  constructor(private readonly options: { cold?: boolean } = {}) {}

  get<T extends object = Document>(collection: string, id: string): T | undefined {
    const found = this.#documents.get(`${collection}/${id}`);
    if (!found) return undefined;
    return freeze(found.document ?? JSON.parse(found.text)) as T;
  }

  put(collection: string, id: string, document: object): void {
    const text = canonicalJson(document);
    this.#documents.set(`${collection}/${id}`, {
      text,
      document: this.options.cold ? undefined : freeze(JSON.parse(text) as object),
    });
  }

  delete(collection: string, id: string): void {
    this.#documents.delete(`${collection}/${id}`);
  }

  /** As when the projector commits. */
  settle({ settlement }: Projection): void {
    if (!settlement) return;
    const changes = new Map(settlement.follows.map((collection) => [collection, new Map<string, Change>()]));
    const followed = (key: string) => changes.get(key.slice(0, key.indexOf('/')));
    for (const key of new Set([...this.#documents.keys(), ...this.#settled.keys()])) {
      const before = this.#settled.get(key);
      const after = this.#documents.get(key)?.text;
      if (before === after) continue;
      const read = (text: string | undefined) => (text === undefined ? undefined : freeze(JSON.parse(text) as Document));
      followed(key)?.set(key.slice(key.indexOf('/') + 1), { before: read(before), after: read(after) });
    }
    settlement.settle(changes, this);
    this.#settled.clear();
    for (const [key, { text }] of this.#documents) if (followed(key)) this.#settled.set(key, text);
  }

  /** Everything, one line a document, sorted: what two folds have to agree on. */
  bytes(): string {
    return [...this.#documents]
      .map(([key, { text }]) => `${key} ${text}`)
      .sort()
      .join('\n');
  }

  collection<T = Document>(name: string): T[] {
    return [...this.#documents]
      .filter(([key]) => key.startsWith(`${name}/`))
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([, { text }]) => JSON.parse(text) as T);
  }

  entries(): { collection: string; id: string; document: Document }[] {
    return [...this.#documents].map(([key, { text }]) => {
      const at = key.indexOf('/');
      return { collection: key.slice(0, at), id: key.slice(at + 1), document: JSON.parse(text) as Document };
    });
  }
}

/** @param batch events that are settled together; all of them unless told */
export const foldInto = (
  view: MemoryView,
  events: Iterable<FoldableEvent>,
  projection: Projection = cohortProjection,
  batch = Infinity,
): void => {
  let folded = 0;
  for (const one of events) {
    projection.on[one.type]?.(one as FoldableEvent<string, never>, view);
    folded += 1;
    if (folded % batch === 0) view.settle(projection);
  }
  view.settle(projection);
};

/** A read store that holds what the events fold to. */
/** A store with the cohort's documents, in which the cycles and participations that are read beside them are known and empty. */
export const storeOf = async (view: MemoryView, tenant = 'cl'): Promise<ReadStore> => {
  const store = openMemoryReadStore();
  const projection = projectionId(cohortProjection);
  await store.declare(tenant, projection, cohortProjection.collections);
  for (const beside of [cyclesProjection, participationsProjection])
    await store.declare(tenant, projectionId(beside), beside.collections);
  await store.commit(tenant, { projection, from: undefined, to: '1', puts: view.entries(), deletes: [] });
  return store;
};

export const SELF_RATING = { instrument: 'self-rating', version: 1 };
export const FORM_A = { instrument: 'test-form-a', version: 1 };
export const FORM_B = { instrument: 'test-form-b', version: 1 };
export const SCALES = { 'self-rating': 'levels-0-5', test: 'percent' } as const;

const instrument = (ref: { instrument: string; version: number }, measure: 'self-rating' | 'test'): FoldableEvent =>
  event('InstrumentVersionPublished', {
    ...ref,
    title: {},
    measure,
    scale: SCALES[measure],
    framework: 'digcompedu-2017',
    minutes: 10,
    scoring: { rule: measure === 'test' ? 'percent-correct' : 'mean-of-anchors', version: '1' },
    items: [
      {
        id: 'one',
        competency: '1.1',
        dimension: '1',
        prompt: {},
        notApplicable: true,
        options: (measure === 'test' ? ['a', 'b'] : [0, 1, 2, 3, 4, 5]).map((value) => ({ value, text: {} })),
      },
    ],
  });

export interface SchoolFixture {
  readonly code: string;
  readonly region?: string;
  readonly sector?: string;
  readonly rurality?: 'urban' | 'rural';
}

/** Two courses of those that teachers complete here, and the final test. */
export const CERTIFICATION = { version: 'c-1', note: { es: 'Diez horas y la prueba' }, minimumHours: 10, finalTest: true };

/** A simulated country with its instruments, cycles and schools. @param certification `null` where nobody is certified */
export const country = (
  schools: readonly SchoolFixture[],
  cycles: readonly string[] = ['2023'],
  k = 10,
  certification: typeof CERTIFICATION | null = CERTIFICATION,
): FoldableEvent[] => [
  event('CountryCreated', {
    country: 'cl',
    name: { es: 'Chile' },
    origin: 'simulated',
    timeZone: 'America/Santiago',
    languages: ['es'],
    suppressionThreshold: k,
    vault: 'v',
  }),
  instrument(SELF_RATING, 'self-rating'),
  instrument(FORM_A, 'test'),
  instrument(FORM_B, 'test'),
  ...cycles.flatMap((cycle) => [
    event('CyclePlanned', {
      cycle,
      title: { es: `Ciclo ${cycle}` },
      design: {
        selfRating: SELF_RATING,
        testForms: [FORM_A, FORM_B],
        target: 1_000,
        ...(certification ? { certification } : {}),
      },
    }),
    event('CycleOpened', { cycle }),
  ]),
  ...schools.map((school) => event('SchoolRegistered', { name: `Escuela ${school.code}`, ...school })),
];

/** What one teacher does, event by event. */
export class TeacherStory {
  readonly events: FoldableEvent[] = [];

  constructor(
    readonly teacher: string,
    private readonly cycle = '2023',
    private readonly clock: () => string = () => '2023-05-08T12:00:00.000Z',
  ) {}

  #tell(type: string, data: object): this {
    this.events.push(event(type, { teacher: this.teacher, ...data }, { cycle: this.cycle, at: this.clock() }));
    return this;
  }

  registered = (gender?: string) => this.#tell('TeacherRegistered', { identity: 'sealed', gender });
  assigned = (school: string, educationLevel = 'basica', hours = 30) =>
    this.#tell('TeacherAssignedToSchool', { school, educationLevel, hours });
  left = (school: string) => this.#tell('TeacherLeftSchool', { school });
  erased = () => this.#tell('PersonalDataErased', { keyDigest: 'd' });
  invited = () => this.#tell('TeacherInvited', { cycle: this.cycle });
  consented = (...purposes: string[]) =>
    this.#tell('ConsentGiven', {
      cycle: this.cycle,
      version: '1',
      language: 'es',
      purposes: purposes.length > 0 ? purposes : ['programme-statistics', 'research', 'take-part'],
    });
  withdrew = (...purposes: string[]) => this.#tell('ConsentWithdrawn', { cycle: this.cycle, purposes });
  sawProfile = () => this.#tell('ProfileAcknowledged', { cycle: this.cycle, attempt: 'self-rating:baseline' });
  acceptedPath = () => this.#tell('PathAccepted', { cycle: this.cycle });
  enrolled = () =>
    this.#tell('TeacherEnrolled', { enrolment: `e-${this.teacher}`, offering: 'o', course: 'c', modality: 'distance' });
  seatGiven = () => this.#tell('SeatGiven', { enrolment: `e-${this.teacher}`, offering: 'o' });
  waitlisted = () => this.#tell('EnrolmentWaitlisted', { enrolment: `e-${this.teacher}`, offering: 'o', place: 1 });
  startedCourse = () =>
    this.#tell('CourseStarted', { enrolment: `e-${this.teacher}`, offering: 'o', course: 'c', modality: 'distance' });
  completedCourse = () =>
    this.#tell('CourseCompleted', { enrolment: `e-${this.teacher}`, offering: 'o', course: 'c', modality: 'distance', hours: 8 });

  /** Begun, handed in and scored; `score` in hundredths of the scale's unit. */
  rated(occasion: 'baseline' | 'final', score: number | null, gaps: Record<string, number | null> = {}, late = false): this {
    const attempt = `self-rating:${occasion}`;
    this.#tell('SelfAssessmentStarted', { attempt, cycle: this.cycle, occasion, ...SELF_RATING, measure: 'self-rating' });
    this.#tell('SelfAssessmentSubmitted', { attempt, occasion, late });
    this.#scored(attempt, occasion, 'self-rating', SCALES['self-rating'], SELF_RATING, score);
    return this.#tell('GapsIdentified', {
      attempt,
      educationLevel: 'basica',
      targetProfile: '1',
      gapRules: '1',
      gaps: Object.entries(gaps).map(([competency, observed]) => ({
        competency,
        observed,
        target: 3,
        gap: observed === null ? null : Math.max(0, 3 - observed),
      })),
    });
  }

  tested(occasion: 'baseline' | 'final', score: number | null, scale: string = SCALES.test): this {
    const attempt = `test:${occasion}`;
    this.#tell('TestStarted', { attempt, cycle: this.cycle, occasion, ...FORM_A, measure: 'test' });
    this.#tell('TestSubmitted', { attempt, occasion, late: false });
    return this.#scored(attempt, occasion, 'test', scale, occasion === 'baseline' ? FORM_A : FORM_B, score);
  }

  #scored(attempt: string, occasion: string, measure: string, scale: string, ref: object, score: number | null): this {
    return this.#tell('AttemptScored', {
      attempt,
      occasion,
      measure,
      scale,
      ...ref,
      scoring: 'rule@1',
      whole: { score, answered: 1, items: 1 },
      byDimension: {},
      byCompetency: {},
    });
  }
}
