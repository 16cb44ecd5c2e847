import type { ComponentChildren } from 'preact';
import { Link } from '../router.js';

/** What a first page answers at a glance; each answer leads to what it is made of. `undefined`: not known yet. */
export const AnswersAtAGlance = (props: {
  readonly answers: readonly {
    readonly key: string;
    readonly value: string | undefined;
    readonly name: string;
    readonly more?: ComponentChildren;
    readonly href: string;
    readonly current: boolean;
  }[];
}) => (
  <ul class="groups glance">
    {props.answers.map(({ key, value, name, more, href, current }) => (
      <li key={key} data-glance={key}>
        <Link href={href} aria-current={current ? 'page' : undefined}>
          <span class="group-count">{value ?? '…'}</span>
          <span class="glance-name">{name}</span>
          {more && <span class="glance-more">{more}</span>}
        </Link>
      </li>
    ))}
  </ul>
);
