import * as palette from './palette.js';

const shares = Array.from({ length: 101 }, (_, at) => at / 100);

describe('the palette', () => {
  it('gives colours that carry text on white a contrast of 4.5 at least', () => {
    for (const colour of [palette.ink, palette.quiet, palette.before, palette.after, palette.third])
      expect(palette.contrast(colour, '#ffffff')).toBeGreaterThanOrEqual(4.5);
  });

  it('has readable text on every shade of a map', () => {
    for (const share of shares)
      for (const colour of [palette.sequential(share), palette.diverging(share), palette.diverging(-share)])
        expect(palette.contrast(palette.textOn(colour), colour)).toBeGreaterThanOrEqual(4.5);
  });

  it('darkens as the value grows', () => {
    for (const scale of [palette.sequential, palette.diverging, (share: number) => palette.diverging(-share)]) {
      const light = shares.map((share) => palette.luminance(scale(share)));
      expect(light).toEqual([...light].sort((a, b) => b - a));
    }
  });
});
