import type { AttemptDocument } from '#libs/contexts/assessment';
import { seededRandom } from '#libs/kernel';
import { closeConnections, registerCsv, registerRow, Scenario, somebody, TIMES, type TeacherActor } from './support/scenario.js';

const TEACHERS = 30;
const KILLS = 4;

describe('scoring anew, killed on the way', () => {
  it('goes on by itself at the next start, scores each attempt once, and leaves the earlier result readable', async () => {
    const directory = Scenario.folder();
    const random = seededRandom('rescoring');
    let scenario = await Scenario.ofItsOwn(directory);
    try {
      const cl = await scenario.simulatedCountry();
      await cl.opensCycle();
      (await cl.importsSchools(registerCsv([registerRow(900001)]))).must();
      const teachers = await cl.teachers(Array.from({ length: TEACHERS }, (_, at) => somebody(at + 1, '900001')));
      await cl.at(TIMES.selfAssessment);
      for (const [at, teacher] of teachers.entries()) await (await teacher.consents()).ratesThemselves(at % 4);
      const evaluator = await cl.as('evaluator');
      const revision = { scoring: { version: '2' }, reason: 'A rule was mended.', decidedBy: 'Technical advisory council' };
      (await evaluator.post('instruments/self-rating/versions/1/scoring', revision)).must();
      const asked = { instrument: 'self-rating', version: 1, reason: revision.reason };
      const { rescoring } = (await evaluator.post<{ rescoring: string }>('cycles/2023/rescorings', asked)).must().body;
      for (let kill = 0; kill < KILLS; kill += 1) {
        await new Promise((resolve) => setTimeout(resolve, random.next() * 60));
        await scenario.process?.end('SIGKILL');
        scenario = await Scenario.ofItsOwn(directory);
      }

      const now = scenario.country('cl');
      const reader = await now.as('evaluator');
      let run: { status: string; rescored: number; unchanged: number; left: number } | undefined;
      for (let tries = 0; tries < 600 && run?.status !== 'finished'; tries += 1) {
        if (tries > 0) await new Promise((resolve) => setTimeout(resolve, 100));
        run = await reader.see(`cycles/2023/rescorings/${rescoring}`);
      }
      expect(run).toMatchObject({ status: 'finished', rescored: TEACHERS, unchanged: 0, left: 0 });
      const events = await now.events();
      const anew = events.filter(({ type }) => type === 'AttemptRescored');
      expect(anew).toHaveLength(TEACHERS);
      expect(new Set(anew.map(({ stream }) => stream)).size).toBe(TEACHERS);
      expect(events.filter(({ type }) => type === 'RescoringFinished')).toHaveLength(1);

      const [first] = teachers as [TeacherActor];
      const own = reader.with(first.client.token);
      const { attempts } = await own.see<{ attempts: { attempt: string }[] }>(`${first.me}/attempts`);
      const mine = await own.see<AttemptDocument>(`${first.me}/attempts/${attempts[0]?.attempt ?? ''}`);
      expect(mine.result?.scoring).toMatch(/@2$/);
      expect(mine.earlier).toHaveLength(1);
      expect(mine.earlier?.[0]?.result.scoring).toMatch(/@1$/);
      expect(await now.verifies()).toMatchObject({ differing: [], same: true });
    } finally {
      await scenario.close();
      await closeConnections();
    }
  }, 600_000);
});
