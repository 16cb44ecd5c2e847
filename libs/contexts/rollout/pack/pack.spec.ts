import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { covers } from '#libs/kernel';
import { competenciesOf } from '#libs/contexts/frameworks';
import {
  coursesOf,
  cycleDesignOf,
  instrumentsOf,
  loadPack,
  packAppliedOf,
  PackError,
  type Pack,
  type PackProblem,
  type PackTestForm,
} from './pack.js';

const packs = fileURLToPath(new URL('../../../../packs/', import.meta.url));

/** JSON that a test takes apart by hand. */
type Loose = { [key: string | number]: Loose };
const list = (value: Loose | undefined): unknown[] => value as unknown as unknown[];

describe('the pack of Chile', () => {
  let pack: Pack;
  beforeAll(async () => {
    pack = await loadPack(join(packs, 'cl'));
  });

  it('loads, with a digest of its content', async () => {
    expect(pack.id).toBe('cl');
    expect(pack.digest).toMatch(/^[0-9a-f]{64}$/);
    expect((await loadPack(join(packs, 'cl'))).digest).toBe(pack.digest);
  });

  it('has 16 regions, five sectors and a public group that stays stable', () => {
    expect(pack.country.regions).toHaveLength(16);
    expect(pack.country.sectors.map((sector) => [sector.code, sector.regional])).toEqual([
      ['municipal', 'public'],
      ['slep', 'public'],
      ['subsidised-private', 'government-dependent-private'],
      ['delegated-administration', 'government-dependent-private'],
      ['paid-private', 'independent-private'],
    ]);
    expect(pack.country.sectorGroups.map((group) => group.sectors)).toEqual([['municipal', 'slep']]);
  });

  it('reads dates as days in Chile', () => {
    const { stages } = cycleDesignOf(pack, '2023');
    expect(stages.map(({ stage, opens, closes, graceUntil }) => [stage, opens, closes, graceUntil])).toEqual([
      ['self-assessment', '2023-05-08T04:00:00.000Z', '2023-06-10T03:59:59.999Z', '2023-06-17T03:59:59.999Z'],
      ['learning', '2023-07-17T04:00:00.000Z', '2023-11-11T02:59:59.999Z', '2023-11-18T02:59:59.999Z'],
      ['evaluation', '2023-11-06T03:00:00.000Z', '2023-12-02T02:59:59.999Z', '2023-12-12T02:59:59.999Z'],
    ]);
  });

  it('makes a cycle’s design out of its files', () => {
    const design = cycleDesignOf(pack, '2023');
    expect(design).toMatchObject({
      framework: { framework: 'digcompedu-2017', version: '1' },
      selfRating: { instrument: 'self-rating', version: 1 },
      testForms: [
        { instrument: 'test-form-a', version: 1 },
        { instrument: 'test-form-b', version: 1 },
      ],
      consent: { version: '2023-1', purposes: [{ required: true }, { required: false }, { required: false }] },
      gapRules: { version: 'gap-rules-1' },
      pathRules: { version: 'path-rules-1', maxSteps: 4 },
      target: 1000,
    });
    expect(Object.keys(design.targetProfile.targets)).toEqual(['preschool', 'primary', 'secondary']);
    for (const targets of Object.values(design.targetProfile.targets)) {
      expect(Object.keys(targets)).toHaveLength(22);
      for (const target of Object.values(targets)) expect([0, 1, 2, 3, 4, 5]).toContain(target);
    }
    // B1 in the file.
    expect(design.targetProfile.targets['preschool']?.['1.1']).toBe(2);
    expect(() => cycleDesignOf(pack, '2031')).toThrow(RangeError);
  });

  it('says in its consent that results feed neither appraisal nor career, and lets research be declined', () => {
    const consent = pack.consents['2023'];
    expect(consent?.text['en']).toMatch(/never feed your official appraisal.*career/s);
    expect(consent?.text['es']).toMatch(/nunca se usan en su Evaluación Docente.*carrera/s);
    expect(consent?.purposes.map(({ purpose, required }) => [purpose, required])).toEqual([
      ['take-part', true],
      ['programme-statistics', false],
      ['research', false],
    ]);
  });

  it('has a self-rating of all 22 competencies and two test forms with their keys', () => {
    const [rating, a, b] = instrumentsOf(pack, '2023');
    expect(rating?.items).toHaveLength(22);
    expect(rating?.keys).toBeUndefined();
    for (const item of rating?.items ?? []) expect(item.options).toHaveLength(6);
    for (const form of [a, b]) {
      expect(form?.items).toHaveLength(24);
      const keys = Object.values(form?.keys ?? {});
      // As many right answers in each place: always choosing the same option gives what guessing gives.
      for (const option of ['a', 'b', 'c', 'd']) expect(keys.filter((key) => key === option)).toHaveLength(6);
    }
    expect(JSON.stringify(pack.instruments)).not.toContain('"keys"');
  });

  it('asks for no more than a quarter of an hour, and in words of its own where children are small', () => {
    const rating = pack.instruments['self-rating-1'];
    if (rating?.measure !== 'self-rating') throw new Error('no self-rating');
    expect(rating.minutes).toBe(15);
    const words = (text: string | undefined) => (text ?? '').split(/\s+/).length;
    for (const language of ['es', 'en']) {
      const read = rating.items.reduce(
        (sum, { prompt, options }) =>
          sum + words(prompt[language]) + options.reduce((all, { text }) => all + words(text[language]), 0),
        0,
      );
      // Unhurried silent reading, and ten seconds to choose.
      expect(read / 180 + (rating.items.length * 10) / 60).toBeLessThanOrEqual(rating.minutes);
    }
    const adapted = rating.items.filter(({ promptFor }) => promptFor?.['preschool']);
    expect(adapted.length).toBeGreaterThanOrEqual(20);
    // Whatever speaks of a class, of students or of marks is worded for those who work with small children.
    for (const item of rating.items) {
      if (/estudiantes|clases|enseñ|evaluar/i.test(item.prompt['es'] ?? '')) expect(item.promptFor?.['preschool']).toBeDefined();
    }
  });

  it('does not give the right option away by its length', () => {
    for (const name of ['test-form-a-1', 'test-form-b-1']) {
      const form = pack.instruments[name] as PackTestForm;
      for (const language of ['es', 'en']) {
        const longest = form.items.filter((item) => {
          const lengths = item.options.map((option) => (option.text[language] ?? '').length);
          const right = item.options.findIndex((option) => option.value === pack.keys[name]?.keys[item.id]);
          return lengths.every((length, index) => index === right || length < (lengths[right] ?? 0));
        });
        // Choosing the longest option must not beat guessing by much: 6 of 24 by chance.
        expect(longest.length).toBeLessThanOrEqual(9);
      }
    }
  });

  it('offers more than thirty courses, and leaves at least two competencies without one', () => {
    const { courses, offerings } = coursesOf(pack, '2023');
    expect(courses).toHaveLength(33);
    const developed = new Set(courses.flatMap((course) => course.develops.map((each) => each.competency)));
    const framework = pack.frameworks['digcompedu-2017'];
    const without = (framework ? competenciesOf(framework) : []).filter(({ code }) => !developed.has(code));
    expect(without.map(({ code }) => code)).toEqual(['1.1', '4.2', '6.5']);
    expect(new Set(offerings.map((offering) => offering.modality)).size).toBe(3);
    expect(offerings.some((offering) => offering.seats === null)).toBe(true);
    expect(offerings.some((offering) => offering.seats !== null && offering.allocation === 'lottery')).toBe(true);
    expect(offerings.some((offering) => offering.seats !== null && offering.allocation === 'first-come')).toBe(true);
    expect(offerings.some((offering) => offering.region !== undefined)).toBe(true);
    for (const { hours } of courses) {
      expect(hours).toBeGreaterThanOrEqual(4);
      expect(hours).toBeLessThanOrEqual(40);
    }
    expect(new Set(courses.map(({ language }) => language))).toEqual(new Set(['es-CL', 'en']));
    expect(courses.every(({ provider }) => provider.endsWith('(invented provider)'))).toBe(true);
    expect(new Set(offerings.map(({ offering }) => offering)).size).toBe(offerings.length);
    for (const course of courses) for (const { from, to } of course.develops) expect(to).toBeGreaterThan(from);
  });

  it('marks what it made up as illustrative, and wants 1,000 teachers reached', () => {
    expect(pack.population.status).toBe('illustrative');
    expect([...pack.population.rows, ...pack.targets].every((row) => row.status === 'illustrative')).toBe(true);
    expect(pack.targets[0]).toMatchObject({ indicator: 'reached', region: '*', teachers: 1000 });
  });

  it('says whose the frameworks are, and that it is nobody’s official product', () => {
    const applied = packAppliedOf(pack);
    const english = applied.notices.map((notice) => notice['en']).join(' ');
    expect(english).toMatch(/not an official product of UNESCO.*Mineduc.*Huawei/);
    expect(english).toMatch(/CC BY-SA 3\.0 IGO/);
    expect(english).toMatch(/DigCompEdu © European Union/);
    expect(applied.notices.every((notice) => covers(notice, 'es-CL') && covers(notice, 'en'))).toBe(true);
    expect(applied.nationalIdRule).toBe('rut');
    expect(applied.digest).toBe(pack.digest);
  });
});

