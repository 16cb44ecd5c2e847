import { parentPort, workerData } from 'node:worker_threads';
import type { Fact } from '../../libs/contexts/evaluation/projections/cohort.js';
import {
  clusterTable,
  FACTS,
  factId,
  resultTable,
  TALLIES,
  tallySettlement,
  type TallyDocument,
} from '../../libs/contexts/evaluation/projections/tallies.js';
import { breakdown } from '../../libs/contexts/evaluation/queries/results.js';
import { resultTallies } from '../../libs/contexts/evaluation/queries/tallied.js';
import { formFor } from '../../libs/contexts/assessment/attempt.js';
import { scoreAnswers } from '../../libs/contexts/assessment/scoring.js';
import { cycleDesignOf, instrumentsOf, loadPack } from '../../libs/contexts/rollout/pack/index.js';
import type { Changes, View } from '#libs/projecting';
import type { JsonObject } from '#libs/kernel';
import { answersOf, modelPeople, modelTraining, type ModelPerson } from '#libs/simulation';

/** What a pilot would publish as its gain. */
export interface PublishedGain {
  readonly pairs: number;
  readonly mean: number;
  readonly low: number;
  readonly high: number;
}
/** The same people with courses that teach nothing, and with courses that do. */
export interface GainRun {
  readonly seed: string;
  readonly without: PublishedGain;
  readonly with: PublishedGain;
}
export interface GainRunsWanted {
  readonly packDirectory: string;
  readonly seeds: readonly string[];
}

const CYCLE = '2023';

/** Documents of one projection, in memory. */
const viewInMemory = () => {
  const collections = new Map<string, Map<string, object>>();
  const of = (name: string): Map<string, object> => {
    const known = collections.get(name) ?? new Map<string, object>();
    collections.set(name, known);
    return known;
  };
  const view: View = {
    get: <T extends object>(collection: string, id: string) => of(collection).get(id) as T | undefined,
    put: (collection, id, document) => void of(collection).set(id, document),
    delete: (collection, id) => void of(collection).delete(id),
  };
  return { view, documents: (collection: string) => [...of(collection).values()] };
};

/**
 * Pilots in memory: the simulation's plans and answers, then the product's scoring, its facts and tallies, and the interval as it is
 * published. What is left out is what carries them in a real run: requests, events, the log.
 */
export const gainRuns = async ({ packDirectory, seeds }: GainRunsWanted): Promise<readonly GainRun[]> => {
  const pack = await loadPack(packDirectory);
  const design = cycleDesignOf(pack, CYCLE);
  const versions = new Map(instrumentsOf(pack, CYCLE).map((one) => [`${one.instrument}@${one.version}`, one]));

  const scored = (person: ModelPerson, occasion: 'baseline' | 'final', effect: number) => {
    const { teacher } = person;
    const form = formFor(design, teacher.key, occasion);
    const version = versions.get(`${form.instrument}@${form.version}`);
    if (!version) throw new Error(`the pack has no ${form.instrument}`);
    const answers = answersOf(teacher, version, occasion, modelTraining(person, effect), version.keys);
    const { score } = scoreAnswers(version, answers).whole;
    return { attempt: `${teacher.key}/${occasion}`, scale: version.scale, score };
  };

  const publish = (facts: readonly Fact[]): PublishedGain => {
    const { view, documents } = viewInMemory();
    const added: Changes = new Map([
      [
        FACTS,
        new Map(
          facts.map((fact) => [factId(fact.cycle, fact.teacher), { before: undefined, after: fact as unknown as JsonObject }]),
        ),
      ],
    ]);
    tallySettlement.settle(added, view);
    const { scale = '' } = facts[0]?.results.test?.baseline ?? {};
    const tallies = documents(TALLIES) as TallyDocument[];
    const [result, clusters] = [resultTable('test', scale), clusterTable('test', scale)].map((table) =>
      tallies.filter((tally) => tally.table === table),
    );
    const { gain } = breakdown(
      { measure: 'test', scale, minimum: 0, maximum: 100 },
      resultTallies(result ?? [], clusters ?? [], ['all']),
      10,
    );
    if (!('mean' in gain) || gain.low === null || gain.high === null) throw new Error('this run has no gain');
    return { pairs: gain.nPairs, mean: gain.mean, low: gain.low, high: gain.high };
  };

  return seeds.map((seed) => {
    const paired = modelPeople({ seed }).filter(
      ({ teacher, outcome }) => teacher.decisions.takesBaselineTest && outcome?.takesFinalTest,
    );
    const baselines = paired.map((person) => scored(person, 'baseline', 0));
    const factsWith = (effect: number): Fact[] =>
      paired.map((person, at) => ({
        cycle: CYCLE,
        teacher: person.teacher.key,
        gender: person.teacher.gender,
        school: person.teacher.school.code,
        pinned: { registration: { school: person.teacher.school.code } },
        steps: [],
        purposes: ['programme-statistics', 'take-part'],
        results: { test: { baseline: baselines[at], final: scored(person, 'final', effect) } },
        coursesCompleted: 0,
      }));
    return { seed, without: publish(factsWith(0)), with: publish(factsWith(1)) };
  });
};

if (parentPort) parentPort.postMessage(await gainRuns(workerData as GainRunsWanted));
