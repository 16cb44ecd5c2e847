import { formatsFor, pickText, textTag } from './format.js';

describe('numbers, shares and times by locale', () => {
  const es = formatsFor('es-CL', 'America/Santiago');
  const en = formatsFor('en-GB', 'America/Santiago');

  it('separate thousands and decimals as the country does', () => {
    expect(es.integer(1200)).toBe('1.200');
    expect(en.integer(1200)).toBe('1,200');
    expect(es.decimal(7.06, 1)).toBe('7,1');
    expect(en.decimal(7.06, 2)).toBe('7.06');
  });

  it('give changes their sign, with a minus sign and not a hyphen', () => {
    expect(en.signed(7.1)).toBe('+7.1');
    expect(es.signed(-0.3)).toBe('\u22120,3');
    expect(en.signed(0)).toBe('0.0');
    expect(en.signed(-0.04)).toBe('0.0');
  });

  it('write shares as percentages', () => {
    expect(en.percent(0.653)).toBe('65%');
    expect(es.percent(0.653, 1).replace(/\s/g, '')).toBe('65,3%');
  });

  it('show times in the country’s own zone', () => {
    expect(en.dateTime('2023-12-02T01:30:00.000Z')).toContain('1 December 2023');
    expect(en.dateTime('2023-12-02T01:30:00.000Z')).toContain('22:30');
    expect(es.date('2023-06-10T03:59:59.999Z')).toBe('9 de junio de 2023');
  });

  it('join lists in words', () => {
    expect(es.list(['a', 'b', 'c'])).toBe('a, b y c');
  });
});

describe('a text that came with the data', () => {
  it('is picked by locale, then language, then English, then whatever there is', () => {
    expect(pickText({ 'es-CL': 'chileno', es: 'español', en: 'English' }, 'es-CL')).toBe('chileno');
    expect(pickText({ es: 'español', en: 'English' }, 'es-CL')).toBe('español');
    expect(pickText({ 'es-MX': 'mexicano', en: 'English' }, 'es-CL')).toBe('mexicano');
    expect(pickText({ en: 'English', pt: 'português' }, 'es-CL')).toBe('English');
    expect(pickText({ pt: 'português' }, 'es-CL')).toBe('português');
    expect(pickText({}, 'es-CL')).toBe('');
    expect(pickText(undefined, 'en-GB')).toBe('');
  });

  it('names the tag under which it was read, for consent', () => {
    expect(textTag({ es: '…', en: '…' }, 'es-CL')).toBe('es');
    expect(textTag({ 'es-CL': '…' }, 'es-CL')).toBe('es-CL');
  });
});
