import { Inject } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional, IsString, MaxLength } from 'class-validator';
import { refuse } from '#libs/kernel';
import { READ_STORE, type ReadStore } from '#libs/read-store';
import { searchable, type SchoolDocument } from '../projections/schools.projection.js';
import { ruralities, schoolStatuses } from '../school-register/index.js';
import { PageRequest, pageOf, type Page } from '#libs/http';

export class SchoolsRequest extends PageRequest {
  @ApiPropertyOptional({ description: 'Beginning of the name; case and accents do not matter.', example: 'escuela gab' })
  @IsOptional()
  @IsString()
  @MaxLength(100)
  name?: string;

  @ApiPropertyOptional({ example: 'CL-RM' })
  @IsOptional()
  @IsString()
  @MaxLength(10)
  region?: string;

  @ApiPropertyOptional({ example: 'municipal' })
  @IsOptional()
  @IsString()
  @MaxLength(60)
  sector?: string;

  @ApiPropertyOptional({ enum: ruralities })
  @IsOptional()
  @IsIn(ruralities)
  rurality?: string;

  @ApiPropertyOptional({ enum: schoolStatuses })
  @IsOptional()
  @IsIn(schoolStatuses)
  status?: string;
}

type Shown = Omit<SchoolDocument, 'search'>;
const shown = ({ search: _search, ...school }: SchoolDocument): Shown => school;

/** The directory: by name where a name is asked for, by code otherwise. */
export class Schools extends Query<Page<Shown>> {
  constructor(
    readonly tenant: string,
    readonly request: SchoolsRequest,
  ) {
    super();
  }
}

@QueryHandler(Schools)
export class SchoolsHandler implements IQueryHandler<Schools> {
  constructor(@Inject(READ_STORE) private readonly documents: ReadStore) {}

  async execute({ tenant, request }: Schools): Promise<Page<Shown>> {
    const { name, region, sector, rurality, status, limit, cursor } = request;
    const asked = Object.entries({ region, sector, rurality, status }).filter(([, value]) => value !== undefined);
    const prefix = name === undefined ? '' : searchable(name);
    const filter = { ...Object.fromEntries(asked), ...(prefix === '' ? {} : { search: { prefix } }) } as Record<string, string>;
    const sort = prefix === '' ? undefined : { column: 'search' };
    const { items, next } = await pageOf<SchoolDocument>(this.documents, tenant, 'schools', { filter, sort, limit, cursor });
    return { items: items.map(shown), next };
  }
}

export class SchoolByCode extends Query<Shown> {
  constructor(
    readonly tenant: string,
    readonly code: string,
  ) {
    super();
  }
}

@QueryHandler(SchoolByCode)
export class SchoolByCodeHandler implements IQueryHandler<SchoolByCode> {
  constructor(@Inject(READ_STORE) private readonly documents: ReadStore) {}

  async execute({ tenant, code }: SchoolByCode): Promise<Shown> {
    const found = await this.documents.get(tenant, 'schools', code);
    return found ? shown(found as unknown as SchoolDocument) : refuse('school-unknown', { school: code });
  }
}
