import {
  NO_HASH,
  type Actor,
  type EventCatalogue,
  type EventMetadata,
  type FoldableEvent,
  type RecordedEvent,
  type StreamName,
  withoutMembers,
} from '#libs/kernel';
import { freezeDeep } from './seal.js';

/** An event that the code at hand cannot read: an unknown type, a version from the future, an upcaster that failed. */
export class EventUnreadable extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'EventUnreadable';
  }
}

const VERSION = ',"schemaVersion":';
/** Where a member's name begins, before the text of the version; the members between have one length: see `completeMetadata`. */
const RECORDED = { name: ',"recordedAt":"', before: ',"recordedAt":"2023-03-20T14:30:07.000Z"'.length };
const OCCURRED = {
  name: ',"occurredAt":"',
  before: ',"occurredAt":"2023-03-20T14:30:07.000Z","previousHash":""'.length + NO_HASH.length + RECORDED.before,
};

const CYCLE = ',"cycle":"';
/** The quote begins no label, so that this is none's. */
let lastCycle = { label: '', quoted: '""' };

/** The version stands near the end of the stored text; reading it there spares parsing metadata that no fold looks at. */
const schemaVersionOf = (event: RecordedEvent, at: number): number => {
  const version = at < 0 ? NaN : Number.parseInt(event.metadataText.slice(at + VERSION.length, at + VERSION.length + 6), 10);
  return Number.isInteger(version) ? version : event.metadata.schemaVersion;
};

/**
 * Metadata for folds. Most look at an instant, a cycle or a country and at nothing else: those are taken out of the stored text, which is
 * canonical, so that between quotes of its own no text can look like a member. Anything else parses it.
 */
class ReadableMetadata implements EventMetadata {
  readonly #recorded: RecordedEvent;
  readonly #versionAt: number;

  /** @param versionAt where `VERSION` stands in the stored text, or less than 0 */
  constructor(recorded: RecordedEvent, versionAt: number) {
    this.#recorded = recorded;
    this.#versionAt = versionAt;
  }

  get occurredAt(): string {
    return this.#text(OCCURRED.name, this.#versionAt - OCCURRED.before) ?? this.#parsed.occurredAt;
  }
  get recordedAt(): string {
    return this.#text(RECORDED.name, this.#versionAt - RECORDED.before) ?? this.#parsed.recordedAt;
  }
  get tenant(): string {
    return this.#text(',"tenant":"') ?? this.#parsed.tenant;
  }
  get cycle(): string {
    const text = this.#recorded.metadataText;
    const at = text.indexOf(CYCLE);
    // Most events are of the cycle that the last one was of.
    if (at >= 0 && text.startsWith(lastCycle.quoted, at + CYCLE.length)) return lastCycle.label;
    const label = this.#text(CYCLE, at);
    if (label === undefined) return this.#parsed.cycle as string;
    lastCycle = { label, quoted: `${label}"` };
    return label;
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

  /**
   * A text member behind the first one; `undefined` where there is none, or one that is spelled with escapes.
   * @param expected where it should stand; it is looked for where it does not
   */
  #text(member: string, expected = -1): string | undefined {
    const text = this.#recorded.metadataText;
    const at = expected > 0 && text.startsWith(member, expected) ? expected : text.indexOf(member);
    if (at < 0) return undefined;
    const from = at + member.length;
    const value = text.slice(from - 1, text.indexOf('"', from) + 1);
    // Parsed it is a text of its own; the slice alone would keep all of the metadata in memory as long as a document holds it.
    return value.includes('\\') ? undefined : (JSON.parse(value) as string);
  }
}

/** How a type of event is read. */
export interface TypeReading {
  /** The type's name, the same text for all its events: those that are looked up by it are found at once. */
  readonly type: string;
  /** Members of the data that nobody looks at. */
  readonly without: ReadonlySet<string>;
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
  #versionAt: number | undefined;

  constructor(
    readonly recorded: RecordedEvent,
    private readonly catalogue: EventCatalogue,
    private readonly reading?: TypeReading,
  ) {
    this.type = reading?.type ?? recorded.type;
    this.stream = recorded.stream;
  }

  /** @throws EventUnreadable */
  get data(): never {
    return (this.#data ??= this.#read()) as never;
  }

  get metadata(): EventMetadata {
    return (this.#metadata ??= new ReadableMetadata(this.recorded, this.#version));
  }

  get #version(): number {
    return (this.#versionAt ??= this.recorded.metadataText.lastIndexOf(VERSION));
  }

  #read(): object {
    const version = schemaVersionOf(this.recorded, this.#version);
    try {
      return freezeDeep(this.#ofCurrentShape(version) ?? this.catalogue.upcast(this.type, version, this.recorded.data));
    } catch (cause) {
      const why = cause instanceof Error ? cause.message : String(cause);
      throw new EventUnreadable(`${this.type} of version ${version} cannot be read: ${why}`, { cause });
    }
  }

  /** Without what nobody looks at; `undefined` where all of it is needed, to bring it up to date too. */
  #ofCurrentShape(version: number): object | undefined {
    const without = this.reading?.without;
    if (without === undefined || without.size === 0 || this.catalogue.get(this.type)?.version !== version) return undefined;
    return JSON.parse(withoutMembers(this.recorded.dataText, without)) as object;
  }
}
