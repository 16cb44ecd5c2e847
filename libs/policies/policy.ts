import type { ICommand } from '@nestjs/cqrs';
import type { CommandContext, Streams } from '#libs/commanding';
import type { EventMetadata, Instant, StreamName } from '#libs/kernel';
import type { Document, ReadStore } from '#libs/read-store';

/** What a policy reacts to: an event as the current version writes it; personal fields stay sealed. */
export interface PolicyEvent<Data extends object = object> {
  readonly id: string;
  readonly type: string;
  readonly stream: StreamName;
  readonly revision: number;
  readonly data: Data;
  readonly metadata: EventMetadata;
}

/** Where references are read from: streams for what decides, views for what finds. */
export interface PolicySources {
  readonly tenant: string;
  /** The country's clock. */
  readonly at: Instant;
  readonly streams: Streams;
  readonly documents: ReadStore;
}

export interface PolicyCommand {
  /**
   * Names this command among those of its cause and stays the same on every try: the command's id is UUIDv5(cause, policy, step). The
   * stream it writes to must follow from the cause, or from references that do not change any more: a try after a crash has to meet
   * its own trace.
   */
  readonly step: string;
  /** The command for the bus, made with the identity and time that the runner gives it. */
  readonly command: (context: CommandContext) => ICommand;
}

/** How one type of event is answered. */
export interface Reaction {
  readonly references: (event: PolicyEvent<never>, sources: PolicySources) => Promise<unknown>;
  readonly react: (event: PolicyEvent<never>, references: never) => readonly PolicyCommand[];
}

/** Dates at which something falls due, kept by a projection. */
export interface DueDates {
  /** Collection of a view with a column `dueAt` (text, an instant): null or absent is never due. Its fold takes away what is done. */
  readonly collection: string;
  readonly react: (document: Document, id: string) => readonly PolicyCommand[];
}

/** A rule that answers what happened with commands, across streams: durable, and effectively once for every cause. */
export interface Policy {
  /** kebab-case; `waiting-lists-move`. Changing it makes another policy, which starts at the head. */
  readonly name: string;
  /** One sentence for whoever operates the country. */
  readonly says: string;
  /** Event type → reaction. */
  readonly on?: Readonly<Record<string, Reaction>>;
  readonly due?: DueDates;
  /** Views (by name) that must have folded the event before references are read. */
  readonly views?: readonly string[];
  /** Refusals that say that there is nothing left to do: the command is settled, and counted as such. Every other one is tried again. */
  readonly settledBy?: readonly string[];
}

/**
 * Defines a reaction: `react` is pure and gets what `references` has read. What the event alone decides needs no references.
 */
export const reaction = <Data extends object, References = undefined>(definition: {
  references?: (event: PolicyEvent<Data>, sources: PolicySources) => Promise<References>;
  react: (event: PolicyEvent<Data>, references: References) => readonly PolicyCommand[];
}): Reaction => ({
  references: definition.references ?? (() => Promise.resolve(undefined)),
  react: definition.react,
});
