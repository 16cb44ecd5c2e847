import { Inject } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { READ_STORE, type Found, type ReadStore } from '#libs/read-store';

export class Instruments extends Query<Found> {
  constructor(
    readonly tenant: string,
    readonly limit: number,
    readonly cursor?: string,
  ) {
    super();
  }
}

@QueryHandler(Instruments)
export class InstrumentsHandler implements IQueryHandler<Instruments> {
  constructor(@Inject(READ_STORE) private readonly documents: ReadStore) {}

  execute({ tenant, limit, cursor }: Instruments) {
    return this.documents.find(tenant, 'instruments', { limit, cursor });
  }
}
