import { Inject, Injectable } from '@nestjs/common';
import { HTTP_SETTINGS, type HttpSettings } from '#libs/http';
import { everyPage, READ_STORE, type ReadStore } from '#libs/read-store';
import { LEVELS_AFTER, type LevelsAfterDocument } from '../projections/cohort.projection.js';
import type { Fact } from '../projections/cohort.js';
import { FACTS, GAPS, factId, type GapDocument } from '../projections/tallies.js';
import { recordLine, inResearch, researchColumns, researchRecord, studyCodes, type ResearchRecord } from '../research.js';
import { CohortReader } from './cohort-reader.js';

const PAGE = 500;

/** The pseudonymised records of a cycle for one study, page by page: however many there are, their codes and one page are in memory. */
@Injectable()
export class ResearchRecords {
  constructor(
    @Inject(READ_STORE) private readonly documents: ReadStore,
    @Inject(HTTP_SETTINGS) private readonly settings: HttpSettings,
    private readonly cohort: CohortReader,
  ) {}

  /**
   * Pieces of text; the first comes when the first page is read, so that what is wrong is said before anything is sent.
   * @throws Refusal cycle-unknown
   */
  async *text(tenant: string, cycle: string, study: string, format: 'csv' | 'ndjson'): AsyncGenerator<string> {
    if (format === 'ndjson') {
      for await (const records of this.#pages(tenant, cycle, study))
        yield records.map((record) => `${JSON.stringify(record)}\n`).join('');
      return;
    }
    const gaps = await this.cohort.gaps(tenant, cycle, 'educationLevel');
    const competencies = [...new Set(gaps.flatMap((tally) => Object.keys(tally.competencies)))].sort();
    const columns = researchColumns(competencies);
    // The head goes with the first page: a cycle that is not there is refused before.
    let head = recordLine(columns.map(({ name }) => name));
    for await (const records of this.#pages(tenant, cycle, study)) {
      yield head + records.map((record) => recordLine(columns.map((column) => column.of(record)))).join('');
      head = '';
    }
  }

  async *#pages(tenant: string, cycle: string, study: string): AsyncGenerator<readonly ResearchRecord[]> {
    const { head, regional } = await this.cohort.cycle(tenant, cycle);
    const codeOf = studyCodes(this.settings.digestSecretOf(tenant), study);
    const chosen = await this.#chosen(tenant, cycle, codeOf);
    for (let from = 0; from === 0 || from < chosen.length; from += PAGE) {
      const wanted = chosen.slice(from, from + PAGE).map(([, id]) => id);
      const found = (await this.documents.getMany(tenant, FACTS, wanted)) as unknown as (Fact | undefined)[];
      // Asked once more: whoever withdraws while this is written is in none of the pages to come.
      const facts = found.filter((fact) => fact !== undefined).filter(inResearch);
      // What a second pseudonym of a person rated counts for them.
      const ids = (fact: Fact) => [fact.teacher, ...(fact.merged ?? [])].map((teacher) => factId(cycle, teacher));
      const all = facts.flatMap(ids);
      const read = async <Document>(collection: string) => {
        const documents = (await this.documents.getMany(tenant, collection, all)) as unknown as (Document | undefined)[];
        return new Map(all.map((id, at) => [id, documents[at]]));
      };
      const [gaps, after] = await Promise.all([read<GapDocument>(GAPS), read<LevelsAfterDocument>(LEVELS_AFTER)]);
      const first = <Document>(of: ReadonlyMap<string, Document | undefined>, fact: Fact) =>
        ids(fact)
          .map((id) => of.get(id))
          .find((one) => one !== undefined);
      yield facts.map((fact) =>
        researchRecord(fact, {
          codeOf,
          regional,
          gaps: first(gaps, fact)?.gaps ?? {},
          after: first(after, fact)?.levels ?? {},
          simulated: head.simulated,
        }),
      );
    }
  }

  /** Who is in the study, in the order of its codes, which is nobody's order: that of the pseudonyms would let two studies be laid side by side. */
  async #chosen(tenant: string, cycle: string, codeOf: ReturnType<typeof studyCodes>) {
    const chosen: [code: string, id: string][] = [];
    for await (const page of everyPage(this.documents, tenant, FACTS, { filter: { cycle } }))
      for (const { document } of page) {
        const fact = document as unknown as Fact;
        if (inResearch(fact)) chosen.push([codeOf('person', fact.teacher), factId(cycle, fact.teacher)]);
      }
    return chosen.sort(([a], [b]) => (a < b ? -1 : 1));
  }
}
