import { useText } from '../i18n.js';

export const Loading = () => {
  const { t } = useText();
  return (
    <p class="loading" role="status">
      {t('app.loading')}
    </p>
  );
};
