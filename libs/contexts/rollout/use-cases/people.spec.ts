import { openPersonal } from '#libs/privacy';
import { design, nobodyTwice, refusalOf, rolloutBench } from '../testing/index.js';
import { ApplyPack, ApplyPackHandler } from './apply-pack.js';
import { AssignTeacher, AssignTeacherHandler } from './assign-teacher.js';
import { CloseCycle, CloseCycleHandler } from './close-cycle.js';
import { CreateCountry, CreateCountryHandler } from './create-country.js';
import type { Duplicates } from './duplicates.js';
import { ForgetPerson, ForgetPersonHandler } from './forget-person.js';
import { GiveConsent, GiveConsentHandler } from './give-consent.js';
import { InviteTeachers, InviteTeachersHandler } from './invite-teachers.js';
import { OpenCycle, OpenCycleHandler } from './open-cycle.js';
import { PlanCycle, PlanCycleHandler } from './plan-cycle.js';
import { RecordSchool, RecordSchoolHandler } from './record-school.js';
import { RegisterTeacher, RegisterTeacherHandler } from './register-teacher.js';
import { WithdrawConsent, WithdrawConsentHandler } from './withdraw-consent.js';

const identity = { givenName: 'Rosa', familyName: 'Fuentes Araya' };
const here = { school: '900001', educationLevel: 'primary', hours: 30 };

const once = { mergedInto: () => Promise.resolve([]) } as unknown as Duplicates;

const bench = async () => {
  const made = await rolloutBench();
  const { streams, references, keys, context } = made;
  await new ApplyPackHandler(streams).execute(
    new ApplyPack(context(), {
      pack: 'cl',
      version: '1',
      digest: 'd',
      regions: [{ code: 'CL-RM', name: { es: 'Metropolitana' } }],
      sectors: [{ code: 'municipal', name: { es: 'Municipal' }, regional: 'public' }],
      educationLevels: [{ code: 'primary', name: { es: 'Básica' }, isced: ['1', '2'] }],
      notices: [],
      nationalIdRule: 'rut',
    }),
  );
  await new RecordSchoolHandler(streams, references).execute(
    new RecordSchool(context(), { code: '900001', name: 'Escuela Uno', sector: 'municipal', educationLevels: ['primary'] }),
  );
  const registering = new RegisterTeacherHandler(streams, references, keys);
  const register = (nationalId: string, key?: string) =>
    registering.execute(new RegisterTeacher(context(key), nationalId, identity, { gender: 'female', birthYear: 1981 }, [here]));
  let codes = 0;
  const issued: { teacher: string; expiresAt: string }[] = [];
  const inviting = new InviteTeachersHandler(streams, references, {
    issue: (_tenant, holders, expiresAt) => {
      issued.push(...holders.map(({ teacher }) => ({ teacher, expiresAt })));
      return Promise.resolve(holders.map(() => `code-${(codes += 1)}`));
    },
  });
  const invite = (teachers: readonly string[], key?: string) =>
    inviting.execute(new InviteTeachers(context(key), '2023', teachers));
  const plan = (changed: object = {}) =>
    new PlanCycleHandler(streams, references).execute(new PlanCycle(context(), '2023', { es: 'C' }, { ...design, ...changed }));
  const open = () => new OpenCycleHandler(streams).execute(new OpenCycle(context(), '2023'));
  return { ...made, register, registering, invite, issued, plan, open };
};

