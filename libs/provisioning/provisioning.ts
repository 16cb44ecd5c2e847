import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Inject, Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { Streams, type CommandContext, type Executed } from '#libs/commanding';
import { PublishInstrument } from '#libs/contexts/assessment';
import { AdoptCrosswalk, AdoptFramework } from '#libs/contexts/frameworks';
import { OpenOffering, RegisterCourse, type OfferingDocument } from '#libs/contexts/learning';
import {
  ApplyPack,
  CreateCountry,
  DefineSchoolMapping,
  PlanCycle,
  countryDecider,
  countryFactsOf,
  countryStream,
  momentShifted,
  RecordPopulation,
  RepeatCycle,
  SetCycleTerms,
  type CountryCreated,
  type RepeatCycleRequest,
} from '#libs/contexts/rollout';
import {
  coursesOf,
  cycleDesignOf,
  cycleIn,
  cycleTermsOf,
  instrumentsOf,
  loadPack,
  packAppliedOf,
  PackError,
  populationOf,
  type Pack,
} from '#libs/contexts/rollout/pack';
import { createdIdOf, refuse } from '#libs/kernel';
import { findEvery, READ_STORE, type ReadStore } from '#libs/read-store';

/** Folder of the packs. */
export const PACKS_DIRECTORY = Symbol('folder of the packs');

/** What a new country begins with: a pack, or nothing but a name and a time zone. */
export interface NewCountry {
  readonly origin: CountryCreated['data']['origin'];
  readonly pack?: string;
  readonly name?: Readonly<Record<string, string>>;
  readonly timeZone?: string;
  readonly languages?: readonly string[];
  /** Only with `origin: simulated`. */
  readonly seed?: string;
}

/** A part of a command that takes several: its own id, so that the whole can be repeated and goes on where it stopped. */
const step = (context: CommandContext, name: string): CommandContext => ({
  ...context,
  commandId: createdIdOf(context.commandId, name),
  causationId: context.commandId,
  ifMatch: undefined,
});

const BARE_THRESHOLD = 10;

/**
 * Stands up countries and cycles from packs: the one place that speaks to several contexts. Every step is a command of its context
 * and changes nothing when it was carried out before.
 */
@Injectable()
export class Provisioning {
  readonly #loaded = new Map<string, Promise<Pack>>();

  constructor(
    private readonly commands: CommandBus,
    private readonly streams: Streams,
    @Inject(PACKS_DIRECTORY) private readonly directory: string,
    @Inject(READ_STORE) private readonly documents: ReadStore,
  ) {}

  async packs(): Promise<readonly string[]> {
    const entries = await readdir(this.directory, { withFileTypes: true });
    // A folder without a country file holds parts for others: frameworks, mappings.
    const isPack = (name: string) => existsSync(join(this.directory, name, 'country.json'));
    return entries
      .filter((entry) => entry.isDirectory() && isPack(entry.name))
      .map((entry) => entry.name)
      .sort();
  }

  /** The context's tenant is the new country. @throws Refusal country-exists, pack-unknown, pack-unusable */
  async createCountry(context: CommandContext, country: NewCountry): Promise<Executed> {
    if (country.seed !== undefined && country.origin !== 'simulated') refuse('seed-for-simulated-only', {}, '/seed');
    const pack = country.pack === undefined ? undefined : await this.pack(country.pack);
    const created = await this.commands.execute(
      new CreateCountry(
        context,
        {
          name: pack?.country.name ?? country.name ?? { en: context.tenant, es: context.tenant },
          origin: country.origin,
          timeZone: pack?.country.timeZone ?? country.timeZone ?? 'UTC',
          languages: pack?.country.languages ?? country.languages ?? ['en', 'es'],
          suppressionThreshold: pack?.country.suppressionThreshold ?? BARE_THRESHOLD,
        },
        country.seed,
      ),
    );
    if (!pack) return created;
    return this.#applyPack(context, pack, created);
  }

