import { Inject, Injectable } from '@nestjs/common';
import {
  effectiveWindow,
  participationKey,
  windowState,
  withOwn,
  type CycleDocument,
  type ParticipationDocument,
  type Timetable,
  type WindowChange,
} from '#libs/contexts/rollout';
import { READ_STORE, type ReadStore } from '#libs/read-store';
import type { Person } from './people.js';

/** Participations asked for at once. */
const AT_ONCE = 500;

/** Whether the last stage is over, person by person: who can still come to the final test has not been lost. */
@Injectable()
export class FinalStage {
  constructor(@Inject(READ_STORE) private readonly documents: ReadStore) {}

  /**
   * For whom nothing of the last stage is open any more at `at`: the cycle is closed, they are forgotten or withdrew, or the window that holds for
   * their region, their school or themselves has closed, grace and all. Whoever took the final test is not asked about.
   */
  async over(tenant: string, cycle: string, people: readonly Person[], at: string): Promise<(person: Person) => boolean> {
    const planned = (await this.documents.get(tenant, 'cycles', cycle)) as unknown as CycleDocument | undefined;
    // Without a timetable nothing is open.
    if (!planned || planned.status === 'closed') return () => true;
    const timetable: Timetable = { ...planned.design, windowChanges: planned.windowChanges };
    const closed = (person: Person, own: readonly WindowChange[] = []): boolean => {
      const place = { region: person.region, school: person.school, teacher: person.teacher };
      const window = effectiveWindow(withOwn(timetable, own), 'evaluation', place);
      return window === undefined || windowState(window, at) === 'closed';
    };
    const gone = people.filter((person) => person.erased === true || person.withdrawn === true || closed(person));
    const asked = gone.filter(({ erased, withdrawn, steps }) => !erased && !withdrawn && !steps.includes('final-test'));
    const over = new Set(gone.map(({ teacher }) => teacher));
    for (let from = 0; from < asked.length; from += AT_ONCE) {
      const some = asked.slice(from, from + AT_ONCE);
      const keys = some.map(({ teacher }) => participationKey(cycle, teacher));
      const found = await this.documents.getMany(tenant, 'participations', keys);
      some.forEach((person, index) => {
        const { windowChanges = [] } = (found[index] ?? {}) as unknown as Partial<ParticipationDocument>;
        if (windowChanges.length > 0 && !closed(person, windowChanges)) over.delete(person.teacher);
      });
    }
    return ({ teacher }) => over.has(teacher);
  }
}
