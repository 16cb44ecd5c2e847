import { Module, type DynamicModule, type Type } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_INTERCEPTOR, APP_PIPE } from '@nestjs/core';
import { CqrsModule } from '@nestjs/cqrs';
import { TerminusModule } from '@nestjs/terminus';
import { accessRefusals } from '#libs/access';
import { commandRefusals, Streams } from '#libs/commanding';
import { AssessmentModule, assessmentRefusals } from '#libs/contexts/assessment';
import {
  CHANGES,
  EvaluationModule,
  evaluationRefusals,
  VIEW_STATUS,
  type Changes,
  type ViewStatusSource,
} from '#libs/contexts/evaluation';
import { FrameworksModule, frameworksRefusals } from '#libs/contexts/frameworks';
import {
  GovernanceModule,
  governanceRefusals,
  PERSONAL_COLLECTIONS,
  READS_OF_PEOPLE,
  type ReadOfMe,
  type ReadsOfPeople,
} from '#libs/contexts/governance';
import { LearningModule, learningRefusals } from '#libs/contexts/learning';
import {
  IDENTITY_READ_LOG,
  RolloutModule,
  rolloutRefusals,
  SIGN_IN_CODES,
  type CodeIssuer,
  type IdentityReadLog,
} from '#libs/contexts/rollout';
import { EVENT_STORE } from '#libs/event-store';
import {
  AccessGuard,
  AUTHENTICATOR,
  HTTP_SETTINGS,
  httpRefusals,
  ProblemFilter,
  READ_FENCE,
  ReadsInterceptor,
  RefusalMessages,
  requestValidation,
  TagsInterceptor,
  UNFORESEEN,
  WrittenInterceptor,
  type Unforeseen,
} from '#libs/http';
import { DESK, INSTALLATION, personalCollections, platformRefusals, type Installation } from '#libs/platform';
import { policyRefusals } from '#libs/policies';
import { KEY_STORE } from '#libs/privacy';
import { PACKS_DIRECTORY, Provisioning, provisioningRefusals } from '#libs/provisioning';
import { READ_STORE } from '#libs/read-store';
import { CountriesController } from './countries.controller.js';
import { HealthController } from './health.controller.js';
import { OperationsController } from './operations.controller.js';
import { PoliciesController } from './policies.controller.js';
import { SessionController } from './session.controller.js';

/** Every refusal the server can answer with. */
export const refusalCatalogues = [
  httpRefusals,
  commandRefusals,
  accessRefusals,
  platformRefusals,
  policyRefusals,
  provisioningRefusals,
  rolloutRefusals,
  frameworksRefusals,
  assessmentRefusals,
  learningRefusals,
  evaluationRefusals,
  governanceRefusals,
] as const;

/** What the platform gives to everybody. */
@Module({})
export class PlatformModule {
  static of(installation: Installation, packsDirectory: string): DynamicModule {
    const value = <T>(provide: unknown, useValue: T) => ({ provide: provide as symbol, useValue });
    const unforeseen = ({ errorId, error, request }: Unforeseen): void => {
      installation.metrics.unforeseen.inc();
      installation.logger.error(
        { errorId, err: error, method: request.method, route: request.route as unknown, correlationId: request.correlationId },
        'an error nobody foresaw',
      );
    };
    const codes: CodeIssuer = {
      issue: (tenant, holders, expiresAt) =>
        installation.desk.issueCodes(
          tenant,
          holders.map(({ role, teacher }) => ({ role, teacher, subject: teacher })),
          expiresAt,
        ),
    };
    const identityReads: IdentityReadLog = { record: (read) => installation.recordIdentityRead(read) };
    const readsOfPeople: ReadsOfPeople = {
      of: async (tenant, subject) => {
        const all: ReadOfMe[] = [];
        let cursor: string | undefined;
        do {
          const { reads, next } = await installation.accessLog.read(tenant, { subject, limit: 1_000, cursor });
          for (const { at, actor, what, reason } of reads) all.push({ at, role: actor.role, what, reason });
          cursor = next;
        } while (cursor !== undefined);
        return all;
      },
    };
    const changes: Changes = {
      subscribe: (tenant, listener) =>
        installation.onApplied((applied) => {
          if (applied.tenant === tenant && applied.collections.length > 0) listener(applied);
        }),
    };
    const views: ViewStatusSource = {
      of: async (asked) =>
        installation
          .projectionFigures()
          .filter(({ tenant }) => tenant === asked)
          .map(({ tenant: _, ...figure }) => figure),
    };
    const providers = [
      value(INSTALLATION, installation),
      value(DESK, installation.desk),
      value(AUTHENTICATOR, installation.desk),
      value(HTTP_SETTINGS, installation),
      value(READ_FENCE, installation),
      value(EVENT_STORE, installation.events),
      value(READ_STORE, installation.documents),
      value(KEY_STORE, installation.keys),
      value(SIGN_IN_CODES, codes),
      value(IDENTITY_READ_LOG, identityReads),
      value(READS_OF_PEOPLE, readsOfPeople),
      value(PERSONAL_COLLECTIONS, personalCollections),
      value(CHANGES, changes),
      value(VIEW_STATUS, views),
      value(UNFORESEEN, unforeseen),
      value(PACKS_DIRECTORY, packsDirectory),
      { provide: Streams, useValue: installation.streams },
      { provide: RefusalMessages, useValue: new RefusalMessages(refusalCatalogues) },
    ];
    return { module: PlatformModule, global: true, providers, exports: providers };
  }
}

/** The whole application over an installation. */
@Module({})
export class AppModule {
  static of(installation: Installation, packsDirectory: string, further: readonly Type[] = []): DynamicModule {
    return {
      module: AppModule,
      imports: [
        CqrsModule.forRoot(),
        TerminusModule,
        PlatformModule.of(installation, packsDirectory),
        RolloutModule,
        FrameworksModule,
        AssessmentModule,
        LearningModule,
        EvaluationModule,
        GovernanceModule,
        ...further,
      ],
      controllers: [HealthController, SessionController, CountriesController, OperationsController, PoliciesController],
      providers: [
        Provisioning,
        { provide: APP_GUARD, useClass: AccessGuard },
        { provide: APP_FILTER, useClass: ProblemFilter },
        { provide: APP_INTERCEPTOR, useClass: WrittenInterceptor },
        { provide: APP_INTERCEPTOR, useClass: ReadsInterceptor },
        { provide: APP_INTERCEPTOR, useClass: TagsInterceptor },
        { provide: APP_PIPE, useFactory: requestValidation },
      ],
    };
  }
}
