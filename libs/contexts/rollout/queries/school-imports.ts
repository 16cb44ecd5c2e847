import { Inject } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional, IsString, MaxLength } from 'class-validator';
import { refuse } from '#libs/kernel';
import { READ_STORE, type ReadStore } from '#libs/read-store';
import type {
  ImportFindingDocument,
  SchoolImportDocument,
  SchoolMappingDocument,
} from '../projections/school-imports.projection.js';
import { errorTexts, fill, warningTexts } from '../school-register/index.js';
import { PageRequest, pageOf, type Page } from '#libs/http';

type Bounds = { readonly limit?: number; readonly cursor?: string };

/** How the country's registers are read. */
export class SchoolMappings extends Query<Page<SchoolMappingDocument>> {
  constructor(
    readonly tenant: string,
    readonly page: Bounds,
  ) {
    super();
  }
}

@QueryHandler(SchoolMappings)
export class SchoolMappingsHandler implements IQueryHandler<SchoolMappings> {
  constructor(@Inject(READ_STORE) private readonly documents: ReadStore) {}

  execute({ tenant, page: { limit, cursor } }: SchoolMappings) {
    return pageOf<SchoolMappingDocument>(this.documents, tenant, 'school_mappings', { limit, cursor });
  }
}

/** Imports, the newest first. */
export class SchoolImports extends Query<Page<SchoolImportDocument>> {
  constructor(
    readonly tenant: string,
    readonly page: Bounds,
  ) {
    super();
  }
}

@QueryHandler(SchoolImports)
export class SchoolImportsHandler implements IQueryHandler<SchoolImports> {
  constructor(@Inject(READ_STORE) private readonly documents: ReadStore) {}

  execute({ tenant, page: { limit, cursor } }: SchoolImports) {
    return pageOf<SchoolImportDocument>(this.documents, tenant, 'school_imports', {
      sort: { column: 'at', descending: true },
      limit,
      cursor,
    });
  }
}

export class ImportFindingsRequest extends PageRequest {
  @ApiPropertyOptional({ enum: ['error', 'warning'] })
  @IsOptional()
  @IsIn(['error', 'warning'])
  severity?: 'error' | 'warning';

  @ApiPropertyOptional({ description: 'Only findings of one kind.', example: 'duplicate-code' })
  @IsOptional()
  @IsString()
  @MaxLength(60)
  code?: string;
}

/** What was wrong or doubtful in a register, in the order of its rows, worded for the reader. */
export class ImportFindings extends Query<Page<Omit<ImportFindingDocument, 'import'>>> {
  constructor(
    readonly tenant: string,
    readonly id: string,
    readonly request: ImportFindingsRequest,
    readonly language: 'en' | 'es',
  ) {
    super();
  }
}

const TEXTS: Readonly<Record<string, { readonly en: string; readonly es: string }>> = { ...errorTexts, ...warningTexts };

@QueryHandler(ImportFindings)
export class ImportFindingsHandler implements IQueryHandler<ImportFindings> {
  constructor(@Inject(READ_STORE) private readonly documents: ReadStore) {}

  async execute({ tenant, id, request, language }: ImportFindings) {
    if (!(await this.documents.get(tenant, 'school_imports', id))) return refuse('import-unknown', { import: id });
    const { severity, code, limit, cursor } = request;
    const filter = {
      import: id,
      ...(severity === undefined ? {} : { severity }),
      ...(code === undefined ? {} : { code }),
    };
    const { items, next } = await pageOf<ImportFindingDocument>(this.documents, tenant, 'import_findings', {
      filter,
      limit,
      cursor,
    });
    const worded = items.map(({ import: _import, ...finding }) => {
      const text = TEXTS[finding.code]?.[language];
      return text === undefined ? finding : { ...finding, reason: fill(text, finding.values ?? {}) };
    });
    return { items: worded, next };
  }
}
