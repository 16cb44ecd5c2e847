import type { Country } from '../api/types.js';
import { PageFrame } from '../components/page-frame.js';
import { useText } from '../i18n.js';

/** For those who see what was published and nothing else. */
export const ReleasesPage = ({ country }: { readonly country: Country }) => {
  const { t } = useText();
  return (
    <PageFrame title={t('releases.title')} lead={t('releases.lead')} country={country}>
      <p class="message message-waiting">
        <strong>{t('releases.none')}</strong> {t('releases.noneMeans')}
      </p>
    </PageFrame>
  );
};
