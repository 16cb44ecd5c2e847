import { Inject } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional } from 'class-validator';
import { IDENTITY_READ_LOG, Registrations, type IdentityReadLog } from '#libs/contexts/rollout';
import { pageOf, PageRequest, type QueryContext, type Page } from '#libs/http';
import { isSealed, KEY_STORE, openSealed, type KeyStore } from '#libs/privacy';
import { findEvery, READ_STORE, type ReadStore } from '#libs/read-store';
import { DATA_REQUESTS, type DataRequestDocument } from '../projections/data-requests.projection.js';

const STATUSES = ['open', 'resolved', 'declined', 'asked', 'confirmed', 'withdrawn', 'carried-out'] as const;

export class DataRequestsRequest extends PageRequest {
  @ApiPropertyOptional({ description: 'Only those in this state.', enum: STATUSES })
  @IsOptional()
  @IsIn(STATUSES)
  status?: (typeof STATUSES)[number];
}

/** A request as it is read by whom it concerns: what was written, in clear. */
export interface DataRequest extends Omit<DataRequestDocument, 'text' | 'reply'> {
  readonly text?: string;
  readonly reply?: string;
}

/** In clear, where the person still has a key. */
export const opened = (document: DataRequestDocument, key: Buffer | undefined): DataRequest => {
  const { text, reply, ...shown } = document;
  const words = (value: unknown) => (key && isSealed(value) ? (openSealed(value, key) as string) : undefined);
  return { ...shown, text: words(text), reply: words(reply) };
};

/** What teachers asked about their own data: corrections for the country team, erasures for the data protection officer. */
export class DataRequests extends Query<Page<DataRequest>> {
  constructor(
    readonly context: QueryContext,
    readonly kind: DataRequestDocument['kind'],
    readonly request: DataRequestsRequest,
  ) {
    super();
  }
}

@QueryHandler(DataRequests)
export class DataRequestsHandler implements IQueryHandler<DataRequests> {
  constructor(
    @Inject(READ_STORE) private readonly documents: ReadStore,
    @Inject(KEY_STORE) private readonly keys: KeyStore,
    @Inject(IDENTITY_READ_LOG) private readonly log: IdentityReadLog,
  ) {}

  async execute({ context, kind, request }: DataRequests) {
    const { tenant, caller, at, correlationId } = context;
    const { status, limit, cursor } = request;
    const filter = { kind, ...(status === undefined ? {} : { status }) };
    const query = { filter, sort: { column: 'askedAt' }, limit, cursor };
    const { items: found, next } = await pageOf<DataRequestDocument>(this.documents, tenant, DATA_REQUESTS, query);
    const written = found.filter(({ text, reply }) => text !== undefined || reply !== undefined);
    const subjects = [...new Set(written.map(({ teacher }) => teacher))];
    const keys = await this.keys.keys(tenant, subjects);
    // A teacher's own words may say who they are: nobody reads them unnoticed.
    if (subjects.length > 0)
      await this.log.record({
        tenant,
        actor: caller.subject,
        role: caller.role,
        subjects,
        what: `${kind}-requests`,
        at,
        correlationId,
      });
    return { items: found.map((document) => opened(document, keys.get(document.teacher))), next };
  }
}

/** What a teacher asked, newest first. */
export class MyDataRequests extends Query<readonly DataRequest[]> {
  constructor(
    readonly tenant: string,
    readonly teacher: string,
  ) {
    super();
  }
}

@QueryHandler(MyDataRequests)
export class MyDataRequestsHandler implements IQueryHandler<MyDataRequests> {
  constructor(
    @Inject(READ_STORE) private readonly documents: ReadStore,
    @Inject(KEY_STORE) private readonly keys: KeyStore,
    private readonly registrations: Registrations,
  ) {}

  async execute({ tenant, teacher }: MyDataRequests): Promise<readonly DataRequest[]> {
    const registrations = await this.registrations.of(tenant, teacher);
    const asked = await findEvery<DataRequestDocument>(this.documents, tenant, DATA_REQUESTS, {
      filter: { teacher: { in: registrations } },
      sort: { column: 'askedAt', descending: true },
    });
    const keys = await this.keys.keys(tenant, registrations);
    return asked.map((document) => opened(document, keys.get(document.teacher)));
  }
}
