import { fold, type Projection } from '#libs/projecting';
import type { Framework } from '../framework-schema.js';
import type { FrameworkVersionAdopted } from '../frameworks.events.js';
import { competenciesOf, dimensionsOf, levelsOf } from '../shape.js';

/** An adopted version, with what every shape has in common laid out beside the content itself. */
export interface FrameworkDocument {
  readonly framework: string;
  readonly version: string;
  /** The version as a number, so that the newest can be found. */
  readonly number: number;
  readonly shape: Framework['shape'];
  readonly title: Framework['title'];
  readonly publisher: string;
  readonly year: number;
  readonly source: string;
  readonly licence: Framework['licence'];
  readonly status: Framework['status'];
  readonly adoptedAt: string;
  readonly dimensions: ReturnType<typeof dimensionsOf>;
  readonly competencies: ReturnType<typeof competenciesOf>;
  /** From the lowest to the highest; `null` for shapes without. */
  readonly levels: NonNullable<ReturnType<typeof levelsOf>> | null;
  readonly content: Framework;
}

/** The frameworks of a country, a document for each adopted version. */
export const frameworksProjection: Projection = {
  name: 'frameworks',
  version: 1,
  oneStream: true,
  collections: [
    { name: 'frameworks', columns: { framework: 'text', number: 'integer', shape: 'text' }, indexes: [['framework', 'number']] },
  ],
  on: {
    FrameworkVersionAdopted: fold<FrameworkVersionAdopted['data']>(({ data, metadata }, view) => {
      const { framework, version, shape } = data;
      const content = data.content as unknown as Framework;
      const { title, publisher, year, source, licence, status } = content;
      const document: FrameworkDocument = {
        framework,
        version,
        number: content.version,
        shape,
        title,
        publisher,
        year,
        source,
        licence,
        status,
        adoptedAt: metadata.occurredAt,
        dimensions: dimensionsOf(content),
        competencies: competenciesOf(content),
        levels: levelsOf(content) ?? null,
        content,
      };
      view.put('frameworks', `${framework}@${version}`, document);
    }),
  },
};
