import { evenStep, wrapped } from './layout.js';

describe('the name of an axis', () => {
  it('is broken between words into lines that fit', () => {
    expect(wrapped('Diferencia en puntos porcentuales', 150, 7)).toBe('Diferencia en puntos\nporcentuales');
  });

  it('stays in one line where there is room, and keeps a word whole that is longer than a line', () => {
    expect(wrapped('Puntos de la prueba', 400)).toBe('Puntos de la prueba');
    expect(wrapped('autovaloraciones medidas', 30)).toBe('autovaloraciones\nmedidas');
  });
});

describe('the steps of an axis', () => {
  it('are even from one end to the other, over zero', () => {
    expect(evenStep(0, 300, 2)).toBe(100);
    expect(evenStep(0, 80, 2)).toBe(40);
    expect(evenStep(-10, 20, 3)).toBe(10);
    expect(evenStep(0, 1200, 5)).toBe(200);
  });

  it('are whole where people are counted, however few', () => {
    for (const parts of [2, 5])
      for (let max = 1; max <= 60; max += 1) {
        const step = evenStep(0, max, parts, true);
        expect([max, step === undefined || Number.isInteger(step)]).toEqual([max, true]);
      }
    expect([evenStep(0, 2, 5), evenStep(0, 2, 5, true), evenStep(0, 1, 5, true)]).toEqual([0.4, 1, undefined]);
  });

  it('are left to the drawing where none fits', () => {
    expect(evenStep(-15, 25, 3)).toBeUndefined();
    expect(evenStep(0, 5, 3)).toBeUndefined();
  });
});