describe('a broken pack', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'pack-'));
    await cp(packs, folder, { recursive: true });
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const change = async (file: string, edit: (content: Loose) => void): Promise<void> => {
    const path = join(folder, 'cl', file);
    const content = JSON.parse(await readFile(path, 'utf8')) as unknown as Loose;
    edit(content);
    await writeFile(path, JSON.stringify(content));
  };
  const problems = async (): Promise<readonly PackProblem[]> => {
    try {
      await loadPack(join(folder, 'cl'));
    } catch (error) {
      if (error instanceof PackError) return error.problems;
      throw error;
    }
    return [];
  };
  const at = async (): Promise<string[]> => (await problems()).map(({ file, at: place, code }) => `${file} ${place} ${code}`);

  it('is not broken by white space or the order of members', async () => {
    const before = await loadPack(join(folder, 'cl'));
    await change('country.json', (country) => {
      const { id } = country;
      Reflect.deleteProperty(country, 'id');
      country['id'] = id as unknown as Loose;
    });
    expect((await loadPack(join(folder, 'cl'))).digest).toBe(before.digest);
    await change('country.json', (country) => {
      country['suppressionThreshold'] = 11 as unknown as Loose;
    });
    expect((await loadPack(join(folder, 'cl'))).digest).not.toBe(before.digest);
  });

  it.each<[string, string, (content: Loose) => void, string[]]>([
    [
      'a target level on a flat framework',
      'target-profiles/2023.json',
      (profile) => {
        profile['framework'] = 'estandares-tic-2011' as unknown as Loose;
      },
      ['target-profiles/2023.json /targets target-level-on-flat-framework', 'cycles/2023.json /targetProfile framework-mismatch'],
    ],
    [
      'a target level on a matrix',
      'target-profiles/2023.json',
      (profile) => {
        profile['framework'] = 'ict-cft-v3' as unknown as Loose;
      },
      [
        'target-profiles/2023.json /targets target-level-on-matrix-framework',
        'cycles/2023.json /targetProfile framework-mismatch',
      ],
    ],
    [
      'a target level that the framework has not',
      'target-profiles/2023.json',
      (profile) => {
        profile['targets']!['primary']!['4.2'] = 'D1' as unknown as Loose;
      },
      ['target-profiles/2023.json /targets/primary/4.2 unknown-level'],
    ],
    [
      'an education level of the programme without targets',
      'target-profiles/2023.json',
      (profile) => {
        Reflect.deleteProperty(profile['targets']!, 'preschool');
      },
      ['cycles/2023.json /targetProfile target-missing'],
    ],
    [
      'an item on a competency that does not exist',
      'instruments/self-rating-1.json',
      (instrument) => {
        instrument['items']![3]!['competency'] = '1.9' as unknown as Loose;
      },
      [
        'instruments/self-rating-1.json /items/3/competency unknown-competency',
        'instruments/self-rating-1.json /items competency-without-item',
      ],
    ],
    [
      'an item under the wrong dimension',
      'instruments/self-rating-1.json',
      (instrument) => {
        instrument['items']![3]!['dimension'] = '2' as unknown as Loose;
      },
      ['instruments/self-rating-1.json /items/3/dimension wrong-dimension'],
    ],
    [
      'a text that is missing in one language',
      'instruments/self-rating-1.json',
      (instrument) => {
        Reflect.deleteProperty(instrument['items']![0]!['options']![2]!['text']!, 'es');
      },
      ['instruments/self-rating-1.json /items/0/options/2/text text-missing'],
    ],
    [
      'an anchor too few',
      'instruments/self-rating-1.json',
      (instrument) => {
        list(instrument['items']![0]!['options']).pop();
      },
      ['instruments/self-rating-1.json /items/0/options anchors-incomplete'],
    ],
    [
      'a self-rating that takes too long',
      'instruments/self-rating-1.json',
      (instrument) => {
        instrument['minutes'] = 25 as unknown as Loose;
      },
      ['instruments/self-rating-1.json /minutes too-long'],
    ],
    [
      'a form with 23 items',
      'instruments/test-form-b-1.json',
      (form) => {
        list(form['items']).pop();
      },
      [
        'instruments/test-form-b-1.json /items wrong-number-of-items',
        'instruments/test-form-b-1.json /items unbalanced-form',
        'keys/test-form-b-1.json /keys/b24 key-without-item',
      ],
    ],
    [
      'forms that are not parallel',
      'instruments/test-form-b-1.json',
      (form) => {
        form['items']![4]!['difficulty'] = 'hard' as unknown as Loose;
      },
      ['instruments/test-form-b-1.json /items/4 forms-not-parallel'],
    ],
    [
      'an item id that stands twice',
      'instruments/test-form-a-1.json',
      (form) => {
        form['items']![1]!['id'] = 'a01' as unknown as Loose;
      },
      ['instruments/test-form-a-1.json /items/1/id duplicate', 'keys/test-form-a-1.json /keys/a02 key-without-item'],
    ],
    [
      'two options that say the same',
      'instruments/test-form-a-1.json',
      (form) => {
        form['items']![1]!['options']![2]!['text']!['en'] = form['items']![1]!['options']![0]!['text']!['en'] as Loose;
      },
      ['instruments/test-form-a-1.json /items/1/options/2/text duplicate'],
    ],
    [
      'a key for no option',
      'keys/test-form-a-1.json',
      (keys) => {
        keys['keys']!['a07'] = 'e' as unknown as Loose;
      },
      ['keys/test-form-a-1.json /keys/a07 key-without-option'],
    ],
    [
      'a missing key',
      'keys/test-form-a-1.json',
      (keys) => {
        Reflect.deleteProperty(keys['keys']!, 'a07');
      },
      ['keys/test-form-a-1.json /keys key-missing'],
    ],
    [
      'a course on a competency that does not exist',
      'courses/2023.json',
      (catalogue) => {
        catalogue['courses']![0]!['develops']![0]!['competency'] = '7.1' as unknown as Loose;
      },
      ['courses/2023.json /courses/0/develops/0/competency unknown-competency'],
    ],
    [
      'a course that leads downwards',
      'courses/2023.json',
      (catalogue) => {
        catalogue['courses']![0]!['develops']![0]!['to'] = 'A1' as unknown as Loose;
      },
      ['courses/2023.json /courses/0/develops/0 levels-out-of-order'],
    ],
    [
      'a course outside its stage',
      'courses/2023.json',
      (catalogue) => {
        catalogue['courses']![1]!['offerings']![0]!['ends'] = '2023-12-20' as unknown as Loose;
      },
      ['courses/2023.json /courses/1/offerings/0 outside-stage'],
    ],
    [
      'a lottery over seats without limit',
      'courses/2023.json',
      (catalogue) => {
        catalogue['courses']![2]!['offerings']![0]!['seats'] = null as unknown as Loose;
      },
      ['courses/2023.json /courses/2/offerings/0/allocation lottery-without-limit'],
    ],
    [
      'a window that closes before it opens',
      'cycles/2023.json',
      (cycle) => {
        cycle['stages']![0]!['closes'] = '2023-05-01' as unknown as Loose;
      },
      ['cycles/2023.json /stages/0/closes dates-out-of-order'],
    ],
    [
      'a final round that opens while the first still takes answers',
      'cycles/2023.json',
      (cycle) => {
        cycle['stages']![0]!['graceUntil'] = '2023-11-06' as unknown as Loose;
      },
      ['cycles/2023.json /stages/2/opens windows-overlap'],
    ],
    [
      'a day that no calendar has',
      'cycles/2023.json',
      (cycle) => {
        cycle['launch'] = '2023-02-30' as unknown as Loose;
      },
      ['cycles/2023.json /launch invalid'],
    ],
    [
      'a cycle that names an instrument which is not there',
      'cycles/2023.json',
      (cycle) => {
        cycle['selfRating'] = 'self-rating-9' as unknown as Loose;
      },
      ['cycles/2023.json /selfRating unknown-reference'],
    ],
    [
      'a test in the place of the self-rating',
      'cycles/2023.json',
      (cycle) => {
        cycle['selfRating'] = 'test-form-a-1' as unknown as Loose;
      },
      ['cycles/2023.json /selfRating wrong-measure', 'cycles/2023.json /gapRules scale-mismatch'],
    ],
    [
      'research that must be agreed to',
      'consent/2023.json',
      (consent) => {
        consent['purposes']![2]!['required'] = true as unknown as Loose;
      },
      ['consent/2023.json /purposes purpose-not-free'],
    ],
    [
      'a mapping to a sector that the country has not',
      'mappings/mineduc-directorio-2023.json',
      (mapping) => {
        mapping['sector']!['values']!['5'] = 'cooperative' as unknown as Loose;
      },
      ['mappings/mineduc-directorio-2023.json /sector/values/5 unknown-sector'],
    ],
    [
      'a member that nobody knows',
      'country.json',
      (country) => {
        country['motto'] = 'Por la razón' as unknown as Loose;
      },
      ['country.json  invalid'],
    ],
    [
      'gap rules whose scores lead elsewhere',
      'gap-rules-1.json',
      (rules) => {
        list(rules['levels']).reverse();
      },
      ['gap-rules-1.json /levels levels-mismatch'],
    ],
    [
      'a sector group of a sector that is none',
      'country.json',
      (country) => {
        country['sectorGroups']![0]!['sectors']![0] = 'church' as unknown as Loose;
      },
      ['country.json /sectorGroups/0/sectors/0 unknown-sector'],
    ],
  ])('names %s', async (_, file, edit, expected) => {
    await change(file, edit);
    expect((await at()).sort()).toEqual([...expected].sort());
  });

  it('names rows and columns of its tables', async () => {
    const path = join(folder, 'cl', 'population.csv');
    const lines = (await readFile(path, 'utf8')).split('\n');
    lines[1] = 'CL-XX,municipal,preschool,female,urban,80,illustrative';
    lines[3] = lines[2] ?? '';
    await writeFile(path, lines.join('\n'));
    expect(await at()).toEqual(['population.csv row 2, region unknown-region', 'population.csv row 4 duplicate']);
    lines[5] = 'CL-AP,municipal,primary,female,urban,many,illustrative';
    await writeFile(path, lines.join('\n'));
    expect(await at()).toEqual(['population.csv row 6, teachers invalid']);
  });

  it('names targets that do not add up', async () => {
    const path = join(folder, 'cl', 'targets.csv');
    const text = await readFile(path, 'utf8');
    await writeFile(path, text.replace('*,*,1000,', '*,*,1001,'));
    expect(await at()).toEqual([
      'cycles/2023.json /target target-mismatch',
      ...new Array<string>(5).fill('targets.csv  total-mismatch'),
    ]);
  });

  it('names files that are missing, no JSON, no UTF-8 or of an unknown name, and goes on to the rest', async () => {
    await rm(join(folder, 'cl', 'eligibility.json'));
    await writeFile(join(folder, 'cl', 'path-rules-1.json'), '{"id": ');
    await writeFile(join(folder, 'cl', 'targets.csv'), Buffer.from('regi\xf3n', 'latin1'));
    await writeFile(join(folder, 'cl', 'cycle-2024.json'), '{}');
    await rm(join(folder, 'frameworks', 'ict-cft-v3.json'));
    await change('keys/test-form-b-1.json', (keys) => {
      keys['keys']!['b01'] = 'z' as unknown as Loose;
    });
    expect((await at()).sort()).toEqual([
      '../frameworks/ict-cft-v3.json  file-missing',
      'cycle-2024.json  unknown-file',
      'eligibility.json  file-missing',
      'keys/test-form-b-1.json /keys/b01 key-without-option',
      'path-rules-1.json  not-json',
      'targets.csv  not-utf-8',
    ]);
  });

  it('says everything in one error, one line each', async () => {
    await change('keys/test-form-a-1.json', (keys) => {
      keys['keys']!['a01'] = 'z' as unknown as Loose;
      keys['keys']!['a02'] = 'z' as unknown as Loose;
    });
    await expect(loadPack(join(folder, 'cl'))).rejects.toThrow(
      /2 problems:\nkeys\/test-form-a-1\.json \/keys\/a01: item a01 has no option "z"\nkeys\/test-form-a-1\.json \/keys\/a02/,
    );
  });

  it('is a folder', async () => {
    await expect(loadPack(join(folder, 'nowhere'))).rejects.toMatchObject({ problems: [{ code: 'no-pack' }] });
    await expect(loadPack(join(folder, 'cl', 'country.json'))).rejects.toMatchObject({ problems: [{ code: 'no-pack' }] });
  });
});
