import type { Actor, EventCatalogue, EventMetadata, FoldableEvent, RecordedEvent, StreamName } from '#libs/kernel';
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
 * Metadata for folds. Most look at an instant, a cycle or a country and at nothing else: those are taken out of the stored text, which is
 * canonical, so that between quotes of its own no text can look like a member. Anything else parses it.
 */
class ReadableMetadata implements EventMetadata {
  readonly #recorded: RecordedEvent;

  constructor(recorded: RecordedEvent) {
    this.#recorded = recorded;
  }

  get occurredAt(): string {
    return this.#text(',"occurredAt":"') ?? this.#parsed.occurredAt;
  }
  get recordedAt(): string {
    return this.#text(',"recordedAt":"') ?? this.#parsed.recordedAt;
  }
  get tenant(): string {
    return this.#text(',"tenant":"') ?? this.#parsed.tenant;
  }
  get cycle(): string {
    return (this.#text(',"cycle":"') ?? this.#parsed.cycle) as string;
  }
  get subject(): string {
    return (this.#text(',"subject":"') ?? this.#parsed.subject) as string;
  }
  get actor(): Actor {
    return freezeDeep(this.#parsed.actor);
  }
  get commandId(): string {
    return this.#parsed.commandId;
  }
  get commandDigest(): string {
    return this.#parsed.commandDigest as string;
  }
  get $correlationId(): string {
    return this.#parsed.$correlationId;
  }
  get $causationId(): string {
    return this.#parsed.$causationId;
  }
  get schemaVersion(): number {
    return this.#parsed.schemaVersion;
  }
  get previousHash(): string {
    return this.#parsed.previousHash;
  }
  get hash(): string {
    return this.#recorded.hash;
  }

  get #parsed(): EventMetadata {
    return this.#recorded.metadata;
  }

  /** A text member behind the first one; `undefined` where there is none, or one that is spelled with escapes. */
  #text(member: string): string | undefined {
    const text = this.#recorded.metadataText;
    const at = text.indexOf(member);
    if (at < 0) return undefined;
    const from = at + member.length;
    const value = text.slice(from - 1, text.indexOf('"', from) + 1);
    // Parsed it is a text of its own; the slice alone would keep all of the metadata in memory as long as a document holds it.
    return value.includes('\\') ? undefined : (JSON.parse(value) as string);
  }
}

/**
 * An event for folds: data in its current shape. Parsed, brought up to date and frozen once for all projections, and only when the
 * first one looks: a fold that changed it would change it for the others, and for its own second run.
 */
export class ReadableEvent implements FoldableEvent<string, never> {
  readonly type: string;
  readonly stream: StreamName;
  #data: object | undefined;
  #metadata: EventMetadata | undefined;

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
    return (this.#metadata ??= new ReadableMetadata(this.recorded));
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
