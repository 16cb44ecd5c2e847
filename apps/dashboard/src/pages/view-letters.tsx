import { useState } from 'preact/hooks';
import type { Letters } from '../../../../libs/contexts/rollout/queries/answers.js';
import { Problem } from '../api/client.js';
import { ProblemMessage } from '../components/problem-message.js';
import { useText } from '../i18n.js';
import { useRouter } from '../router.js';
import { useSession } from '../session.js';
import { useCycle } from './cycle-context.js';

/** New codes for a school, one letter a person, to print on A4 and cut. The codes are on this page alone: it is not kept anywhere. */
export const LettersView = () => {
  const { t } = useText();
  const { place } = useRouter();
  const { path } = useCycle();
  const { api } = useSession();
  const [school, setSchool] = useState(place.query['school'] ?? '');
  const [everybody, setEverybody] = useState(false);
  const [state, setState] = useState<'ready' | 'busy' | Letters | Problem>('ready');
  const issue = async (event: Event) => {
    event.preventDefault();
    setState('busy');
    try {
      setState(await api.send<Letters>('POST', `${path}/letters`, { school: school.trim(), everybody }));
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      setState(error);
    }
  };
  const letters = typeof state === 'object' && 'letters' in state ? state : undefined;
  return (
    <>
      <div class="no-print">
        <p class="lead">{t('views.letters.lead')}</p>
        <form class="remind" onSubmit={(event) => void issue(event)}>
          <label>
            {t('letters.school')}
            <input
              type="text"
              inputMode="numeric"
              required
              maxLength={64}
              value={school}
              onInput={({ currentTarget }) => setSchool(currentTarget.value)}
            />
          </label>
          <label class="check">
            <input type="checkbox" checked={everybody} onChange={({ currentTarget }) => setEverybody(currentTarget.checked)} />
            {t('letters.everybody')}
          </label>
          <button type="submit" disabled={state === 'busy'}>
            {t('letters.issue')}
          </button>
          {letters && (
            <button type="button" onClick={() => print()}>
              {t('letters.print')}
            </button>
          )}
        </form>
        <p class="note">{t('letters.warning')}</p>
        {state instanceof Problem && <ProblemMessage problem={state} />}
      </div>
      {letters && <PrintedLetters {...letters} />}
    </>
  );
};

const PrintedLetters = ({ school, letters, expiresAt }: Letters) => {
  const { t, count, format, pick } = useText();
  const { country, cycle } = useCycle();
  const simulated = country.origin === 'simulated';
  return (
    <section aria-labelledby="letters-of">
      <h2 id="letters-of">
        {school.name} ({school.code}){school.municipality !== null && ` · ${school.municipality}`}
      </h2>
      <p role="status" class="no-print">
        {count('letters.ready', letters.length)}
      </p>
      <ul class="letters">
        {letters.map(({ teacher, identity, code }) => (
          <li key={teacher} class="letter">
            {simulated && <p class="letter-simulated">{t('simulated.short')}</p>}
            <p class="letter-to">
              {identity ? `${identity.givenName} ${identity.familyName}` : t('team.column.forgotten')}
              <span>{school.name}</span>
            </p>
            <p>{t('letters.text', { cycle: pick(cycle.title) })}</p>
            <p class="letter-code">
              <span>{t('letters.address')}</span>
              <b>{`${location.host}/sign-in`}</b>
              <span>{t('letters.code')}</span>
              <b>{code}</b>
            </p>
            <p class="letter-small">{t('letters.small', { until: format.date(expiresAt) })}</p>
          </li>
        ))}
      </ul>
    </section>
  );
};
