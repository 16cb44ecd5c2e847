import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openLogReadOnly } from '#libs/platform';
import { ask, type Client, type Fields } from './support/http.js';
import {
  closeConnections,
  registerCsv,
  registerRow,
  rut,
  Scenario,
  type Country,
  type Person,
  type TeacherActor,
} from './support/scenario.js';

/** Names, ids and addresses that stand nowhere else. */
const PEOPLE: readonly Person[] = [
  ['Zulemaqx', 'Quiñonesvz Ñancupilwk', 'zulemaqx@correo-inventado.example', 18_473_625],
  ['Wenceslaojq', 'Huichapanixz', 'wenceslaojq@correo-inventado.example', 17_362_514],
  ['Yaritzakw', 'Xochitlanqv', 'yaritzakw@correo-inventado.example', 16_251_493],
].map(([givenName, familyName, email, number]) => ({
  nationalId: rut(number as number),
  givenName: givenName as string,
  familyName: familyName as string,
  email: email as string,
  gender: 'female',
  birthYear: 1980,
  assignments: [{ school: '900001', educationLevel: 'primary', hours: 40 }],
}));

/** Every way in which a person could stand somewhere in clear. */
const traces = ({ nationalId, givenName, familyName, email }: Person): string[] => {
  const [digits = '', check = ''] = nationalId.split('-');
  const dotted = digits.replace(/\B(?=(\d{3})+$)/g, '.');
  return [givenName, ...familyName.split(' '), email ?? '', digits, dotted, `${dotted}-${check}`].filter(
    (text) => text.length > 5,
  );
};

const filesUnder = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));

/** What of a text or of bytes names somebody. */
const foundIn = (where: string, content: string | Buffer): string[] => {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content;
  const lower = bytes.toString('latin1').toLowerCase();
  return PEOPLE.flatMap(traces).flatMap((trace) => {
    const spellings = [
      Buffer.from(trace).toString('latin1'),
      Buffer.from(trace, 'utf16le').toString('latin1'),
      Buffer.from(trace, 'latin1').toString('latin1'),
      Buffer.from(trace).toString('base64').replace(/=+$/, '').slice(0, -2),
      encodeURIComponent(trace),
    ];
    return spellings.some((spelling) => lower.includes(spelling.toLowerCase())) ? [`${where}: ${trace}`] : [];
  });
};

