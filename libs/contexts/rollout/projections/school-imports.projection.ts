import { fold, type Projection } from '#libs/projecting';
import type { JsonObject } from '#libs/kernel';
import type {
  RegisterFinding,
  RegisterFindingsRecorded,
  SchoolMappingDefined,
  SchoolRegisterImported,
} from '../rollout.events.js';

export interface SchoolMappingDocument {
  readonly name: string;
  readonly mapping: JsonObject;
  readonly definedAt: string;
}

/** An import whose counts are missing was interrupted: what it had read stands, repeating it finishes it. */
export type SchoolImportDocument = Partial<SchoolRegisterImported['data']> & {
  readonly import: string;
  readonly status: 'interrupted' | 'finished';
  readonly recordedFindings: number;
  readonly at: string;
};

export type ImportFindingDocument = RegisterFinding & { readonly import: string };

/** How registers are read, each reading of one, and what was wrong or doubtful in it, a document for each finding. */
export const schoolImportsProjection: Projection = {
  name: 'school-imports',
  version: 1,
  oneStream: true,
  collections: [
    { name: 'school_mappings' },
    { name: 'school_imports', columns: { at: 'text', mapping: 'text', status: 'text' }, indexes: [['at']] },
    {
      name: 'import_findings',
      columns: { import: 'text', severity: 'text', code: 'text', column: 'text', row: 'integer' },
      indexes: [['import', 'code']],
    },
  ],
  on: {
    SchoolMappingDefined: fold<SchoolMappingDefined['data']>(({ data, metadata }, view) => {
      const document: SchoolMappingDocument = { ...data, definedAt: metadata.occurredAt };
      view.put('school_mappings', data.name, document);
    }),
    RegisterFindingsRecorded: fold<RegisterFindingsRecorded['data']>(({ data, metadata }, view) => {
      const before = view.get<SchoolImportDocument>('school_imports', data.import)?.recordedFindings ?? 0;
      data.findings.forEach((finding, index) => {
        const document: ImportFindingDocument = { import: data.import, ...finding };
        // Numbered in the order of the rows, so that ids sort as the file does.
        view.put('import_findings', `${data.import}/${String(before + index).padStart(9, '0')}`, document);
      });
      const document: SchoolImportDocument = {
        import: data.import,
        status: 'interrupted',
        recordedFindings: before + data.findings.length,
        at: metadata.occurredAt,
      };
      view.put('school_imports', data.import, document);
    }),
    SchoolRegisterImported: fold<SchoolRegisterImported['data']>(({ data, metadata }, view) => {
      const recordedFindings = view.get<SchoolImportDocument>('school_imports', data.import)?.recordedFindings ?? 0;
      const document: SchoolImportDocument = { ...data, status: 'finished', recordedFindings, at: metadata.occurredAt };
      view.put('school_imports', data.import, document);
    }),
  },
};
