import { useEffect, useRef, useState } from 'preact/hooks';
import { useText } from '../i18n.js';
import type { Chart as Drawn, ChartOption } from './engine.js';

/** A drawing that follows the width it is given. To those who hear the page it is one image with a name; its numbers are in the table. */
export const Chart = (props: {
  readonly label: string;
  readonly height: number;
  /** The option for a width in pixels. */
  readonly option: (width: number) => ChartOption;
  /** A chart that needs more room than the page has scrolls in its own frame. */
  readonly minWidth?: number;
}) => {
  const { t } = useText();
  const { option, height } = props;
  const element = useRef<HTMLDivElement>(null);
  const drawn = useRef<Drawn | undefined>(undefined);
  const latest = useRef(option);
  latest.current = option;
  const [failed, setFailed] = useState(false);

  useEffect(() => {
    const place = element.current;
    if (!place) return undefined;
    let over = false;
    const redraw = () => {
      const chart = drawn.current;
      if (!chart || place.clientWidth === 0) return;
      chart.resize({ width: place.clientWidth, height: place.clientHeight });
      chart.setOption(latest.current(place.clientWidth), { notMerge: true });
    };
    const observer = new ResizeObserver(redraw);
    void import('./engine.js').then(
      ({ draw }) => {
        if (over) return;
        drawn.current = draw(place);
        redraw();
        place.dataset['drawn'] = 'yes';
        observer.observe(place);
      },
      // The table still has every number.
      () => setFailed(true),
    );
    addEventListener('beforeprint', redraw);
    return () => {
      over = true;
      observer.disconnect();
      removeEventListener('beforeprint', redraw);
      drawn.current?.dispose();
      drawn.current = undefined;
    };
  }, []);

  useEffect(() => {
    const place = element.current;
    if (!place || !drawn.current) return;
    drawn.current.resize({ width: place.clientWidth, height });
    drawn.current.setOption(option(place.clientWidth), { notMerge: true });
  }, [option, height]);

  if (failed) return <p class="message message-waiting">{t('chart.failed')}</p>;
  const image = (
    <div
      ref={element}
      class="chart"
      role="img"
      aria-label={props.label}
      style={{ height: `${height}px`, minWidth: props.minWidth && `${props.minWidth}px` }}
    />
  );
  if (props.minWidth === undefined) return image;
  return (
    <div class="chart-scroll" role="region" tabIndex={0} aria-label={t('chart.scroll', { title: props.label })}>
      {image}
    </div>
  );
};
