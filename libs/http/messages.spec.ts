import { languageOf, RefusalMessages } from './messages.js';

const messages = new RefusalMessages([
  {
    'window-closed': {
      status: 409,
      title: { en: 'This closed on {{closes}}.', es: 'Esto cerró el {{closes}}.' },
      action: { en: 'Items: {{items}}.', es: 'Ítems: {{items}}.' },
    },
  },
]);
const details = { closes: '2023-06-10T03:59:59.999Z', items: ['a', 'b'] };

describe('the words of a refusal', () => {
  it('put times into the country’s zone and the reader’s language', () => {
    expect(messages.text('window-closed', 'title', 'en', details, 'America/Santiago')).toMatch(/June 9, 2023.*11:59\sPM/);
    expect(messages.text('window-closed', 'title', 'es', details, 'America/Santiago')).toMatch(/9 de junio de 2023.*23:59/);
    expect(messages.text('window-closed', 'title', 'en', details)).toContain('UTC');
  });

  it('list what is a list', () => {
    expect(messages.text('window-closed', 'action', 'es', details)).toBe('Ítems: a, b.');
  });

  it('are declared once', () => {
    const one = { status: 409, title: { en: 'a', es: 'a' }, action: { en: 'b', es: 'b' } } as const;
    expect(() => new RefusalMessages([{ same: one }, { same: one }])).toThrow(/declared twice/);
  });
});

describe('the reader’s language', () => {
  it.each([
    [undefined, 'en'],
    ['es-CL,es;q=0.9,en;q=0.8', 'es'],
    ['en;q=0.5, es;q=0.6', 'es'],
    ['fr, de', 'en'],
    ['fr, es;q=0', 'en'],
  ])('%s is answered in %s', (header, language) => expect(languageOf(header)).toBe(language));
});
