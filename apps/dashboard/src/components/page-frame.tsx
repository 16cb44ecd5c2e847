import type { ComponentChildren } from 'preact';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import type { Country } from '../api/types.js';
import { useText } from '../i18n.js';
import { useRouter } from '../router.js';
import { Footer } from './footer.js';
import { Header } from './header.js';
import { SimulatedBanner } from './simulated-banner.js';

/** What every page has around it: skip link, header, the banner of simulated data, main part with its heading, footer. */
export const PageFrame = (props: {
  readonly title: string;
  readonly lead?: string;
  readonly country?: Pick<Country, 'name' | 'origin'> & Partial<Pick<Country, 'notices'>>;
  readonly attribution?: string;
  readonly navigation?: ComponentChildren;
  readonly children?: ComponentChildren;
}) => {
  const { t, pick } = useText();
  const { place } = useRouter();
  const heading = useRef<HTMLHeadingElement>(null);
  const page = place.path.join('/');
  const shown = useRef<string | undefined>(undefined);
  const name = props.country ? pick(props.country.name) : '';
  const simulated = props.country?.origin === 'simulated';
  useEffect(() => {
    document.title = [simulated ? t('simulated.short') : '', props.title, name, t('app.name')]
      .filter((part) => part !== '')
      .join(' · ');
  }, [props.title, name, simulated, t]);
  useEffect(() => {
    // A new page begins at its heading, also for those who hear it; the first one begins where the browser puts it.
    if (lastPage !== undefined && lastPage !== page && shown.current !== page) {
      heading.current?.focus();
      scrollTo(0, 0);
    }
    lastPage = page;
    shown.current = page;
  }, [page]);
  useLayoutEffect(
    () => () => {
      held = { page, place: placeOfFocus() };
    },
    [page],
  );
  useEffect(() => {
    // The frame of the page that was waiting for its data has gone with the focus in it: whoever had begun to read goes on where they were.
    const { page: before, place: kept } = held;
    held = { page: '', place: undefined };
    if (before !== page || kept === undefined || document.activeElement !== document.body) return;
    if (kept === 'main') heading.current?.focus({ preventScroll: true });
    else controlsAbove()[kept]?.focus({ preventScroll: true });
  }, [page]);
  const skip = (event: Event) => {
    event.preventDefault();
    heading.current?.focus();
    heading.current?.scrollIntoView();
  };
  return (
    <>
      <a class="skip-link" href="#main" onClick={skip}>
        {t('app.skip')}
      </a>
      <Header />
      {simulated && <SimulatedBanner />}
      {props.navigation}
      <main id="main">
        <h1 ref={heading} tabIndex={-1}>
          {props.title}
        </h1>
        {props.lead && <p class="lead">{props.lead}</p>}
        {props.children}
      </main>
      <Footer notices={props.country?.notices ?? []} attribution={props.attribution} simulated={simulated} />
    </>
  );
};

let lastPage: string | undefined;

/** Where the focus is: within the main part, or on one of the controls above it, counted from the top. */
type PlaceOfFocus = 'main' | number | undefined;
let held: { readonly page: string; readonly place: PlaceOfFocus } = { page: '', place: undefined };

const controlsAbove = (): readonly HTMLElement[] => [
  ...document.querySelectorAll<HTMLElement>('.skip-link, .site-header a, .site-header button'),
];
const placeOfFocus = (): PlaceOfFocus => {
  const active = document.activeElement;
  if (active?.closest('main')) return 'main';
  const at = controlsAbove().findIndex((one) => one === active);
  return at === -1 ? undefined : at;
};
