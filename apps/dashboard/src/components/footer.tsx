import type { Localised } from '../api/types.js';
import { useText } from '../i18n.js';

export const Footer = (props: {
  readonly notices: readonly Localised[];
  readonly attribution?: string;
  readonly simulated: boolean;
}) => {
  const { t, pick } = useText();
  const lines = [
    ...(props.simulated ? [`${t('simulated.short')}. ${t('simulated.long')}`] : []),
    ...props.notices.map(pick),
    ...(props.attribution ? [props.attribution] : []),
  ];
  if (lines.length === 0) return null;
  return (
    <footer class="site-footer">
      <h2>{t('app.notices')}</h2>
      <ul>
        {lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </footer>
  );
};
