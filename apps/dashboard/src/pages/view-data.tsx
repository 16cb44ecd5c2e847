import type { DataStateAnswer } from '../../../../libs/contexts/evaluation/queries/answers.js';
import { Answer } from '../components/answer.js';
import { useText } from '../i18n.js';
import { Basis, StateSummary, Unknown, ViewsTable } from '../sections/state-of-data.js';

/** How far the data can be trusted: what is missing, late, withdrawn, behind or set aside. */
export const DataView = () => {
  const { t } = useText();
  return (
    <Answer<DataStateAnswer> of="data-state">
      {(state) => (
        <>
          <StateSummary state={state} />
          <section class="part" aria-labelledby="part-unknown">
            <h2 id="part-unknown">{t('state.partUnknown')}</h2>
            <Unknown state={state} />
          </section>
          <section class="part" aria-labelledby="part-basis">
            <h2 id="part-basis">{t('state.partBasis')}</h2>
            <Basis state={state} />
          </section>
          <section class="part" aria-labelledby="part-views">
            <h2 id="part-views">{t('state.partViews')}</h2>
            <p>{t('state.viewsMeans')}</p>
            <ViewsTable state={state} />
          </section>
        </>
      )}
    </Answer>
  );
};
