import { fold, type Projection } from '#libs/projecting';
import { eventDefinitions } from './toy-read-models.js';

/** A fold that takes the whole thread with it. */
export const projections: readonly Projection[] = [
  {
    name: 'deadly',
    version: 1,
    collections: [{ name: 'deadly' }],
    on: {
      TeacherJoined: fold((event, view) => view.put('deadly', event.stream, {})),
      TeacherLeft: fold(() => {
        setImmediate(() => {
          throw new Error('the end of this thread');
        });
      }),
    },
  },
];
export { eventDefinitions };
