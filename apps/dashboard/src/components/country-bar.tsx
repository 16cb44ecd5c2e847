import type { Country } from '../api/types.js';
import { useText } from '../i18n.js';
import { Link, useRouter } from '../router.js';

/** The way back to the country, on a page that belongs to no cycle; its name alone for whoever has no page there. */
export const CountryBar = ({ country, linked = true }: { readonly country: Country; readonly linked?: boolean }) => {
  const { pick } = useText();
  const { to } = useRouter();
  const name = pick(country.name);
  return (
    <div class="cycle-bar">
      <p class="crumbs crumbs-alone">{linked ? <Link href={to([country.country])}>{name}</Link> : <span>{name}</span>}</p>
    </div>
  );
};
