import type { DomainEvent, FoldableEvent } from './events.js';

/**
 * The pure heart of a stream: what it starts from and how each event changes it. Decisions are plain functions
 * `(command, state, references) => events` beside it; they refuse by name.
 */
export interface Decider<State, Event extends DomainEvent = DomainEvent> {
  readonly category: string;
  readonly initial: State;
  evolve(state: State, event: Event & Pick<FoldableEvent, 'metadata'>): State;
}

/** How one type of event is stored: its current version, the fields that are personal, and how older versions become the current. */
export interface EventDefinition {
  readonly type: string;
  readonly version: number;
  /** What the event says, one sentence, for docs/events.md. */
  readonly says: string;
  /** Top-level fields of `data` that are encrypted with the subject's key before they are stored. */
  readonly personal?: readonly string[];
  /** `upcasters[n]` turns data of version n into version n + 1. */
  readonly upcasters?: Readonly<Record<number, (data: never) => object>>;
}

/** Data as the current version writes it, whatever version it was stored as. */
export const upcast = (definition: EventDefinition, version: number, data: object): object => {
  let current = data;
  for (let at = version; at < definition.version; at += 1) {
    const step = definition.upcasters?.[at];
    if (!step) throw new RangeError(`${definition.type} has no upcaster from version ${at}`);
    current = step(current as never);
  }
  return current;
};