describe('registering a teacher', () => {
  it('stores a pseudonym and a sealed name, never the national id', async () => {
    const { register, events, keys } = await bench();
    const { teacher, executed } = await register('12.345.678-5');
    expect(executed.events.map(({ type }) => type)).toEqual(['TeacherRegistered', 'TeacherAssignedToSchool']);
    const [registered] = executed.events;
    expect(registered?.metadata.subject).toBe(teacher);
    const text = (await events()).map(({ dataText, metadataText }) => dataText + metadataText).join('\n');
    for (const personal of ['12345678', '12.345.678', 'Rosa', 'Fuentes']) expect(text).not.toContain(personal);
    const key = await keys.key('cl', teacher);
    expect(openPersonal(registered?.data ?? {}, registered?.id, key).data['identity']).toEqual(identity);
  });

  it('happens once for a person, however the id is written, and a repeated command is recognised', async () => {
    const { register } = await bench();
    const { teacher } = await register('12.345.678-5', 'first');
    const repeated = await register('12.345.678-5', 'first');
    expect([repeated.teacher, repeated.executed.repeated]).toEqual([teacher, true]);
    const { code, details } = await refusalOf(() => register('12345678-5'));
    expect([code, details]).toEqual(['teacher-registered-already', { teacher }]);
  });

  it('leaves nothing in the vault when it is refused', async () => {
    const { register, registering, context, keys } = await bench();
    expect((await refusalOf(() => register('12.345.678-9'))).code).toBe('national-id-malformed');
    const elsewhere = new RegisterTeacher(context(), '12.345.678-5', identity, {}, [{ ...here, school: '900009' }]);
    const refused = await refusalOf(() => registering.execute(elsewhere));
    expect([refused.code, refused.field]).toEqual(['school-unknown', '/assignments/0/school']);
    expect(await keys.find('cl', '12345678-5')).toBeUndefined();
  });

  it('assigns to what the register knows', async () => {
    const { register, streams, references, context } = await bench();
    const { teacher } = await register('12.345.678-5');
    const handler = new AssignTeacherHandler(streams, references);
    const assign = (assignment: typeof here, to = teacher) => handler.execute(new AssignTeacher(context(), to, assignment));
    expect((await refusalOf(() => assign({ ...here, educationLevel: 'secondary' }))).code).toBe('education-level-unknown');
    expect((await refusalOf(() => assign(here, '00000000-0000-4000-8000-000000000000'))).code).toBe('teacher-unknown');
    expect((await assign({ ...here, hours: 44 })).events).toHaveLength(1);
  });
});

describe('forgetting a person', () => {
  it('destroys the key, says so in the log, and answers the same when asked again', async () => {
    const { register, streams, references, keys, context } = await bench();
    const { teacher } = await register('12.345.678-5');
    const handler = new ForgetPersonHandler(streams, references, once, keys);
    const first = await handler.execute(new ForgetPerson(context(), teacher));
    expect(first.executed.events.map(({ type, data }) => [type, data])).toEqual([
      ['PersonalDataErased', { teacher, keyDigest: first.certificate.keyDigest }],
    ]);
    expect(await keys.key('cl', teacher)).toBeUndefined();
    const again = await handler.execute(new ForgetPerson(context(), teacher));
    expect(again.certificate).toEqual(first.certificate);
    expect(again.executed.events).toEqual([]);
    const anew = await register('12.345.678-5');
    expect(anew.teacher).not.toBe(teacher);
  });

  it('is finished by the repeat when the first try died after the key was destroyed', async () => {
    const { register, streams, references, keys, context } = await bench();
    const { teacher } = await register('12.345.678-5');
    await keys.destroy('cl', teacher, '2023-05-01T00:00:00.000Z');
    const handler = new ForgetPersonHandler(streams, references, once, keys);
    const { certificate, executed } = await handler.execute(new ForgetPerson(context(), teacher));
    expect(certificate.destroyedAt).toBe('2023-05-01T00:00:00.000Z');
    expect(executed.events.map(({ type }) => type)).toEqual(['PersonalDataErased']);
  });

  it('does not touch the vault for a pseudonym that never was registered', async () => {
    const { streams, references, keys, context } = await bench();
    const { pseudonym } = await keys.enrol('cl', 'somebody');
    const handler = new ForgetPersonHandler(streams, references, once, keys);
    expect((await refusalOf(() => handler.execute(new ForgetPerson(context(), pseudonym)))).code).toBe('teacher-unknown');
    expect(await keys.key('cl', pseudonym)).toBeDefined();
  });
});

describe('a cycle’s dates', () => {
  it('are the days of the country’s own calendar', async () => {
    const { plan, references } = await bench();
    const stages = design.stages.map(({ stage, opens, closes, graceUntil }) =>
      stage === 'self-assessment'
        ? { stage, opens: '2023-05-08', closes: '2023-06-09', graceUntil: '2023-06-16T23:59:59-04:00' }
        : { stage, opens, closes, graceUntil },
    );
    await plan({ stages });
    const { design: planned } = await references.cycle('cl', '2023');
    expect(planned?.stages[0]).toEqual({
      stage: 'self-assessment',
      opens: '2023-05-08T04:00:00.000Z',
      closes: '2023-06-10T03:59:59.999Z',
      graceUntil: '2023-06-17T03:59:59.000Z',
    });
  });

  it('and its framework must be there', async () => {
    const { plan } = await bench();
    expect((await refusalOf(() => plan({ framework: { framework: 'levels', version: '2' } }))).code).toBe('framework-unknown');
    expect((await refusalOf(() => plan({ stages: [{ ...design.stages[0], opens: '2023-02-30' }] }))).code).toBe('date-malformed');
  });
});

