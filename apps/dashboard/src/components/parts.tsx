import { useText } from '../i18n.js';
import { Link, useRouter } from '../router.js';

/** The value of `part` in the address: none for the first, with which a page begins. */
export const partQuery = <Part extends string>(parts: readonly [Part, ...Part[]], part: Part): Part | undefined =>
  part === parts[0] ? undefined : part;

/** The parts of a long page, each with an address of its own; the page begins with the first. */
export const Parts = <Part extends string>(props: {
  readonly parts: readonly [Part, ...Part[]];
  readonly current: Part;
  readonly text: (part: Part) => string;
}) => {
  const { t } = useText();
  const { here } = useRouter();
  return (
    <nav class="parts" aria-label={t('app.parts')}>
      <ul>
        {props.parts.map((part) => (
          <li key={part}>
            <Link href={here({ part: partQuery(props.parts, part) })} aria-current={part === props.current ? 'page' : undefined}>
              {props.text(part)}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
};
