import { fold, type Projection } from '#libs/projecting';
import type { CourseContent } from '../learning.events.js';

/** The catalogue: each course as it was registered. */
export type CourseDocument = CourseContent & { readonly registeredAt: string };

export const coursesProjection: Projection = {
  name: 'courses',
  version: 1,
  oneStream: true,
  collections: [{ name: 'courses', columns: { provider: 'text', language: 'text', hours: 'integer' } }],
  on: {
    CourseRegistered: fold<CourseContent>(({ data, metadata }, view) => {
      view.put('courses', data.course, { ...data, registeredAt: metadata.occurredAt });
    }),
  },
};
