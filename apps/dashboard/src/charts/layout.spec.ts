import { wrapped } from './layout.js';

describe('the name of an axis', () => {
  it('is broken between words into lines that fit', () => {
    expect(wrapped('Diferencia en puntos porcentuales', 150, 7)).toBe('Diferencia en puntos\nporcentuales');
  });

  it('stays in one line where there is room, and keeps a word whole that is longer than a line', () => {
    expect(wrapped('Puntos de la prueba', 400)).toBe('Puntos de la prueba');
    expect(wrapped('autovaloraciones medidas', 30)).toBe('autovaloraciones\nmedidas');
  });
});
