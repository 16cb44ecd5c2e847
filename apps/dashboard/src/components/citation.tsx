import { useText } from '../i18n.js';
import { useCycle } from '../pages/cycle-context.js';

/** How a figure is cited: what it is by id and version, whose, as of when, and that it is invented where it is. */
export const Citation = ({ definition }: { readonly definition: string | undefined }) => {
  const { t, format } = useText();
  const { country, cycle, asOf } = useCycle();
  if (definition === undefined) return null;
  const parts = [
    definition,
    `${country.country} ${cycle.cycle}`,
    asOf === null ? t('live.asOfNever') : t('citation.asOf', { time: format.dateTime(asOf) }),
    ...(country.origin === 'simulated' ? [t('simulated.short')] : []),
  ];
  return <p class="note citation">{t('citation.cite', { parts: parts.join(' · ') })}</p>;
};
