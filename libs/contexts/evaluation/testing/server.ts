import { Global, Module, type INestApplication } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_INTERCEPTOR } from '@nestjs/core';
import { CqrsModule } from '@nestjs/cqrs';
import { Test } from '@nestjs/testing';
import { Streams } from '#libs/commanding';
import { assessmentRefusals } from '#libs/contexts/assessment';
import {
  AUTHENTICATOR,
  AccessGuard,
  HTTP_SETTINGS,
  ProblemFilter,
  READ_FENCE,
  ReadsInterceptor,
  RefusalMessages,
  UNFORESEEN,
  httpRefusals,
  requestValidation,
  type Authenticator,
  type ReadFence,
  type Unforeseen,
} from '#libs/http';
import { READ_STORE, type ReadStore } from '#libs/read-store';
import { CHANGES, type Changes } from '../changes.js';
import { EvaluationModule } from '../evaluation.module.js';
import { evaluationRefusals } from '../evaluation.refusals.js';

export interface ServedEvaluation {
  readonly documents: ReadStore;
  /** What a bearer token says. */
  readonly bearer: Authenticator['bearer'];
  readonly knows: (tenant: string) => boolean;
  readonly fence: ReadFence;
  readonly changes: Changes;
  readonly unforeseen: (error: unknown) => void;
}

/** The routes of this context behind the guard, the filter and the interceptor of the product, listening on a free port. */
export const serveEvaluation = async (served: ServedEvaluation): Promise<INestApplication> => {
  const bound = [
    { provide: READ_STORE, useValue: served.documents },
    // Nothing is written here.
    { provide: Streams, useValue: {} },
    { provide: AUTHENTICATOR, useValue: { bearer: served.bearer, session: () => Promise.resolve(undefined) } },
    {
      provide: HTTP_SETTINGS,
      useValue: {
        digestSecretOf: () => Buffer.from('s'),
        now: () => 0,
        knows: served.knows,
        epoch: () => 1,
        simulated: () => false,
        timeZoneOf: () => 'America/Santiago',
      },
    },
    { provide: READ_FENCE, useValue: served.fence },
    { provide: CHANGES, useValue: served.changes },
    { provide: UNFORESEEN, useValue: ({ error }: Unforeseen) => served.unforeseen(error) },
    {
      provide: RefusalMessages,
      useValue: new RefusalMessages([
        httpRefusals,
        evaluationRefusals,
        assessmentRefusals,
        { 'cycle-unknown': { status: 404, title: { en: 'No', es: 'No' }, action: { en: 'No', es: 'No' } } },
      ]),
    },
  ];
  @Global()
  @Module({ providers: bound, exports: bound })
  class Platform {}

  const module = await Test.createTestingModule({
    imports: [CqrsModule.forRoot(), Platform, EvaluationModule],
    providers: [
      { provide: APP_GUARD, useClass: AccessGuard },
      { provide: APP_FILTER, useClass: ProblemFilter },
      { provide: APP_INTERCEPTOR, useClass: ReadsInterceptor },
    ],
  }).compile();
  const app = module.createNestApplication({ logger: false });
  app.useGlobalPipes(requestValidation());
  await app.listen(0, '127.0.0.1');
  return app;
};
