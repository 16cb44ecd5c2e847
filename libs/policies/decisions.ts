import {
  refuse,
  streamName,
  type Decider,
  type DomainEvent,
  type EventDefinition,
  type Instant,
  type RefusalCatalogue,
} from '#libs/kernel';

/** From where a policy reads: `head` reacts to what comes next, `beginning` to everything, an instant to what was recorded after it. */
export type StartFrom = string;

export type PolicyStarted = DomainEvent<'PolicyStarted', { policy: string; from: StartFrom; reason?: string }>;
export type PolicyPaused = DomainEvent<'PolicyPaused', { policy: string; reason: string }>;
export type PolicyResumed = DomainEvent<'PolicyResumed', { policy: string; reason: string }>;
/** `cause`: the event's id, or the name of what fell due. */
export type PolicyCommandSkipped = DomainEvent<'PolicyCommandSkipped', { policy: string; cause: string; reason: string }>;
export type PolicyDecisionEvent = PolicyStarted | PolicyPaused | PolicyResumed | PolicyCommandSkipped;

export const policyEventDefinitions: readonly EventDefinition[] = [
  {
    type: 'PolicyStarted',
    version: 1,
    says: 'A policy began to react in this country, or was given a new start by an operator.',
  },
  { type: 'PolicyPaused', version: 1, says: 'An operator stopped a policy, for a stated reason.' },
  { type: 'PolicyResumed', version: 1, says: 'An operator let a policy go on.' },
  {
    type: 'PolicyCommandSkipped',
    version: 1,
    says: 'An operator gave up a command that a policy could not get carried out, for a stated reason.',
  },
];

/** What has been decided about a policy in a country. */
export interface PolicyDecisions {
  /** The policy has run here: from now on a missing checkpoint is a loss, not a beginning. */
  readonly known: boolean;
  /** What fell due before is left alone; `undefined`: nothing is. */
  readonly dueAfter?: Instant;
  readonly paused?: string;
  readonly skipped: ReadonlySet<string>;
}

export const policyDecider: Decider<PolicyDecisions, PolicyDecisionEvent> = {
  category: 'policy',
  initial: { known: false, skipped: new Set() },
  evolve: (decisions, event) => {
    switch (event.type) {
      case 'PolicyStarted': {
        const { from } = event.data;
        const dueAfter = from === 'head' ? event.metadata.occurredAt : from === 'beginning' ? undefined : from;
        return { known: true, dueAfter, skipped: decisions.skipped };
      }
      case 'PolicyPaused':
        return { ...decisions, paused: event.data.reason };
      case 'PolicyResumed':
        return { ...decisions, paused: undefined };
      case 'PolicyCommandSkipped':
        return { ...decisions, skipped: new Set(decisions.skipped).add(event.data.cause) };
    }
  },
};

export const policyStream = (tenant: string, policy: string) => streamName({ tenant, category: 'policy', id: policy });

export const pausePolicy = (command: PolicyPaused['data'], decisions: PolicyDecisions): PolicyDecisionEvent[] => {
  if (decisions.paused !== undefined) refuse('policy-paused-already', { policy: command.policy });
  return [{ type: 'PolicyPaused', data: command }];
};

export const resumePolicy = (command: PolicyResumed['data'], decisions: PolicyDecisions): PolicyDecisionEvent[] => {
  if (decisions.paused === undefined) refuse('policy-not-paused', { policy: command.policy });
  return [{ type: 'PolicyResumed', data: command }];
};

export const policyRefusals = {
  'policy-unknown': {
    status: 404,
    title: { en: 'There is no policy "{{policy}}".', es: 'No existe la política "{{policy}}".' },
    action: { en: 'GET /v1/{country}/policies lists them.', es: 'GET /v1/{país}/policies las enumera.' },
  },
  'policy-paused-already': {
    status: 409,
    title: { en: 'The policy {{policy}} is paused already.', es: 'La política {{policy}} ya está en pausa.' },
    action: { en: 'Resume it to let it go on.', es: 'Reanúdela para que continúe.' },
  },
  'policy-not-paused': {
    status: 409,
    title: { en: 'The policy {{policy}} is not paused.', es: 'La política {{policy}} no está en pausa.' },
    action: {
      en: 'Look at its status: a stopped policy needs a start, a failing command a retry.',
      es: 'Mire su estado: una política detenida necesita un inicio; una orden que falla, un reintento.',
    },
  },
  'policy-runs': {
    status: 409,
    title: { en: 'The policy {{policy}} knows where it is.', es: 'La política {{policy}} sabe dónde va.' },
    action: {
      en: 'Only a policy that lost its place needs a start named. Pause it first to move it all the same.',
      es: 'Solo una política que perdió su lugar necesita un inicio. Para moverla de todos modos, páusela primero.',
    },
  },
  'policy-start-unreadable': {
    status: 422,
    title: { en: '"{{from}}" is no place to start from.', es: '"{{from}}" no es un lugar de inicio.' },
    action: {
      en: 'Say head, beginning, or an instant in UTC such as 2023-05-08T13:00:00.000Z.',
      es: 'Indique head, beginning o un instante en UTC como 2023-05-08T13:00:00.000Z.',
    },
  },
  'policy-cause-unknown': {
    status: 404,
    title: {
      en: 'The policy {{policy}} has no failing command {{cause}}.',
      es: 'La política {{policy}} no tiene una orden fallida {{cause}}.',
    },
    action: {
      en: 'Its status lists what is waiting; it may have been carried out meanwhile.',
      es: 'Su estado enumera lo pendiente; puede haberse ejecutado entretanto.',
    },
  },
} as const satisfies RefusalCatalogue;
