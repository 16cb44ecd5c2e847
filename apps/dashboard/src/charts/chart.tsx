import { useEffect, useRef, useState } from 'preact/hooks';
import { useText } from '../i18n.js';
import type { Chart as Drawn, ChartOption } from './engine.js';
import { NARROW } from './layout.js';

/** Width of an A4 sheet between its margins, pixels. */
const PAPER = 700;

/** A drawing that follows the width it is given. To those who hear the page it is one image with a name; its numbers are in the table. */
export const Chart = (props: {
  readonly label: string;
  /** Pixels, for a width in pixels. */
  readonly height: number | ((width: number) => number);
  /** The option for a width in pixels. */
  readonly option: (width: number) => ChartOption;
  /** A chart that needs more room than the page has scrolls in its own frame. */
  readonly minWidth?: number;
}) => {
  const { t } = useText();
  const { option, minWidth } = props;
  const heightFor = props.height;
  const element = useRef<HTMLDivElement>(null);
  const drawn = useRef<Drawn | undefined>(undefined);
  const [engine, setEngine] = useState<typeof import('./engine.js') | undefined>();
  const [failed, setFailed] = useState(false);
  // Zero until the place is measured.
  const [width, setWidth] = useState(0);
  const height = typeof heightFor === 'number' ? heightFor : heightFor(width || NARROW);

  useEffect(() => {
    let over = false;
    // Without the engine the table still has every number.
    import('./engine.js').then(
      (loaded) => over || setEngine(loaded),
      () => over || setFailed(true),
    );
    return () => {
      over = true;
    };
  }, []);

  useEffect(() => {
    const place = element.current;
    if (!place) return undefined;
    const measure = () => setWidth(place.clientWidth);
    const observer = new ResizeObserver(measure);
    measure();
    observer.observe(place);
    return () => observer.disconnect();
  }, []);

  useEffect(() => {
    const place = element.current;
    if (!place || !engine || width === 0) return undefined;
    const draw = (wide: number) => {
      const high = typeof heightFor === 'number' ? heightFor : heightFor(wide);
      drawn.current ??= engine.draw(place);
      drawn.current.resize({ width: wide, height: high });
      drawn.current.setOption(option(wide), { notMerge: true });
      // A sheet that is narrower than the drawing scales it instead of cutting it.
      place.querySelector('svg')?.setAttribute('viewBox', `0 0 ${wide} ${high}`);
    };
    draw(width);
    place.dataset['drawn'] = 'yes';
    // On paper its words have the size of the others, whatever window it was drawn for.
    const onPaper = () => draw(Math.max(PAPER, minWidth ?? 0));
    const onScreen = () => draw(width);
    addEventListener('beforeprint', onPaper);
    addEventListener('afterprint', onScreen);
    return () => {
      removeEventListener('beforeprint', onPaper);
      removeEventListener('afterprint', onScreen);
    };
  }, [engine, option, width, heightFor, minWidth]);

  useEffect(
    () => () => {
      drawn.current?.dispose();
      drawn.current = undefined;
    },
    [],
  );

  if (failed) return <p class="message message-waiting">{t('chart.failed')}</p>;
  const image = (
    <div
      ref={element}
      class="chart"
      role="img"
      aria-label={props.label}
      style={{ height: `${height}px`, minWidth: minWidth && `${minWidth}px` }}
    />
  );
  if (minWidth === undefined) return image;
  return (
    <div class="chart-scroll" role="region" tabIndex={0} aria-label={t('chart.scroll', { title: props.label })}>
      {image}
    </div>
  );
};
