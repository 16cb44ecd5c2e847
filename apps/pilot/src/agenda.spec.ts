import { Agenda } from './agenda.js';

const hour = (at: string): string => at.slice(0, 13);

describe('an agenda', () => {
  it('goes from stretch to stretch, what is for one moment in the order in which it was put down', () => {
    const agenda = new Agenda([
      { at: '2023-05-08T14:20', item: 'third' },
      { at: '2023-05-08T13:10', item: 'first' },
      { at: '2023-05-08T13:10', item: 'second' },
    ]);
    expect(agenda.take(hour)).toEqual({ at: '2023-05-08T13:10', items: ['first', 'second'] });
    expect(agenda.take(hour)).toEqual({ at: '2023-05-08T14:20', items: ['third'] });
    expect(agenda.take(hour)).toBeUndefined();
  });

  it('takes up what comes to be known on the way, and nothing that is over', () => {
    const agenda = new Agenda([
      { at: '2023-05-08T13:10', item: 'done' },
      { at: '2023-05-08T16:00', item: 'planned' },
    ]);
    agenda.take(hour);
    agenda.add('2023-05-08T15:00', 'new');
    agenda.add('2023-05-08T16:00', 'behind it');
    agenda.add('2023-05-09T10:00', 'last');
    expect(() => agenda.add('2023-05-08T12:00', 'too late')).toThrow(RangeError);
    const rest: string[] = [];
    for (let next = agenda.take(hour); next; next = agenda.take(hour)) rest.push(next.items.join(' and '));
    expect(rest).toEqual(['new', 'planned and behind it', 'last']);
    expect(agenda.size).toBe(5);
  });
});
