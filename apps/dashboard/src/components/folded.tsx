import type { ComponentChildren } from 'preact';
import { useId, useState } from 'preact/hooks';

/** What stands open on a desktop and on paper, and behind a button on a telephone, where it would push away what the page is about. */
export const Folded = (props: { readonly label: ComponentChildren; readonly children: ComponentChildren }) => {
  const [open, setOpen] = useState(false);
  const id = useId();
  return (
    <div class="folded" data-open={open ? 'yes' : undefined}>
      <button type="button" class="quiet folded-toggle" aria-expanded={open} aria-controls={id} onClick={() => setOpen(!open)}>
        {props.label}
      </button>
      <div id={id} class="folded-content">
        {props.children}
      </div>
    </div>
  );
};
