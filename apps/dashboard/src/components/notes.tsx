import { useText } from '../i18n.js';
import { Citation } from './citation.js';
import { Folded } from './folded.js';

/** How a figure is read, what it leaves out, and how it is cited. */
export const Notes = (props: { readonly notes?: readonly string[]; readonly definition?: string }) => {
  const { t } = useText();
  const notes = (props.notes ?? []).filter((note) => note !== '');
  if (notes.length === 0 && props.definition === undefined) return null;
  return (
    <Folded label={t('chart.howToRead')}>
      {notes.map((note) => (
        <p class="note" key={note}>
          {note}
        </p>
      ))}
      <Citation definition={props.definition} />
    </Folded>
  );
};
