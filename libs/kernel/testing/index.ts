import { Refusal } from '../refusal.js';
import type { Decider } from '../decider.js';
import type { DomainEvent, EventMetadata } from '../events.js';
import type { Instant } from '../clock.js';
import { NO_HASH } from '../events.js';

const metadataAt = (occurredAt: Instant): EventMetadata => ({
  tenant: 'cl',
  actor: { id: 'specification', role: 'operator' },
  occurredAt,
  recordedAt: occurredAt,
  commandId: '00000000-0000-5000-8000-000000000000',
  $correlationId: 'specification',
  $causationId: 'specification',
  schemaVersion: 1,
  previousHash: NO_HASH,
  hash: NO_HASH,
});

/**
 * Sentences for deciders: `given(facts).when((state) => decide(command, state)).then(facts)` or `.refuses('name')`.
 * `given` folds the facts into the state; each may carry its time as `[event, occurredAt]`.
 */
export const specification = <State, Event extends DomainEvent>(
  decider: Decider<State, Event>,
  at: Instant = '2023-05-10T12:00:00.000Z',
) => {
  const evolve = (state: State, event: Event): State => decider.evolve(state, { ...event, metadata: metadataAt(at) });
  return {
    given: (...facts: readonly Event[]) => {
      const state = facts.reduce(evolve, decider.initial);
      return {
        state,
        when: (decide: (state: State) => readonly Event[]) => ({
          /** The decision is exactly these facts. */
          then: (...expected: readonly Event[]) => expect(decide(state)).toEqual(expected),
          thenNothing: () => expect(decide(state)).toEqual([]),
          /** The decision's facts, for looser assertions. */
          events: () => decide(state),
          refuses: (code: string, details?: object) => {
            let refused: unknown;
            try {
              decide(state);
            } catch (error) {
              refused = error;
            }
            expect(refused).toBeInstanceOf(Refusal);
            expect((refused as Refusal).code).toBe(code);
            if (details) expect((refused as Refusal).details).toMatchObject(details);
          },
        }),
      };
    },
  };
};
