import { competenciesOf, dimensionsOf, levelsOf, strangersIn, type Crosswalk, type Framework } from '#libs/contexts/frameworks';
import type { SchoolRegisterMapping } from '../school-register/mapping.js';
import {
  purposes,
  stages,
  type PackCatalogue,
  type PackConsent,
  type PackCountry,
  type PackCycle,
  type PackEligibility,
  type PackGapRules,
  type PackInstrument,
  type PackKeys,
  type PackPathRules,
  type PackProblem,
  type PackTargetProfile,
  type PackTestForm,
  type PopulationRow,
  type TargetRow,
} from './pack-schema.js';

/** A pack as far as it could be read. */
export interface PackParts {
  readonly country: PackCountry | undefined;
  readonly frameworks: Readonly<Record<string, Framework>>;
  readonly crosswalks: Readonly<Record<string, Crosswalk>>;
  readonly cycles: Readonly<Record<string, PackCycle>>;
  readonly consents: Readonly<Record<string, PackConsent>>;
  readonly targetProfiles: Readonly<Record<string, PackTargetProfile>>;
  readonly instruments: Readonly<Record<string, PackInstrument>>;
  readonly keys: Readonly<Record<string, PackKeys>>;
  readonly courses: Readonly<Record<string, PackCatalogue>>;
  readonly gapRules: Readonly<Record<string, PackGapRules>>;
  readonly pathRules: Readonly<Record<string, PackPathRules>>;
  readonly eligibility: PackEligibility | undefined;
  readonly rows: readonly PopulationRow[];
  readonly targets: readonly TargetRow[];
  readonly mappings: Readonly<Record<string, SchoolRegisterMapping>>;
}

/** A test form has this many items, evenly over the framework's dimensions. */
export const TEST_FORM_ITEMS = 24;

/** What a teacher can be asked for on a telephone, in one go. */
export const SELF_RATING_MINUTES = 15;

type Report = (at: string, code: string, message: string) => void;

const escape = (key: string): string => key.replaceAll('~', '~0').replaceAll('/', '~1');

