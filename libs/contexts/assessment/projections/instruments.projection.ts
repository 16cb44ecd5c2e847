import { fold, type Projection } from '#libs/projecting';
import type { InstrumentVersionPublished } from '../assessment.events.js';

/** The instruments of a country, a document for each published version, without items and keys. */
export const instrumentsProjection: Projection = {
  name: 'instruments',
  version: 1,
  oneStream: true,
  collections: [{ name: 'instruments', columns: { instrument: 'text', measure: 'text', scale: 'text' } }],
  on: {
    InstrumentVersionPublished: fold<InstrumentVersionPublished['data']>(({ data, metadata }, view) => {
      const { instrument, version, title, measure, scale, framework, form, minutes, scoring, items } = data;
      view.put('instruments', `${instrument}@${version}`, {
        instrument,
        version,
        title,
        measure,
        scale,
        framework,
        form,
        minutes,
        scoring,
        items: items.length,
        publishedAt: metadata.occurredAt,
      });
    }),
  },
};
