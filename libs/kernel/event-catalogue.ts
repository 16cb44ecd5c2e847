import { upcast, type EventDefinition } from './decider.js';

/** Every type of event the product can write or has ever written, by name. */
export class EventCatalogue {
  readonly #byType: ReadonlyMap<string, EventDefinition>;

  /** @throws RangeError when two definitions share a type or a version has no way up to the current one. */
  constructor(readonly definitions: readonly EventDefinition[]) {
    const byType = new Map<string, EventDefinition>();
    for (const definition of definitions) {
      if (byType.has(definition.type)) throw new RangeError(`${definition.type} is defined twice`);
      for (let version = 1; version < definition.version; version += 1) {
        if (!definition.upcasters?.[version]) throw new RangeError(`${definition.type} has no upcaster from version ${version}`);
      }
      byType.set(definition.type, definition);
    }
    this.#byType = byType;
  }

  get(type: string): EventDefinition | undefined {
    return this.#byType.get(type);
  }

  /** @throws RangeError for a type that is not in the catalogue. */
  require(type: string): EventDefinition {
    const definition = this.#byType.get(type);
    if (!definition) throw new RangeError(`${type} is no event of this release`);
    return definition;
  }

  /** Data as the current version writes it. @throws RangeError for an unknown type or a version newer than this release. */
  upcast(type: string, version: number, data: object): object {
    const definition = this.require(type);
    if (version > definition.version)
      throw new RangeError(`${type} was written as version ${version}, this release knows ${definition.version}`);
    return version === definition.version ? data : upcast(definition, version, data);
  }
}
