import { Readable } from 'node:stream';
import { join } from 'node:path';
import { coursesOf, cycleDesignOf, loadPack, simulateSchoolRegister } from '../libs/contexts/rollout/pack/index.js';
import { readSchoolRegister } from '../libs/contexts/rollout/school-register/index.js';
import { derivePath, pathRulesOf, type OfferedCourse } from '../libs/contexts/learning/path-rules.js';
import type { SchoolFacts } from '#libs/contexts/rollout';
import { answersOf, chooseOfferings, reached, simulateTeachers, type OfferedSeat } from '#libs/simulation';

const at = '2023-06-20T12:00:00.000Z';

/** Who asks for which seat follows from the pack's own courses: when the catalogue changes, the share that waits must not go unnoticed. */
describe('seats of the simulated programme', () => {
  it.each(['2023', 'andes', 'maule'])('leave 3 to 13 of a hundred waiting who accepted a path, seed %s', async (seed) => {
    const pack = await loadPack(join(process.cwd(), 'packs', 'cl'));
    const design = cycleDesignOf(pack, '2023');
    const { courses, offerings } = coursesOf(pack, '2023');
    const rating = pack.instruments[pack.cycles['2023']?.selfRating ?? ''];
    const mapping = pack.mappings['mineduc-directorio-2023'];
    if (!rating || !mapping) throw new Error('the pack lacks a self-rating or a mapping');
    const offered = offerings.flatMap((one): (OfferedCourse & OfferedSeat)[] => {
      const course = courses.find((content) => content.course === one.course);
      const allocation = one.allocation === 'lottery' ? 'lottery' : 'first-come';
      return course ? [{ ...one, allocation, hours: course.hours, develops: course.develops, full: false }] : [];
    });
    const schools: SchoolFacts[] = [];
    const register = Readable.from([Buffer.from(simulateSchoolRegister({ schools: 220, seed, pack }))]);
    for await (const { school } of readSchoolRegister(register, mapping)) if (school) schools.push(school);

    const accepted = simulateTeachers({ seed, count: 1200, schools }).filter(({ decisions }) => reached(decisions).path);
    const asked = new Map<string, number>();
    for (const teacher of accepted) {
      if (!reached(teacher.decisions).applied) continue;
      const targets = design.targetProfile.targets[teacher.assignments[0]?.educationLevel ?? ''] ?? {};
      const answers = answersOf(teacher, rating, 'baseline');
      const gaps = Object.entries(targets).map(([competency, target]) => {
        const given = answers[rating.items.find((item) => item.competency === competency)?.id ?? ''];
        const observed = typeof given === 'number' ? given : null;
        return { competency, target, observed, gap: observed === null ? null : Math.max(0, target - observed) };
      });
      const where = { region: teacher.school.region, at };
      const { steps } = derivePath(gaps, offered, where, pathRulesOf(design.pathRules));
      const path = steps.map(({ offering }) => offering);
      for (const offering of chooseOfferings(teacher, path, offered, 1200)) asked.set(offering, (asked.get(offering) ?? 0) + 1);
    }
    const waiting = offered.reduce(
      (sum, { offering, seats }) => sum + (seats === null ? 0 : Math.max(0, (asked.get(offering) ?? 0) - seats)),
      0,
    );
    expect((100 * waiting) / accepted.length).toBeGreaterThan(3);
    expect((100 * waiting) / accepted.length).toBeLessThan(13);
    const inClass = offered
      .filter(({ modality }) => modality === 'in-class')
      .reduce((sum, { offering }) => sum + (asked.get(offering) ?? 0), 0);
    expect(inClass).toBeGreaterThan(5);
  });
});