describe('personal data', () => {
  let scenario: Scenario;
  let cl: Country;
  let coordinator: Client;
  let officer: Client;
  let zulema: TeacherActor;
  let others: readonly TeacherActor[];

  /** Everything a server leaves behind: its files as they are now, and what it wrote. */
  const everywhere = (): string[] => [
    ...filesUnder(scenario.directory).flatMap((path) => foundIn(path.slice(scenario.directory.length), readFileSync(path))),
    ...foundIn('standard error', scenario.process?.stderr ?? ''),
    ...foundIn('standard output', scenario.process?.stdout ?? ''),
  ];

  beforeAll(async () => {
    scenario = await Scenario.ofItsOwn(undefined, { CORDILLERA_LOG_LEVEL: 'trace' });
    cl = await scenario.realCountry('cl', 'cl');
    coordinator = await cl.coordinator();
    officer = await cl.as('data-protection-officer');
    // A real country lives now: the pack's design with other windows.
    (await coordinator.post('packs/cl/cycles/2023')).must();
    const { design } = await coordinator.see<{ design: { stages: { stage: string }[] } & Fields }>('cycles/2023');
    const day = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
    const baseline = { opens: day(-3), closes: day(20), graceUntil: day(25) };
    const final = { opens: day(26), closes: day(30), graceUntil: day(40) };
    const stages = design.stages.map(({ stage }) => ({
      stage,
      ...(stage === 'self-assessment'
        ? baseline
        : stage === 'evaluation'
          ? final
          : { ...baseline, closes: day(30), graceUntil: day(40) }),
    }));
    (
      await coordinator.post('cycles', {
        cycle: 'now',
        title: { es: 'Ahora', en: 'Now' },
        design: { ...design, formSeed: 'drawn', stages },
      })
    ).must();
    (await coordinator.post('cycles/now/opening')).must();
    cl.cycle = 'now';
    (await cl.importsSchools(registerCsv([registerRow(900001)]))).must();
    [zulema, ...others] = (await cl.teachers(PEOPLE)) as [TeacherActor, ...TeacherActor[]];
    for (const [at, teacher] of [zulema, ...others].entries()) {
      await teacher.consents();
      await teacher.ratesThemselves(1);
      await teacher.takesTheTest(10 + at);
      await teacher.acknowledges();
    }
  }, 60_000);
  afterAll(async () => {
    await scenario.close();
    await closeConnections();
  });

  it('is shown to who may see it, and the reading is recorded', async () => {
    const { items } = await coordinator.see<{ items: { teacher: string; identity: Fields }[] }>('teachers?cycle=now');
    expect(items.map(({ identity }) => identity['givenName']).sort()).toEqual(PEOPLE.map(({ givenName }) => givenName).sort());
    const reason = 'Rectificación, caso 17';
    const behind = (await officer.post<Fields>(`teachers/${zulema.pseudonym}/identity`, { reason })).must().body;
    expect(behind).toMatchObject({ erased: false, identity: { familyName: 'Quiñonesvz Ñancupilwk' } });
    const withoutReason = await officer.post(`teachers/${zulema.pseudonym}/identity`, {});
    expect([withoutReason.status, withoutReason.problem]).toEqual([400, 'invalid-request']);
    const log = filesUnder(scenario.directory).filter((path) => path.includes('access'));
    expect(log.some((path) => readFileSync(path).includes(reason))).toBe(true);
  });

  it('stands in clear in no file, no log line and no metric', async () => {
    // What went wrong with it is where it leaks most easily.
    await coordinator.post('teachers', PEOPLE[0]);
    await coordinator.post('teachers', { ...PEOPLE[1], email: 'wenceslaojq', assignments: [{ school: 'Huichapanixz' }] });
    await coordinator.post('teachers', `{"givenName":"Zulemaqx", "nationalId": ${PEOPLE[0]?.nationalId ?? ''}`, {
      'content-type': 'application/json',
    });
    await coordinator.get('teachers/Zulemaqx');
    await coordinator.get('nothing/Zulemaqx?name=Yaritzakw');
    await coordinator.get('schools/Zulemaqx');
    const metrics = await ask(scenario.url, { method: 'GET', path: '/metrics' });
    expect(metrics.text).toContain('cordillera_events_appended_total');
    expect(foundIn('metrics', metrics.text)).toEqual([]);
    for (const { pseudonym } of [zulema, ...others]) expect(metrics.text).not.toContain(pseudonym);
    expect((scenario.process?.stderr ?? '').length).toBeGreaterThan(1000);
    expect(scenario.process?.stderr).not.toContain(zulema.pseudonym);
    expect(scenario.process?.stderr).not.toMatch(/ck_0_|eyJhbGciOi/);
    expect(everywhere()).toEqual([]);
    // The search itself can find something.
    expect(foundIn('here', JSON.stringify(PEOPLE[0]))).not.toEqual([]);
    expect(foundIn('the record', JSON.stringify(await cl.events()))).toEqual([]);
    for (const path of ['funnel', 'dashboard', 'school-participation', 'data-state', 'gap-heat-map']) {
      expect(foundIn(path, JSON.stringify(await coordinator.see(`cycles/now/${path}`)))).toEqual([]);
    }
  });

  it('is registered once, however often the request is repeated, to the same bytes', async () => {
    const person = { ...(PEOPLE[2] as Person), nationalId: rut(15_140_382), givenName: 'Quetzaliw' };
    const key = { 'idempotency-key': 'once' };
    const before = (await cl.events()).length;
    const first = (await coordinator.post('teachers', person, key)).must();
    const recorded = (await cl.events()).slice(before);
    const second = (await coordinator.post('teachers', person, key)).must();
    expect([second.text, second.header('etag')]).toEqual([first.text, first.header('etag')]);
    expect((await cl.events()).slice(before)).toEqual(recorded);
    expect(recorded.map(({ type }) => type)).toEqual(['TeacherRegistered', 'TeacherAssignedToSchool']);
  });

  describe('of somebody who is forgotten', () => {
    let certificate: Fields;
    let before: Fields;

    beforeAll(async () => {
      before = await coordinator.see('cycles/now/dashboard');
      certificate = (await officer.post(`teachers/${zulema.pseudonym}/forgetting`)).must().body;
    });

    it('is gone, with a certificate that stays the same', async () => {
      expect(certificate).toEqual({
        teacher: zulema.pseudonym,
        destroyedAt: expect.stringMatching(/^20\d\d-.*Z$/) as string,
        keyDigest: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
      });
      expect((await officer.post(`teachers/${zulema.pseudonym}/forgetting`)).must().body).toEqual(certificate);
      const behind = (await officer.post<Fields>(`teachers/${zulema.pseudonym}/identity`, { reason: 'prueba de olvido' })).must()
        .body;
      expect(behind).toMatchObject({
        identity: null,
        erased: true,
        certificate: { keyDigest: certificate['keyDigest'], destroyedAt: certificate['destroyedAt'] },
      });
      const seen = JSON.stringify([
        await coordinator.see(`teachers/${zulema.pseudonym}`),
        await coordinator.see('teachers'),
        await coordinator.see('teachers?cycle=now'),
      ]);
      for (const trace of traces(PEOPLE[0] as Person)) expect(seen).not.toContain(trace);
      expect(seen).toContain('Wenceslaojq');
      expect(everywhere()).toEqual([]);
    });

    it('takes the documents about them alone with it, and leaves the counts, flagged', async () => {
      const { items } = await coordinator.see<{ items: { teacher: string }[] }>('teachers?cycle=now');
      expect(items.map(({ teacher }) => teacher).sort()).toEqual(others.map(({ pseudonym }) => pseudonym).sort());
      const { all } = await coordinator.see<{ all: Fields & { steps: { step: string; n: number }[] } }>('cycles/now/funnel');
      expect(all['erased']).toBe(1);
      expect(all.steps.find(({ step }) => step === 'profile-seen')?.n).toBe(3);
      const after = await coordinator.see<Fields>('cycles/now/dashboard');
      expect({ ...after, asOf: null }).toEqual({ ...before, asOf: null });
    });

    it('is not theirs to add to: their access has ended', async () => {
      const invited = await coordinator.post('cycles/now/invitations', { teachers: [zulema.pseudonym] });
      expect([invited.status, invited.problem]).toEqual([410, 'person-forgotten']);
      // Tokens are checked without looking anything up, and live some minutes longer.
      const before = (await cl.events()).length;
      for (const attempt of [
        await zulema.client.post('me/corrections', { topic: 'identity', text: 'It is written otherwise.' }),
        await zulema.client.post(`${zulema.me}/path`),
        await zulema.client.post(`${zulema.me}/consent/withdrawal`, { purposes: ['research'] }),
      ]) {
        expect([attempt.asked, attempt.status, attempt.problem]).toEqual([attempt.asked, 410, 'person-forgotten']);
      }
      expect((await cl.events()).length).toBe(before);
    });

    it('leaves the record whole: views equal a replay, no link of the chain is broken', async () => {
      expect(await cl.verifies()).toMatchObject({ differing: [], same: true });
      const log = await openLogReadOnly(scenario.directory);
      const report = await log.verify('cl');
      await log.close();
      expect(report).toMatchObject({ faults: [], events: (await cl.events()).length });
    });

    it('can come back as somebody new', async () => {
      const teacher = await cl.registers(PEOPLE[0] as Person);
      expect(teacher).not.toBe(zulema.pseudonym);
      expect(await coordinator.see(`teachers/${teacher}`)).toMatchObject({ identity: { givenName: 'Zulemaqx' }, erased: false });
      expect(await coordinator.see(`teachers/${zulema.pseudonym}`)).toMatchObject({ identity: null, erased: true });
    });

    it('stays forgotten after the next start', async () => {
      const { directory } = scenario;
      await scenario.stop();
      expect(everywhere()).toEqual([]);
      scenario = await Scenario.ofItsOwn(directory, { CORDILLERA_LOG_LEVEL: 'trace' });
      const again = await scenario.country('cl').coordinator();
      const last = (await scenario.country('cl').events()).at(-1)?.position ?? '';
      again.furthest.saw(`cl.1.${last}`);
      expect(await again.see(`teachers/${zulema.pseudonym}`)).toMatchObject({ identity: null, erased: true });
      expect(await scenario.country('cl').verifies()).toMatchObject({ same: true });
    }, 60_000);
  });
});
