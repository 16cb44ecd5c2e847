import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Streams, type CommandContext, type Executed } from '#libs/commanding';
import { KEY_STORE, KeyStoreError, type KeyStore } from '#libs/privacy';
import { countryDecider, countryStream, createCountry } from '../country.js';
import type { CountryCreated } from '../rollout.events.js';

/** A country begins: its vault first, then the event that names the vault. The command's tenant is the new country. */
export class CreateCountry extends Command<Executed> {
  constructor(
    readonly context: CommandContext,
    readonly facts: Omit<CountryCreated['data'], 'country' | 'vault'>,
    /** Only for simulated countries: keys and pseudonyms follow from it. Never stored. */
    readonly seed?: string,
  ) {
    super();
  }
}

@CommandHandler(CreateCountry)
export class CreateCountryHandler implements ICommandHandler<CreateCountry> {
  constructor(
    private readonly streams: Streams,
    @Inject(KEY_STORE) private readonly keys: KeyStore,
  ) {}

  async execute({ context, facts, seed }: CreateCountry): Promise<Executed> {
    const { tenant } = context;
    if (seed !== undefined && facts.origin !== 'simulated')
      throw new RangeError('only the vault of a simulated country may follow from a seed');
    const stream = countryStream(tenant);
    const data = { ...facts, country: tenant };
    const known = await this.streams.state(countryDecider, stream);
    // A command that the rules refuse leaves no vault behind.
    if (known.status === 'none') createCountry({ ...data, vault: '' }, known);
    const vault = known.facts?.vault ?? (await this.#vault(tenant, seed));
    return this.streams.execute(context, countryDecider, stream, (country) => createCountry({ ...data, vault }, country));
  }

  /** A vault that is there although the country is not was made by a try that died in between: it is taken. */
  async #vault(tenant: string, seed: string | undefined): Promise<string> {
    try {
      await this.keys.create(tenant, { seed });
    } catch (error) {
      if (!(error instanceof KeyStoreError) || error.code !== 'exists') throw error;
    }
    const fingerprint = await this.keys.fingerprint(tenant);
    if (fingerprint === undefined) throw new KeyStoreError('missing', `the vault of ${tenant} is not there after it was made`);
    return fingerprint;
  }
}
