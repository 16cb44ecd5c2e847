import { useEffect, useRef, useState } from 'preact/hooks';
import { useText } from '../i18n.js';
import type { Chart as Drawn, ChartOption } from './engine.js';
import { LEAST_WIDTH, NARROW, textScale } from './layout.js';

/** Width of an A4 sheet between its margins, pixels. */
const PAPER = 700;

/**
 * A drawing that follows the width it is given, and the size that the reader has their text in: it is laid out for the usual size in the room that is left, and
 * enlarged. To those who hear the page it is one image with a name; its numbers are in the table.
 */
export const Chart = (props: {
  readonly label: string;
  /** Pixels, for a width in pixels; both at the usual size of text, as everything here. */
  readonly height: number | ((width: number) => number);
  /** The option for a width in pixels. */
  readonly option: (width: number) => ChartOption;
  /** A chart that needs more room than the page has scrolls in its own frame. */
  readonly minWidth?: number;
}) => {
  const { t } = useText();
  const { option, minWidth } = props;
  const heightFor = props.height;
  const frame = useRef<HTMLDivElement>(null);
  const element = useRef<HTMLDivElement>(null);
  const drawn = useRef<Drawn | undefined>(undefined);
  const printing = useRef(false);
  const [engine, setEngine] = useState<typeof import('./engine.js') | undefined>();
  const [failed, setFailed] = useState(false);
  const [drawnOnce, setDrawnOnce] = useState(false);
  // Zero until the place is measured.
  const [room, setRoom] = useState({ width: 0, scale: 1 });
  const { scale } = room;
  const width = room.width === 0 ? 0 : Math.max(Math.floor(room.width / scale), minWidth ?? (scale > 1 ? LEAST_WIDTH : 0));
  const height = typeof heightFor === 'number' ? heightFor : heightFor(width || NARROW);
  const scrolls = minWidth !== undefined || width * scale > room.width;

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
    const place = frame.current;
    if (!place) return undefined;
    const measure = () => {
      const now = { width: place.clientWidth, scale: textScale() };
      setRoom((before) => (before.width === now.width && before.scale === now.scale ? before : now));
    };
    const observer = new ResizeObserver(measure);
    measure();
    observer.observe(place);
    // Where the text grows the page does, whether or not there is less room for the drawing.
    observer.observe(document.documentElement);
    return () => observer.disconnect();
  }, []);

  useEffect(() => {
    const place = element.current;
    if (!place || !engine || width === 0) return undefined;
    const draw = () => {
      // On paper its words have the size of the others, whatever window it was drawn for.
      const wide = printing.current ? Math.max(Math.floor(PAPER / scale), minWidth ?? 0) : width;
      const high = typeof heightFor === 'number' ? heightFor : heightFor(wide);
      drawn.current ??= engine.draw(place);
      drawn.current.resize({ width: wide, height: high });
      drawn.current.setOption(option(wide), { notMerge: true });
      // A sheet that is narrower than the drawing scales it instead of cutting it.
      place.querySelector('svg')?.setAttribute('viewBox', `0 0 ${wide} ${high}`);
    };
    draw();
    setDrawnOnce(true);
    const onPaper = () => {
      printing.current = true;
      draw();
    };
    const onScreen = () => {
      printing.current = false;
      draw();
    };
    addEventListener('beforeprint', onPaper);
    addEventListener('afterprint', onScreen);
    return () => {
      removeEventListener('beforeprint', onPaper);
      removeEventListener('afterprint', onScreen);
    };
  }, [engine, option, width, scale, heightFor, minWidth]);

  useEffect(
    () => () => {
      drawn.current?.dispose();
      drawn.current = undefined;
    },
    [],
  );

  if (failed) return <p class="message message-waiting">{t('chart.failed')}</p>;
  const size = { width: `${width}px`, height: `${height}px`, transform: scale === 1 ? undefined : `scale(${scale})` };
  return (
    <div
      ref={frame}
      class="chart-frame"
      {...(scrolls ? { role: 'region', tabIndex: 0, 'aria-label': t('chart.scroll', { title: props.label }) } : {})}
    >
      <div
        class="chart"
        role="img"
        aria-label={props.label}
        data-drawn={drawnOnce ? 'yes' : undefined}
        style={{ width: scrolls ? `${width * scale}px` : undefined, height: `${height * scale}px` }}
      >
        <div ref={element} class="chart-drawing" style={size} />
      </div>
    </div>
  );
};