describe('inviting', () => {
  it('records each invitation once and gives everybody a code, the second time too', async () => {
    const { register, invite, issued, plan, events } = await bench();
    await plan();
    const { teacher: a } = await register('12.345.678-5');
    const { teacher: b } = await register('11.111.111-1');
    const first = await invite([a, b]);
    expect(first.invitations).toEqual([
      { teacher: a, code: 'code-1' },
      { teacher: b, code: 'code-2' },
    ]);
    expect(first.executed.position).toBe((await events()).at(-1)?.position);
    const second = await invite([a]);
    expect(second.invitations).toEqual([{ teacher: a, code: 'code-3' }]);
    expect((await events()).filter(({ type }) => type === 'TeacherInvited')).toHaveLength(2);
    expect(issued[0]?.expiresAt).toBe(design.stages[0]?.graceUntil);
  });

  it('invites all or none, and nobody to a cycle that is closed or to none', async () => {
    const { register, invite, plan, open, events, streams, context, issued } = await bench();
    const { teacher } = await register('12.345.678-5');
    expect((await refusalOf(() => invite([teacher]))).code).toBe('cycle-unknown');
    await plan();
    const stranger = '00000000-0000-4000-8000-000000000000';
    expect((await refusalOf(() => invite([teacher, stranger]))).details).toEqual({ teacher: stranger });
    await open();
    await new CloseCycleHandler(streams).execute(new CloseCycle(context(), '2023'));
    expect((await refusalOf(() => invite([teacher]))).code).toBe('cycle-closed');
    expect((await events()).some(({ type }) => type === 'TeacherInvited')).toBe(false);
    expect(issued).toEqual([]);
  });
});

describe('consenting', () => {
  it('happens in an open cycle; taking it back also in a closed one', async () => {
    const { register, invite, plan, open, streams, references, context } = await bench();
    const { teacher } = await register('12.345.678-5');
    await plan();
    await invite([teacher]);
    const consent = { version: '1', language: 'es-CL', purposes: ['take-part'] as const };
    const give = () =>
      new GiveConsentHandler(streams, references, nobodyTwice(streams)).execute(
        new GiveConsent(context(), '2023', teacher, consent),
      );
    expect((await refusalOf(give)).code).toBe('cycle-not-open');
    await open();
    expect((await give()).events.map(({ metadata }) => [metadata.subject, metadata.cycle])).toEqual([[teacher, '2023']]);
    await new CloseCycleHandler(streams).execute(new CloseCycle(context(), '2023'));
    const withdrawn = await new WithdrawConsentHandler(streams, nobodyTwice(streams)).execute(
      new WithdrawConsent(context(), '2023', teacher, ['take-part']),
    );
    expect(withdrawn.events.map(({ type }) => type)).toEqual(['ConsentWithdrawn']);
  });
});

describe('creating a country', () => {
  const facts = {
    name: { es: 'Nicaragua' },
    origin: 'real' as const,
    timeZone: 'America/Managua',
    languages: ['es-NI'],
    suppressionThreshold: 10,
  };

  it('makes its vault and names it in the log', async () => {
    const { streams, keys, context } = await rolloutBench();
    const { events } = await new CreateCountryHandler(streams, keys).execute(
      new CreateCountry({ ...context(), tenant: 'ni' }, facts),
    );
    expect(events[0]?.data['vault']).toBe(await keys.fingerprint('ni'));
    expect(events[0]?.data['vault']).toBeDefined();
  });

  it('takes the vault of a try that died, and refuses a country that is there', async () => {
    const { streams, keys, context } = await rolloutBench();
    await keys.create('ni', {});
    const handler = new CreateCountryHandler(streams, keys);
    expect((await handler.execute(new CreateCountry({ ...context(), tenant: 'ni' }, facts))).events).toHaveLength(1);
    expect((await refusalOf(() => handler.execute(new CreateCountry({ ...context(), tenant: 'ni' }, facts)))).code).toBe(
      'country-exists',
    );
  });

  it('leaves no vault behind when the rules refuse it, and never seeds a real one', async () => {
    const { streams, keys, context } = await rolloutBench();
    const handler = new CreateCountryHandler(streams, keys);
    const ni = () => ({ ...context(), tenant: 'ni' });
    expect((await refusalOf(() => handler.execute(new CreateCountry(ni(), { ...facts, timeZone: 'x' })))).code).toBe(
      'time-zone-unknown',
    );
    await expect(handler.execute(new CreateCountry(ni(), facts, 'seed'))).rejects.toThrow(RangeError);
    expect(await keys.tenants()).not.toContain('ni');
  });
});
