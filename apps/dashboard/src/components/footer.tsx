import type { Localised } from '../api/types.js';
import { useText } from '../i18n.js';
import { furtherNotices } from '../notices.js';
import { Folded } from './folded.js';

export const Footer = (props: {
  readonly notices: readonly Localised[];
  readonly attribution?: string;
  readonly simulated: boolean;
}) => {
  const { t, pick } = useText();
  const [first, ...others] = [
    ...(props.simulated ? [`${t('simulated.short')}. ${t('simulated.long')}`] : []),
    ...furtherNotices(props.notices.map(pick), props.attribution),
  ];
  if (first === undefined) return null;
  return (
    <footer class="site-footer">
      <h2>{t('app.notices')}</h2>
      <p>{first}</p>
      {others.length > 0 && (
        <Folded label={t('app.moreNotices')}>
          <ul>
            {others.map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
        </Folded>
      )}
    </footer>
  );
};
