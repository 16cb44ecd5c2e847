import type { EventCatalogue, EventMetadata, FoldableEvent, RecordedEvent, StreamName } from '#libs/kernel';
import { freezeDeep } from './seal.js';

/** An event that the code at hand cannot read: an unknown type, a version from the future, an upcaster that failed. */
export class EventUnreadable extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'EventUnreadable';
  }
}

const VERSION = ',"schemaVersion":';

/** The version stands near the end of the stored text; reading it there spares parsing metadata that no fold looks at. */
const schemaVersionOf = (event: RecordedEvent): number => {
  const at = event.metadataText.lastIndexOf(VERSION);
  const version = at < 0 ? NaN : Number.parseInt(event.metadataText.slice(at + VERSION.length, at + VERSION.length + 6), 10);
  return Number.isInteger(version) ? version : event.metadata.schemaVersion;
};

/**
 * An event for folds: data in its current shape. Parsed, brought up to date and frozen once for all projections, and only when the
 * first one looks: a fold that changed it would change it for the others, and for its own second run.
 */
export class ReadableEvent implements FoldableEvent<string, never> {
  readonly type: string;
  readonly stream: StreamName;
  #data: object | undefined;

  constructor(
    readonly recorded: RecordedEvent,
    private readonly catalogue: EventCatalogue,
  ) {
    this.type = recorded.type;
    this.stream = recorded.stream;
  }

  /** @throws EventUnreadable */
  get data(): never {
    return (this.#data ??= this.#read()) as never;
  }

  get metadata(): EventMetadata {
    const { metadata } = this.recorded;
    return Object.isFrozen(metadata) ? metadata : freezeDeep(metadata);
  }

  #read(): object {
    const version = schemaVersionOf(this.recorded);
    try {
      return freezeDeep(this.catalogue.upcast(this.type, version, this.recorded.data));
    } catch (cause) {
      const why = cause instanceof Error ? cause.message : String(cause);
      throw new EventUnreadable(`${this.type} of version ${version} cannot be read: ${why}`, { cause });
    }
  }
}