  /** Frameworks, codes and mappings of a pack become the country's own. */
  async #applyPack(context: CommandContext, pack: Pack, created: Executed): Promise<Executed> {
    await this.commands.execute(new ApplyPack(step(context, 'pack'), packAppliedOf(pack)));
    let last = await this.commands.execute(new RecordPopulation(step(context, 'population'), populationOf(pack)));
    for (const framework of Object.values(pack.frameworks)) {
      last = await this.commands.execute(new AdoptFramework(step(context, `framework ${framework.id}`), framework));
    }
    for (const crosswalk of Object.values(pack.crosswalks)) {
      last = await this.commands.execute(new AdoptCrosswalk(step(context, `crosswalk ${crosswalk.id}`), crosswalk));
    }
    for (const [name, mapping] of Object.entries(pack.mappings)) {
      last = await this.commands.execute(new DefineSchoolMapping(step(context, `mapping ${name}`), mapping.id, mapping));
    }
    return { ...created, position: last.position ?? created.position };
  }

  /** Plans a cycle as the pack designs it: instruments published, courses in the catalogue and on offer. */
  async planCycle(context: CommandContext, packName: string, cycle: string): Promise<Executed> {
    const pack = await this.pack(packName);
    if (!Object.hasOwn(pack.cycles, cycle))
      refuse('pack-without-cycle', { pack: packName, cycle, cycles: Object.keys(pack.cycles) });
    for (const instrument of instrumentsOf(pack, cycle)) {
      await this.commands.execute(new PublishInstrument(step(context, `instrument ${instrument.instrument}`), instrument));
    }
    const planned = await this.commands.execute(
      new PlanCycle(context, cycle, cycleIn(pack, cycle).title, cycleDesignOf(pack, cycle)),
    );
    await this.commands.execute(new SetCycleTerms(step(context, 'terms'), cycle, cycleTermsOf(pack, cycle)));
    const { courses, offerings } = coursesOf(pack, cycle);
    let last = planned;
    for (const course of courses) {
      last = await this.commands.execute(new RegisterCourse(step(context, `course ${course.course}`), course));
    }
    for (const offering of offerings) {
      last = await this.commands.execute(new OpenOffering(step(context, `offering ${offering.offering}`), cycle, offering));
    }
    return { ...planned, position: last.position ?? planned.position };
  }

  /**
   * A cycle repeats an earlier one: planned with shifted windows, and what was on offer is offered again on the shifted days. The catalogue
   * of courses is the country's and stays.
   */
  async repeatCycle(
    context: CommandContext,
    from: string,
    asked: RepeatCycleRequest,
  ): Promise<{ executed: Executed; offerings: number }> {
    const executed = await this.commands.execute(new RepeatCycle(context, from, asked));
    const { timeZone } = countryFactsOf(await this.streams.state(countryDecider, countryStream(context.tenant)));
    const years = asked.years ?? 1;
    const shifted = (at: string) => momentShifted(at, years, timeZone);
    let position = executed.position;
    let offerings = 0;
    for (const one of await findEvery<OfferingDocument>(this.documents, context.tenant, 'offerings', {
      filter: { cycle: from },
    })) {
      const { offering, course, modality, starts, ends, region, enrolment, seats, allocation } = one;
      const again = {
        ...{ offering, course, modality, region, seats, allocation },
        starts: shifted(starts),
        ends: shifted(ends),
        ...(enrolment ? { enrolment: { opens: shifted(enrolment.opens), closes: shifted(enrolment.closes) } } : {}),
      };
      const opened = await this.commands.execute(new OpenOffering(step(context, `offering ${offering}`), asked.as, again));
      position = opened.position ?? position;
      offerings += 1;
    }
    return { executed: { ...executed, position }, offerings };
  }

  /** @throws Refusal pack-unknown | pack-unusable */
  async pack(name: string): Promise<Pack> {
    if (!(await this.packs()).includes(name)) refuse('pack-unknown', { pack: name, packs: [...(await this.packs())] });
    let loading = this.#loaded.get(name);
    if (!loading) {
      loading = loadPack(join(this.directory, name));
      this.#loaded.set(name, loading);
    }
    try {
      return await loading;
    } catch (error) {
      // A pack that is mended is read anew.
      this.#loaded.delete(name);
      if (!(error instanceof PackError)) throw error;
      const problems = error.problems.slice(0, 20).map(({ file, at, message }) => `${file} ${at}: ${message}`);
      return refuse('pack-unusable', { pack: name, problems });
    }
  }
}