/** Whether the parts of a pack fit together; each part alone is already known to have its form. Answers with every misfit. */
export const checkPack = (parts: PackParts, broken: ReadonlySet<string>): PackProblem[] => {
  const problems: PackProblem[] = [];
  const report =
    (file: string): Report =>
    (at, code, message) =>
      problems.push({ file, at, code, message });

  const { country } = parts;
  // With a country file that cannot be read, no code can be called unknown.
  const known = country && {
    regions: new Set(country.regions.map((each) => each.code)),
    sectors: new Set(country.sectors.map((each) => each.code)),
    educationLevels: new Set(country.educationLevels.map((each) => each.code)),
    genders: new Set<string>(country.genders.map((each) => each.code)),
    ruralities: new Set<string>(country.ruralities.map((each) => each.code)),
  };
  const check = (set: ReadonlySet<string> | undefined, value: string, at: string, what: string, say: Report): void => {
    if (set !== undefined && !set.has(value))
      say(at, `unknown-${what}`, `the country has no ${what.replaceAll('-', ' ')} "${value}"`);
  };
  const unique = (values: readonly string[], at: (index: number) => string, what: string, say: Report): void => {
    const seen = new Set<string>();
    values.forEach((value, index) => {
      if (seen.has(value)) say(at(index), 'duplicate', `${what} "${value}" stands here twice`);
      seen.add(value);
    });
  };
  /** What a reference leads to; said to be missing only when its file is not among those already reported. */
  const referred = <Part>(
    found: Readonly<Record<string, Part>>,
    id: string,
    file: string,
    at: string,
    say: Report,
  ): Part | undefined => {
    const part = Object.hasOwn(found, id) ? found[id] : undefined;
    if (part === undefined && !broken.has(file)) say(at, 'unknown-reference', `there is no ${file}`);
    return part;
  };
  const frameworkOf = (id: string, at: string, say: Report): Framework | undefined => {
    const framework = Object.hasOwn(parts.frameworks, id) ? parts.frameworks[id] : undefined;
    const reported = [...broken].some((file) => file.endsWith(`frameworks/${id}.json`));
    if (framework === undefined && country !== undefined && !reported) {
      say(at, 'unknown-framework', `country.json does not name a framework "${id}"`);
    }
    return framework;
  };
  const fileName = (file: string, id: string, own: string, say: Report): void => {
    if (id !== own) say('', 'wrong-file-name', `the file is called ${file} and says that it is "${own}"`);
  };

  // ── the country ───────────────────────────────────────────────────────────────────────────────────────────────────────
  if (country) {
    const say = report('country.json');
    for (const part of ['regions', 'sectors', 'sectorGroups', 'educationLevels', 'ruralities', 'genders'] as const) {
      unique(
        country[part].map((each) => each.code),
        (index) => `/${part}/${index}/code`,
        'code',
        say,
      );
    }
    unique(
      country.regions.map((each) => each.registerCode),
      (index) => `/regions/${index}/registerCode`,
      'register code',
      say,
    );
    country.sectorGroups.forEach((group, g) =>
      group.sectors.forEach((sector, s) => check(known?.sectors, sector, `/sectorGroups/${g}/sectors/${s}`, 'sector', say)),
    );
    country.educationLevels.forEach((educationLevel, index) => {
      const { isced, reportedAs } = educationLevel;
      if (reportedAs !== 'unknown' && !isced.includes(reportedAs)) {
        say(`/educationLevels/${index}/reportedAs`, 'isced-mismatch', `reported as ISCED ${reportedAs}, which it does not hold`);
      }
    });
  }
  for (const [id, framework] of Object.entries(parts.frameworks)) {
    const say = report(`../frameworks/${id}.json`);
    fileName(`${id}.json`, id, framework.id, say);
  }

  for (const [id, crosswalk] of Object.entries(parts.crosswalks)) {
    const say = report(`../frameworks/crosswalks/${id}.json`);
    fileName(`${id}.json`, id, crosswalk.id, say);
    const ends = {
      from: frameworkOf(crosswalk.from.framework, '/from', say),
      to: frameworkOf(crosswalk.to.framework, '/to', say),
    };
    for (const end of ['from', 'to'] as const) {
      const there = ends[end]?.version;
      if (there !== undefined && there !== crosswalk[end].version)
        say(`/${end}/version`, 'wrong-version', `the pack has version ${there} of ${crosswalk[end].framework}`);
    }
    if (!ends.from || !ends.to) continue;
    for (const { index, end, code, framework } of strangersIn(crosswalk, { from: ends.from, to: ends.to }))
      say(`/alignments/${index}/${end}`, 'unknown-competency', `${framework} has no competency "${code}"`);
  }

  // ── instruments and keys ──────────────────────────────────────────────────────────────────────────────────────────────
  for (const [name, instrument] of Object.entries(parts.instruments)) {
    const file = `instruments/${name}.json`;
    const say = report(file);
    fileName(`${name}.json`, name, `${instrument.instrument}-${instrument.version}`, say);
    const framework = frameworkOf(instrument.framework, '/framework', say);
    unique(
      instrument.items.map((item) => item.id),
      (index) => `/items/${index}/id`,
      'item',
      say,
    );
    const dimensions = framework && new Map(competenciesOf(framework).map((each) => [each.code, each.dimension]));
    const then = instrument.measure === 'self-rating' && instrument.about === 'then';
    instrument.items.forEach((item, index) => {
      if (dimensions === undefined) return;
      if (then) {
        if (item.competency !== item.dimension)
          say(`/items/${index}/competency`, 'wrong-competency', `an item about then asks for all of dimension ${item.dimension}`);
        return;
      }
      const dimension = dimensions.get(item.competency);
      if (dimension === undefined) {
        say(`/items/${index}/competency`, 'unknown-competency', `${instrument.framework} has no competency "${item.competency}"`);
      } else if (dimension !== item.dimension) {
        say(
          `/items/${index}/dimension`,
          'wrong-dimension',
          `competency ${item.competency} belongs to ${dimension}, not to ${item.dimension}`,
        );
      }
    });
    instrument.items.forEach((item, index) => {
      for (const language of country?.languages ?? []) {
        const texts = item.options.map(
          (option) => option.text[language] ?? option.text[language.split('-')[0] ?? language] ?? '',
        );
        unique(texts, (option) => `/items/${index}/options/${option}/text`, 'option', say);
      }
    });
    if (instrument.measure === 'self-rating') {
      if (instrument.minutes > SELF_RATING_MINUTES) {
        say('/minutes', 'too-long', `a self-rating takes at most ${SELF_RATING_MINUTES} minutes, not ${instrument.minutes}`);
      }
      const steps = framework && levelsOf(framework)?.length;
      instrument.items.forEach((item, index) => {
        const values = item.options.map((option) => option.value);
        if (values.some((value, place) => value !== place)) {
          say(
            `/items/${index}/options`,
            'anchors-out-of-order',
            `anchors go from 0 upwards without gap, not ${values.join(', ')}`,
          );
        }
        if (steps !== undefined && values.length !== steps) {
          say(`/items/${index}/options`, 'anchors-incomplete', `${values.length} anchors for ${steps} proficiency levels`);
        }
        for (const educationLevel of Object.keys(item.promptFor ?? {})) {
          check(
            known?.educationLevels,
            educationLevel,
            `/items/${index}/promptFor/${escape(educationLevel)}`,
            'education-level',
            say,
          );
        }
      });
      const rated = instrument.items.map((item) => item.competency);
      const what = then ? 'dimension' : 'competency';
      unique(rated, (index) => `/items/${index}/competency`, what, say);
      const asked = framework && (then ? dimensionsOf(framework) : competenciesOf(framework)).map((each) => each.code);
      for (const code of asked ?? []) {
        if (!rated.includes(code)) say('/items', `${what}-without-item`, `no item asks for ${what} ${code}`);
      }
      for (const code of asked && then ? rated : []) {
        if (!asked?.includes(code)) say('/items', 'unknown-dimension', `${instrument.framework} has no dimension "${code}"`);
      }
    } else {
      if (instrument.items.length !== TEST_FORM_ITEMS) {
        say(
          '/items',
          'wrong-number-of-items',
          `a test form has ${TEST_FORM_ITEMS} items, this one has ${instrument.items.length}`,
        );
      }
      const perDimension = new Map<string, number>([...(dimensions?.values() ?? [])].map((dimension) => [dimension, 0]));
      for (const item of instrument.items) perDimension.set(item.dimension, (perDimension.get(item.dimension) ?? 0) + 1);
      const fair = TEST_FORM_ITEMS / perDimension.size;
      for (const [dimension, count] of dimensions ? perDimension : []) {
        if (count !== fair) say('/items', 'unbalanced-form', `dimension ${dimension} has ${count} items instead of ${fair}`);
      }
      instrument.items.forEach((item, index) =>
        unique(
          item.options.map((option) => option.value),
          (option) => `/items/${index}/options/${option}/value`,
          'option',
          say,
        ),
      );
      const key = referred(parts.keys, name, `keys/${name}.json`, '', say);
      const sayOfKeys = report(`keys/${name}.json`);
      if (key !== undefined) {
        if (key.instrument !== instrument.instrument || key.version !== instrument.version) {
          sayOfKeys(
            '',
            'wrong-file-name',
            `the file is called ${name}.json and holds the keys of ${key.instrument}-${key.version}`,
          );
        }
        for (const item of instrument.items) {
          const right = Object.hasOwn(key.keys, item.id) ? key.keys[item.id] : undefined;
          if (right === undefined) sayOfKeys('/keys', 'key-missing', `item ${item.id} has no key`);
          else if (!item.options.some((option) => option.value === right)) {
            sayOfKeys(`/keys/${escape(item.id)}`, 'key-without-option', `item ${item.id} has no option "${right}"`);
          }
        }
        const ids = new Set(instrument.items.map((item) => item.id));
        for (const id of Object.keys(key.keys)) {
          if (!ids.has(id)) sayOfKeys(`/keys/${escape(id)}`, 'key-without-item', `the form has no item "${id}"`);
        }
      }
    }
  }
  for (const name of Object.keys(parts.keys)) {
    const instrument = parts.instruments[name];
    if (instrument === undefined ? !broken.has(`instruments/${name}.json`) : instrument.measure !== 'test') {
      report(`keys/${name}.json`)('', 'keys-without-test', `instruments/${name}.json is no test`);
    }
  }

  // ── rules, targets, consent ───────────────────────────────────────────────────────────────────────────────────────────
  for (const [id, profile] of Object.entries(parts.targetProfiles)) {
    const say = report(`target-profiles/${id}.json`);
    fileName(`${id}.json`, id, profile.id, say);
    for (const educationLevel of Object.keys(profile.targets)) {
      check(known?.educationLevels, educationLevel, `/targets/${escape(educationLevel)}`, 'education-level', say);
    }
    const framework = frameworkOf(profile.framework, '/framework', say);
    if (framework === undefined) continue;
    const levels = levelsOf(framework)?.map((each) => each.code);
    if (levels === undefined) {
      say(
        '/targets',
        `target-level-on-${framework.shape}-framework`,
        `${framework.id} is a ${framework.shape === 'flat' ? 'flat list' : framework.shape} without proficiency levels: no target level can be set on it`,
      );
      continue;
    }
    const codes = competenciesOf(framework).map((each) => each.code);
    for (const [educationLevel, targets] of Object.entries(profile.targets)) {
      const at = `/targets/${escape(educationLevel)}`;
      for (const [code, target] of Object.entries(targets)) {
        if (!codes.includes(code))
          say(`${at}/${escape(code)}`, 'unknown-competency', `${framework.id} has no competency "${code}"`);
        if (!levels.includes(target))
          say(`${at}/${escape(code)}`, 'unknown-level', `${framework.id} has no proficiency level "${target}"`);
      }
      for (const code of codes) {
        if (!Object.hasOwn(targets, code)) say(at, 'target-missing', `competency ${code} has no target proficiency level`);
      }
    }
  }
  for (const [id, rules] of Object.entries(parts.gapRules)) {
    const say = report(`${id}.json`);
    fileName(`${id}.json`, id, rules.id, say);
    if (rules.id !== `gap-rules-${rules.version}`)
      say('/version', 'wrong-version', `${rules.id} says that it is version ${rules.version}`);
    const framework = frameworkOf(rules.framework, '/framework', say);
    const levels = framework && (levelsOf(framework)?.map((each) => each.code) ?? []);
    const own = rules.levels.map((each) => each.level);
    if (levels && (own.join() !== levels.join() || rules.levels.some((each, index) => each.score !== index))) {
      say('/levels', 'levels-mismatch', `scores from 0 upwards must lead to ${levels.join(', ')}`);
    }
  }
  for (const [id, rules] of Object.entries(parts.pathRules)) {
    const say = report(`${id}.json`);
    fileName(`${id}.json`, id, rules.id, say);
    if (rules.id !== `path-rules-${rules.version}`)
      say('/version', 'wrong-version', `${rules.id} says that it is version ${rules.version}`);
  }
  for (const [id, consent] of Object.entries(parts.consents)) {
    const say = report(`consent/${id}.json`);
    fileName(`${id}.json`, id, consent.id, say);
    for (const purpose of purposes) {
      const found = consent.purposes.filter((each) => each.purpose === purpose);
      if (found.length !== 1)
        say('/purposes', 'purpose-missing', `purpose "${purpose}" must stand here once, not ${found.length} times`);
      // Who must agree to research in order to take part has not consented to research.
      if (found.some((each) => each.required !== (purpose === 'take-part'))) {
        say('/purposes', 'purpose-not-free', `only taking part may be, and must be, required; see "${purpose}"`);
      }
    }
  }
  if (parts.eligibility) {
    const say = report('eligibility.json');
    parts.eligibility.educationLevels.forEach((code, index) =>
      check(known?.educationLevels, code, `/educationLevels/${index}`, 'education-level', say),
    );
    parts.eligibility.sectors.forEach((code, index) => check(known?.sectors, code, `/sectors/${index}`, 'sector', say));
  }

  // ── courses ───────────────────────────────────────────────────────────────────────────────────────────────────────────
  for (const [id, catalogue] of Object.entries(parts.courses)) {
    const say = report(`courses/${id}.json`);
    fileName(`${id}.json`, id, catalogue.id, say);
    unique(
      catalogue.courses.map((course) => course.course),
      (index) => `/courses/${index}/course`,
      'course',
      say,
    );
    const offered = catalogue.courses.flatMap((course, c) =>
      course.offerings.map((offering, o) => ({ offering, at: `/courses/${c}/offerings/${o}` })),
    );
    unique(
      offered.map(({ offering }) => offering.offering),
      (index) => `${offered[index]?.at ?? ''}/offering`,
      'offering',
      say,
    );
    for (const { offering, at } of offered) {
      if (offering.region !== undefined) check(known?.regions, offering.region, `${at}/region`, 'region', say);
      if (offering.starts > offering.ends) say(`${at}/ends`, 'dates-out-of-order', `ends on ${offering.ends}, before it starts`);
      if (offering.enrolment.opens > offering.enrolment.closes)
        say(`${at}/enrolment`, 'dates-out-of-order', 'enrolment closes before it opens');
      if (offering.enrolment.closes > offering.ends)
        say(`${at}/enrolment/closes`, 'dates-out-of-order', 'enrolment closes after the course has ended');
      if (offering.seats === null && offering.allocation === 'lottery') {
        say(`${at}/allocation`, 'lottery-without-limit', 'where seats are not limited there is nothing to draw');
      }
      if (offering.allocation === 'lottery' && offering.enrolment.closes >= offering.starts) {
        say(
          `${at}/enrolment/closes`,
          'lottery-after-start',
          'seats are drawn after enrolment closes, so it must close before the course starts',
        );
      }
    }
    catalogue.courses.forEach((course, index) => {
      unique(
        course.develops.map((each) => each.competency),
        (place) => `/courses/${index}/develops/${place}/competency`,
        'competency',
        say,
      );
    });
  }

  // ── cycles: what they name, and the order of their days ───────────────────────────────────────────────────────────────
  for (const [label, cycle] of Object.entries(parts.cycles)) {
    checkCycle(label, cycle);
  }

  function checkCycle(label: string, cycle: PackCycle): void {
    const say = report(`cycles/${label}.json`);
    fileName(`${label}.json`, label, cycle.cycle, say);
    const framework = frameworkOf(cycle.framework, '/framework', say);
    const selfRating = referred(parts.instruments, cycle.selfRating, `instruments/${cycle.selfRating}.json`, '/selfRating', say);
    if (selfRating && selfRating.measure !== 'self-rating')
      say('/selfRating', 'wrong-measure', `${cycle.selfRating} is no self-rating`);
    if (framework && framework.year > Number(cycle.schoolYear.to.slice(0, 4)))
      say('/framework', 'framework-newer-than-cycle', `${framework.id} was published in ${framework.year}, after the cycle`);
    const about = (instrument: PackInstrument | undefined): string =>
      instrument?.measure === 'self-rating' && instrument.about === 'then' ? 'then' : 'now';
    if (selfRating?.measure === 'self-rating' && about(selfRating) === 'then')
      say('/selfRating', 'wrong-occasion', `${cycle.selfRating} asks about the time before`);
    const retrospective =
      cycle.retrospective === undefined
        ? undefined
        : referred(parts.instruments, cycle.retrospective, `instruments/${cycle.retrospective}.json`, '/retrospective', say);
    if (retrospective && about(retrospective) !== 'then')
      say('/retrospective', 'wrong-occasion', `${cycle.retrospective ?? ''} does not ask about the time before`);
    const forms = cycle.testForms.map((name, index) => {
      const form = referred(parts.instruments, name, `instruments/${name}.json`, `/testForms/${index}`, say);
      if (form && form.measure !== 'test') say(`/testForms/${index}`, 'wrong-measure', `${name} is no test`);
      return form?.measure === 'test' ? form : undefined;
    });
    const [first, second] = forms;
    if (first && second) checkParallel(first, second, cycle.testForms[1], report(`instruments/${cycle.testForms[1]}.json`));
    for (const instrument of [selfRating, first, second, retrospective]) {
      if (instrument && instrument.framework !== cycle.framework) {
        say(
          '/framework',
          'framework-mismatch',
          `${instrument.instrument} measures ${instrument.framework}, the cycle works with ${cycle.framework}`,
        );
      }
    }
    referred(parts.consents, cycle.consent, `consent/${cycle.consent}.json`, '/consent', say);
    referred(parts.pathRules, cycle.pathRules, `${cycle.pathRules}.json`, '/pathRules', say);
    const gapRules = referred(parts.gapRules, cycle.gapRules, `${cycle.gapRules}.json`, '/gapRules', say);
    if (gapRules && selfRating && (gapRules.scale !== selfRating.scale || gapRules.framework !== cycle.framework)) {
      say(
        '/gapRules',
        'scale-mismatch',
        `${cycle.gapRules} reads ${gapRules.scale}, ${cycle.selfRating} measures on ${selfRating.scale}`,
      );
    }
    const profile = referred(
      parts.targetProfiles,
      cycle.targetProfile,
      `target-profiles/${cycle.targetProfile}.json`,
      '/targetProfile',
      say,
    );
    if (profile && profile.framework !== cycle.framework) {
      say(
        '/targetProfile',
        'framework-mismatch',
        `the target profile is on ${profile.framework}, the cycle works with ${cycle.framework}`,
      );
    }
    for (const educationLevel of profile ? (parts.eligibility?.educationLevels ?? []) : []) {
      if (!Object.hasOwn(profile?.targets ?? {}, educationLevel)) {
        say('/targetProfile', 'target-missing', `teachers of ${educationLevel} may take part, but nothing is expected of them`);
      }
    }

    const catalogue = referred(parts.courses, cycle.courses, `courses/${cycle.courses}.json`, '/courses', say);
    const learning = cycle.stages.find((each) => each.stage === 'learning');
    const sayOfCourses = report(`courses/${cycle.courses}.json`);
    const levels = framework && levelsOf(framework)?.map((each) => each.code);
    const codes = framework && competenciesOf(framework).map((each) => each.code);
    catalogue?.courses.forEach((course, c) => {
      course.develops.forEach(({ competency, from, to }, d) => {
        const at = `/courses/${c}/develops/${d}`;
        if (codes && !codes.includes(competency))
          sayOfCourses(`${at}/competency`, 'unknown-competency', `${cycle.framework} has no competency "${competency}"`);
        if (!levels) return;
        for (const [member, level] of [
          ['from', from],
          ['to', to],
        ] as const) {
          if (!levels.includes(level))
            sayOfCourses(`${at}/${member}`, 'unknown-level', `${cycle.framework} has no proficiency level "${level}"`);
        }
        if (levels.includes(from) && levels.includes(to) && levels.indexOf(from) >= levels.indexOf(to)) {
          sayOfCourses(at, 'levels-out-of-order', `a course leads upwards, not from ${from} to ${to}`);
        }
      });
      course.offerings.forEach((offering, o) => {
        const at = `/courses/${c}/offerings/${o}`;
        if (learning && (offering.starts < learning.opens || offering.ends > learning.closes)) {
          sayOfCourses(
            at,
            'outside-stage',
            `${offering.starts} to ${offering.ends} lies outside the courses’ stage, ${learning.opens} to ${learning.closes}`,
          );
        }
      });
    });

    if (cycle.schoolYear.from > cycle.schoolYear.to)
      say('/schoolYear', 'dates-out-of-order', 'the school year ends before it begins');
    const inYear = (date: string, at: string): void => {
      if (date < cycle.schoolYear.from || date > cycle.schoolYear.to) {
        say(
          at,
          'outside-school-year',
          `${date} lies outside the school year, ${cycle.schoolYear.from} to ${cycle.schoolYear.to}`,
        );
      }
    };
    inYear(cycle.launch, '/launch');
    cycle.stages.forEach((stage, index) => {
      const at = `/stages/${index}`;
      if (stage.stage !== stages[index])
        say(`${at}/stage`, 'stages-out-of-order', `stages come in the order ${stages.join(', ')}`);
      if (stage.opens > stage.closes) say(`${at}/closes`, 'dates-out-of-order', `closes on ${stage.closes}, before it opens`);
      if (stage.closes > stage.graceUntil)
        say(`${at}/graceUntil`, 'dates-out-of-order', 'the days of grace end before the window closes');
      const own = new Set<string>();
      stage.regional?.forEach((window, place) => {
        const where = `${at}/regional/${place}`;
        if (window.opens > window.closes || window.closes > window.graceUntil)
          say(where, 'dates-out-of-order', 'opens before it closes, and grace ends no earlier');
        const [baseline, , final] = cycle.stages;
        if (stage.stage === 'self-assessment' && final && final.opens <= window.graceUntil)
          say(where, 'windows-overlap', 'the final round opens while the first one still takes answers');
        if (stage.stage === 'evaluation' && baseline && window.opens <= baseline.graceUntil)
          say(where, 'windows-overlap', 'the final round opens while the first one still takes answers');
        window.regions.forEach((code, nth) => {
          check(known?.regions, code, `${where}/regions/${nth}`, 'region', say);
          if (own.has(code)) say(`${where}/regions/${nth}`, 'windows-contradictory', `${code} has another window for this stage`);
          own.add(code);
        });
      });
      inYear(stage.opens, `${at}/opens`);
      inYear(stage.graceUntil, `${at}/graceUntil`);
      const before = cycle.stages[index - 1];
      if (before && stage.opens < before.opens)
        say(`${at}/opens`, 'stages-out-of-order', `opens before stage "${before.stage}" does`);
    });
    const [baseline, , final] = cycle.stages;
    if (baseline && cycle.launch > baseline.opens)
      say('/launch', 'dates-out-of-order', 'the first stage opens before the launch');
    // Courses may still run while the final test is open. The two rounds of measurement must not touch: an answer belongs to one.
    if (baseline && final && final.opens <= baseline.graceUntil) {
      say(
        '/stages/2/opens',
        'windows-overlap',
        `the final round opens while the first one still takes answers, until ${baseline.graceUntil}`,
      );
    }
    if (baseline && learning && learning.opens <= baseline.closes) {
      say('/stages/1/opens', 'windows-overlap', `courses start while the first round is open, until ${baseline.closes}`);
    }
    cycle.reminders.forEach((date, index) => {
      if (!cycle.stages.some((stage) => date >= stage.opens && date <= stage.graceUntil)) {
        say(`/reminders/${index}`, 'outside-stage', `on ${date} no window is open`);
      }
    });
    cycle.calendar.forEach((entry, index) => {
      if (entry.from > entry.to) say(`/calendar/${index}/to`, 'dates-out-of-order', `ends on ${entry.to}, before it begins`);
      inYear(entry.from, `/calendar/${index}/from`);
      inYear(entry.to, `/calendar/${index}/to`);
      entry.regions?.forEach((code, place) => check(known?.regions, code, `/calendar/${index}/regions/${place}`, 'region', say));
    });
    const reached = parts.targets.find((row) => row.indicator === 'reached' && axes.every((axis) => row[axis] === '*'));
    if (reached && reached.teachers !== cycle.target) {
      say('/target', 'target-mismatch', `targets.csv wants ${reached.teachers} teachers reached, the cycle ${cycle.target}`);
    }
  }

  /** Two forms can only stand for each other where each place asks for the same thing, at the same intended difficulty. */
  function checkParallel(first: PackTestForm, second: PackTestForm, name: string, say: Report): void {
    if (first.scale !== second.scale) say('/scale', 'forms-not-parallel', `form ${first.form} is on the scale ${first.scale}`);
    if (first.form === second.form) say('/form', 'forms-not-parallel', `both forms are called ${first.form}`);
    if (first.scoring.version !== second.scoring.version)
      say('/scoring', 'forms-not-parallel', 'the forms are scored by different rules');
    const ids = new Set(first.items.map((item) => item.id));
    const prompts = new Set(first.items.flatMap((item) => Object.values(item.prompt)));
    second.items.forEach((item, index) => {
      const other = first.items[index];
      if (ids.has(item.id)) say(`/items/${index}/id`, 'duplicate', `form ${first.form} has an item "${item.id}" too`);
      if (Object.values(item.prompt).some((prompt) => prompts.has(prompt))) {
        say(`/items/${index}/prompt`, 'forms-share-an-item', `form ${first.form} asks the same question`);
      }
      if (other && (other.competency !== item.competency || other.difficulty !== item.difficulty)) {
        say(
          `/items/${index}`,
          'forms-not-parallel',
          `${name} asks for ${item.competency} (${item.difficulty}) where form ${first.form} asks for ${other.competency} (${other.difficulty})`,
        );
      }
    });
  }

  // ── population and targets ────────────────────────────────────────────────────────────────────────────────────────────
  const codeSets = {
    region: known?.regions,
    sector: known?.sectors,
    educationLevel: known?.educationLevels,
    gender: known?.genders,
    rurality: known?.ruralities,
  };
  const checkCells = (rows: readonly PopulationRow[], file: string, everyone: boolean): void => {
    const say = report(file);
    const seen = new Set<string>();
    rows.forEach((row, index) => {
      for (const axis of axes) {
        if (everyone && row[axis] === '*') continue;
        check(codeSets[axis], row[axis], `row ${index + 2}, ${axis}`, axis === 'educationLevel' ? 'education-level' : axis, say);
      }
      const cell = ['indicator' in row ? String(row.indicator) : '', ...axes.map((axis) => row[axis])].join(' × ');
      if (seen.has(cell)) say(`row ${index + 2}`, 'duplicate', 'this cell stands here twice');
      seen.add(cell);
    });
  };
  checkCells(parts.rows, 'population.csv', false);
  checkCells(parts.targets, 'targets.csv', true);
  const sayOfTargets = report('targets.csv');
  for (const indicator of new Set(parts.targets.map((row) => row.indicator))) {
    const rows = parts.targets.filter((row) => row.indicator === indicator);
    const total = rows.find((row) => axes.every((axis) => row[axis] === '*'));
    if (total === undefined) {
      sayOfTargets('', 'total-missing', `${indicator} has no row for everyone`);
      continue;
    }
    for (const axis of axes) {
      const margin = rows.filter((row) => axes.every((each) => (row[each] === '*') === (each !== axis)));
      const sum = margin.reduce((all, row) => all + row.teachers, 0);
      if (margin.length > 0 && sum !== total.teachers) {
        sayOfTargets('', 'total-mismatch', `${indicator} by ${axis} adds up to ${sum}, everyone together to ${total.teachers}`);
      }
    }
  }

  // ── mappings ──────────────────────────────────────────────────────────────────────────────────────────────────────────
  for (const [id, mapping] of Object.entries(parts.mappings)) {
    const say = report(`mappings/${id}.json`);
    fileName(`${id}.json`, id, mapping.id, say);
    const codes = [
      ['region', mapping.region?.values, known?.regions, 'region'],
      ['sector', mapping.sector?.values, known?.sectors, 'sector'],
      ['educationLevels', mapping.educationLevels?.values, known?.educationLevels, 'education-level'],
    ] as const;
    for (const [field, values, set, what] of codes) {
      for (const [raw, code] of Object.entries(values ?? {})) {
        if (code !== null) check(set, code, `/${field}/values/${escape(raw)}`, what, say);
      }
    }
  }
  return problems;
};

const axes = ['region', 'sector', 'educationLevel', 'gender', 'rurality'] as const;
