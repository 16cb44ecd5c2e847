import { useText } from '../i18n.js';

/** Stands on every page and on every printed sheet of an invented country; nothing takes it away. */
export const SimulatedBanner = () => {
  const { t } = useText();
  return (
    <aside class="simulated" aria-label={t('simulated.short')}>
      <strong>{t('simulated.short')}.</strong> <span class="long">{t('simulated.long')}</span>
    </aside>
  );
};
