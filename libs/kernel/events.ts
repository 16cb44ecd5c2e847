import { hash } from 'node:crypto';
import { canonicalJson, type JsonObject } from './canonical-json.js';
import type { StreamName } from './stream-name.js';

/** What a decider returns: a fact in the past tense. Personal fields are still in clear here, and nowhere later. */
export interface DomainEvent<Type extends string = string, Data extends object = object> {
  readonly type: Type;
  readonly data: Data;
}

export interface Actor {
  /** The pseudonym or the id of the token's holder; never a name. */
  readonly id: string;
  readonly role: string;
}

/** What the command's side knows about an event; serialised once, the same on every retry. */
export interface StableMetadata {
  readonly tenant: string;
  readonly cycle?: string;
  readonly actor: Actor;
  /** The pseudonym the event is about. */
  readonly subject?: string;
  /** RFC 3339, UTC, milliseconds: when it happened. */
  readonly occurredAt: string;
  readonly commandId: string;
  /** HMAC of the command's body: the same Idempotency-Key with another body is recognised without keeping the body. */
  readonly commandDigest?: string;
  readonly $correlationId: string;
  readonly $causationId: string;
  readonly schemaVersion: number;
}

export interface EventMetadata extends StableMetadata {
  /** RFC 3339, UTC, milliseconds: when it was stored. */
  readonly recordedAt: string;
  /** 64 hexadecimal digits; zeros before a stream's first event. */
  readonly previousHash: string;
  readonly hash: string;
}

/** Opaque, ordered within one country by plain string comparison; never inside a document. */
export type Position = string;

export interface Head {
  /** Revision of the stream's last event; the first event has 0. */
  readonly revision: number;
  readonly hash: string;
}

export const NO_HASH = '0'.repeat(64);

/** Of the text's UTF-8 bytes, lower-case hexadecimal. One-shot: three run for every event appended. */
export const sha256 = (value: string): string => hash('sha256', value, 'hex');

/**
 * Adds what only the writer knows to the stable metadata's canonical text, without parsing it. The two members stand next to each
 * other in canonical order, between `occurredAt` and `schemaVersion`, so that the result is canonical again.
 */
export const completeMetadata = (stable: string, recordedAt: string, previousHash: string): string => {
  // The last occurrence at the top level: no member that sorts behind `schemaVersion` can hold this text unescaped.
  const at = stable.lastIndexOf(',"schemaVersion":');
  if (at < 0) throw new RangeError('metadata without schemaVersion');
  return `${stable.slice(0, at)},"previousHash":"${previousHash}","recordedAt":${JSON.stringify(recordedAt)}${stable.slice(at)}`;
};

/**
 * One link of a stream's chain: SHA-256 over previous hash, stream, revision, id, type, SHA-256 of the data's bytes and SHA-256 of
 * the metadata's bytes without `hash`, separated by line feeds (no part can hold one). Lower-case hexadecimal.
 */
export const chainHash = (link: {
  previousHash: string;
  stream: StreamName;
  revision: number;
  id: string;
  type: string;
  data: string;
  metadata: string;
}): string =>
  sha256(
    `${link.previousHash}\n${link.stream}\n${link.revision}\n${link.id}\n${link.type}\n${sha256(link.data)}\n${sha256(link.metadata)}`,
  );

/** What an event looks like to whoever folds it. */
export interface FoldableEvent<Type extends string = string, Data extends object = object> {
  readonly type: Type;
  readonly data: Data;
  readonly stream: StreamName;
  readonly metadata: EventMetadata;
}

/** An event as it was stored. `data` and `metadata` are parsed on first use: who does not fold a type does not pay for it. */
export class RecordedEvent implements FoldableEvent {
  #data: JsonObject | undefined;
  #metadata: EventMetadata | undefined;
  #metadataText: string | (() => string);

  constructor(
    readonly id: string,
    readonly stream: StreamName,
    readonly revision: number,
    readonly position: Position,
    readonly type: string,
    /** The stored bytes of `data`, canonical JSON. */
    readonly dataText: string,
    metadataText: string | (() => string),
    readonly hash: string,
  ) {
    this.#metadataText = metadataText;
  }

  /** The stored bytes of `metadata` without `hash`, canonical JSON; an engine may make the text when it is first asked for. */
  get metadataText(): string {
    if (typeof this.#metadataText !== 'string') this.#metadataText = this.#metadataText();
    return this.#metadataText;
  }

  get data(): JsonObject {
    return (this.#data ??= JSON.parse(this.dataText) as JsonObject);
  }

  get metadata(): EventMetadata {
    if (this.#metadata) return this.#metadata;
    const metadata = JSON.parse(this.metadataText) as { hash: string } & EventMetadata;
    metadata.hash = this.hash;
    return (this.#metadata = metadata);
  }

  /** Whether the stored hash is the one that its own bytes give. */
  get intact(): boolean {
    return this.hash === chainHash({ ...this.link(), previousHash: this.metadata.previousHash });
  }

  private link() {
    return {
      stream: this.stream,
      revision: this.revision,
      id: this.id,
      type: this.type,
      data: this.dataText,
      metadata: this.metadataText,
    };
  }
}

/** Members of stable metadata in canonical order. */
const STABLE_MEMBERS = [
  '$causationId',
  '$correlationId',
  'actor',
  'commandDigest',
  'commandId',
  'cycle',
  'occurredAt',
  'schemaVersion',
  'subject',
  'tenant',
] as const satisfies readonly (keyof StableMetadata)[];
const STABLE: ReadonlySet<string> = new Set(STABLE_MEMBERS);

/** Canonical text of stable metadata; the kernel's own spelling of it, so that every writer agrees. */
export const stableMetadataText = (metadata: StableMetadata): string => {
  // With its members in order it is written in one piece; one that is not known here must not get lost.
  for (const key in metadata) if (!STABLE.has(key)) return canonicalJson(metadata);
  const inOrder: Record<string, unknown> = {};
  for (const member of STABLE_MEMBERS) inOrder[member] = metadata[member];
  return canonicalJson(inOrder);
};
