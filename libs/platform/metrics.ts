import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';

/** What a lag gauge is filled from when it is scraped. */
export interface ProjectionFigures {
  readonly tenant: string;
  readonly projection: string;
  readonly state: string;
  readonly lagEvents: number;
  readonly lagSeconds: number;
  readonly parkedStreams: number;
}

/** What the gauges of a policy are filled from. */
export interface PolicyFigures {
  readonly tenant: string;
  readonly policy: string;
  readonly running: boolean;
  readonly lagEvents: number;
  readonly pending: number;
}

/** The product's Prometheus metrics. Labels are countries, routes and names of views: nothing about persons. */
export class Metrics {
  readonly registry = new Registry();
  readonly appends: Counter;
  readonly appendSeconds: Histogram;
  readonly refusals: Counter;
  readonly requestSeconds: Histogram;
  readonly unforeseen: Counter;
  readonly policyCommands: Counter;

  constructor(figures: () => readonly ProjectionFigures[], policies: () => readonly PolicyFigures[]) {
    const registers = [this.registry];
    collectDefaultMetrics({ register: this.registry });
    this.appends = new Counter({
      name: 'cordillera_events_appended_total',
      help: 'Events written to the log.',
      labelNames: ['country'],
      registers,
    });
    this.appendSeconds = new Histogram({
      name: 'cordillera_append_seconds',
      help: 'From handing an append to the store to its durable answer.',
      labelNames: ['country', 'outcome'],
      buckets: [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1],
      registers,
    });
    this.refusals = new Counter({
      name: 'cordillera_refusals_total',
      help: 'Answers with a named problem.',
      labelNames: ['problem'],
      registers,
    });
    this.unforeseen = new Counter({ name: 'cordillera_unforeseen_errors_total', help: 'Errors nobody foresaw.', registers });
    this.requestSeconds = new Histogram({
      name: 'cordillera_http_request_seconds',
      help: 'Duration of HTTP requests.',
      labelNames: ['method', 'route', 'status'],
      buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5],
      registers,
    });
    this.policyCommands = new Counter({
      name: 'cordillera_policy_commands_total',
      help: 'Commands of policies: carried out, settled because nothing was left to do, failed (and tried again).',
      labelNames: ['policy', 'outcome'],
      registers,
    });
    const policyGauge = (name: string, help: string, value: (one: PolicyFigures) => number) => {
      const made: Gauge = new Gauge({
        name,
        help,
        labelNames: ['country', 'policy'],
        registers,
        collect: () => {
          made.reset();
          for (const one of policies()) made.set({ country: one.tenant, policy: one.policy }, value(one));
        },
      });
    };
    policyGauge('cordillera_policy_pending_causes', 'Causes whose commands failed and are tried again.', (one) => one.pending);
    policyGauge('cordillera_policy_lag_events', 'Events a policy has still to look at.', (one) => one.lagEvents);
    policyGauge('cordillera_policy_running', '1 while a policy runs, 0 in every other state.', (one) => (one.running ? 1 : 0));
    const gauge = (name: string, help: string, value: (one: ProjectionFigures) => number) => {
      const made: Gauge = new Gauge({
        name,
        help,
        labelNames: ['country', 'view'],
        registers,
        collect: () => {
          made.reset();
          for (const one of figures()) made.set({ country: one.tenant, view: one.projection }, value(one));
        },
      });
    };
    gauge('cordillera_projection_lag_events', 'Events a view has still to fold.', (one) => one.lagEvents);
    gauge('cordillera_projection_lag_seconds', 'How far behind the log a view is.', (one) => one.lagSeconds);
    gauge('cordillera_projection_parked_streams', 'Streams a view could not fold and holds back.', (one) => one.parkedStreams);
    gauge('cordillera_projection_live', '1 while a view is live, 0 in every other state.', (one) =>
      one.state === 'live' ? 1 : 0,
    );
  }
}
