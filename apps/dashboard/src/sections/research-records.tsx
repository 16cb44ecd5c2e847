import { useId, useState } from 'preact/hooks';
import { useText } from '../i18n.js';
import { useCycle } from '../pages/cycle-context.js';

const STUDY = /^[0-9a-z]+(?:-[0-9a-z]+)*$/;

/** The records of those who agreed to research, under codes that hold in the named study alone. */
export const ResearchRecords = () => {
  const { t } = useText();
  const { path } = useCycle();
  const [study, setStudy] = useState('');
  const id = useId();
  const ready = STUDY.test(study) && study.length <= 40;
  return (
    <section class="part" aria-labelledby={`${id}-title`}>
      <h2 id={`${id}-title`}>{t('research.title')}</h2>
      <p>{t('research.means')}</p>
      <p class="field">
        <label for={`${id}-study`}>{t('research.study')}</label>
        <input
          id={`${id}-study`}
          type="text"
          value={study}
          maxLength={40}
          autocomplete="off"
          autocapitalize="none"
          spellcheck={false}
          aria-describedby={`${id}-hint`}
          aria-invalid={study !== '' && !ready ? 'true' : undefined}
          onInput={(event) => setStudy(event.currentTarget.value)}
        />
      </p>
      <p class="hint" id={`${id}-hint`}>
        {t('research.studyHint')}
      </p>
      {ready ? (
        <ul class="downloads">
          {(['csv', 'ndjson'] as const).map((format) => (
            <li key={format}>
              <a href={`${path}/research-records?study=${study}&format=${format}`} download>
                {t(`research.${format}`)}
              </a>
            </li>
          ))}
        </ul>
      ) : (
        <p class="hint" aria-live="polite">
          {t(study === '' ? 'research.nameFirst' : 'research.nameWrong')}
        </p>
      )}
      <p class="note">{t('research.note')}</p>
    </section>
  );
};
