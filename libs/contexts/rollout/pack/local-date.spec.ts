import fc from 'fast-check';
import { endOfDay, isLocalDate, isTimeZone, localDateAt, startOfDay } from './local-date.js';

const santiago = 'America/Santiago';

describe('a bare date in a country', () => {
  it.each([
    // Winter time (UTC−4): the self-rating of 2023 closes on 9 June.
    ['2023-06-09', santiago, '2023-06-10T03:59:59.999Z'],
    // Summer time (UTC−3).
    ['2023-12-01', santiago, '2023-12-02T02:59:59.999Z'],
    // Clocks go back at the end of Saturday 1 April: the day has 25 hours.
    ['2023-04-01', santiago, '2023-04-02T03:59:59.999Z'],
    // Clocks go forward at the end of Saturday 2 September: Sunday begins at 01:00.
    ['2023-09-02', santiago, '2023-09-03T03:59:59.999Z'],
    ['2023-09-03', santiago, '2023-09-04T02:59:59.999Z'],
    // Magallanes keeps UTC−3 all year, Easter Island is two hours behind the mainland.
    ['2023-06-09', 'America/Punta_Arenas', '2023-06-10T02:59:59.999Z'],
    ['2023-06-09', 'Pacific/Easter', '2023-06-10T05:59:59.999Z'],
    ['2023-06-09', 'America/Managua', '2023-06-10T05:59:59.999Z'],
    ['2024-02-29', 'Pacific/Kiritimati', '2024-02-29T09:59:59.999Z'],
    ['2024-02-29', 'UTC', '2024-02-29T23:59:59.999Z'],
  ])('%s in %s ends at %s', (date, zone, end) => {
    expect(endOfDay(date, zone)).toBe(end);
  });

  it.each([
    ['2023-05-08', santiago, '2023-05-08T04:00:00.000Z'],
    ['2023-09-03', santiago, '2023-09-03T04:00:00.000Z'],
    ['2023-04-02', santiago, '2023-04-02T04:00:00.000Z'],
  ])('%s in %s starts at %s', (date, zone, start) => {
    expect(startOfDay(date, zone)).toBe(start);
  });

  it('has 23, 24 or 25 hours, and days follow each other without gap or overlap', () => {
    const lengths = new Map<number, number>();
    for (let day = Date.parse('2023-01-01T00:00:00Z'); day < Date.parse('2024-01-01T00:00:00Z'); day += 86_400_000) {
      const date = new Date(day).toISOString().slice(0, 10);
      const next = new Date(day + 86_400_000).toISOString().slice(0, 10);
      expect(Date.parse(startOfDay(next, santiago))).toBe(Date.parse(endOfDay(date, santiago)) + 1);
      const hours = (Date.parse(endOfDay(date, santiago)) + 1 - Date.parse(startOfDay(date, santiago))) / 3_600_000;
      lengths.set(hours, (lengths.get(hours) ?? 0) + 1);
    }
    expect([...lengths].sort()).toEqual([
      [23, 1],
      [24, 363],
      [25, 1],
    ]);
  });

  it('ends where the calendar turns, in any zone', () => {
    const zones = [
      santiago,
      'America/Punta_Arenas',
      'Pacific/Easter',
      'Asia/Kathmandu',
      'Australia/Lord_Howe',
      'America/St_Johns',
    ];
    const days = fc.integer({ min: Date.parse('1990-01-01') / 86_400_000, max: Date.parse('2035-01-01') / 86_400_000 });
    fc.assert(
      fc.property(days, fc.constantFrom(...zones), (day, zone) => {
        const date = new Date(day * 86_400_000).toISOString().slice(0, 10);
        const end = Date.parse(endOfDay(date, zone));
        expect(localDateAt(zone, end)).toBe(date);
        expect(localDateAt(zone, end + 1) > date).toBe(true);
      }),
    );
  });

  it('serves a day that a zone left out (Samoa, 30 December 2011) with the end of the day before', () => {
    expect(endOfDay('2011-12-30', 'Pacific/Apia')).toBe('2011-12-30T09:59:59.999Z');
    expect(endOfDay('2011-12-29', 'Pacific/Apia')).toBe('2011-12-30T09:59:59.999Z');
  });

  it('refuses what is no date and no zone', () => {
    for (const bad of ['2023-02-29', '2023-13-01', '2023-6-9', '09-06-2023', '', '2023-06-09T00:00:00Z']) {
      expect(isLocalDate(bad)).toBe(false);
      expect(() => endOfDay(bad, santiago)).toThrow(RangeError);
    }
    expect(isTimeZone('America/Santiago')).toBe(true);
    expect(isTimeZone('America/Santiaguito')).toBe(false);
    expect(() => endOfDay('2023-06-09', 'Nowhere/Land')).toThrow(RangeError);
  });
});
