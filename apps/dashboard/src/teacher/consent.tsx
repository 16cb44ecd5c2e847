import { useState } from 'preact/hooks';
import type { Purpose } from '../api/types.js';
import { ProblemMessage } from '../components/problem-message.js';
import { textTag } from '../format.js';
import { useText } from '../i18n.js';
import { useCycle } from '../pages/cycle-context.js';
import { useRouter } from '../router.js';
import { useSession } from '../session.js';
import { useWrite, type ReadyOwn } from './use-own.js';

const PURPOSES: readonly Purpose[] = ['take-part', 'programme-statistics', 'research'];

/** The text of the cycle, each purpose by itself; nothing is ticked beforehand. */
export const ConsentPart = ({ own }: { readonly own: ReadyOwn }) => {
  const text = useText();
  const { t, pick } = text;
  const { api } = useSession();
  const { country, cycle } = useCycle();
  const { go, to } = useRouter();
  const { busy, problem, write } = useWrite();
  const consent = own.participation.consentText;
  const given = own.participation.participation?.consent ?? undefined;
  const [chosen, setChosen] = useState<readonly Purpose[]>(given?.purposes ?? []);
  const purposes = consent.purposes ?? PURPOSES.map((purpose) => ({ purpose, required: purpose === 'take-part', text: {} }));
  const takesPart = given?.purposes.includes('take-part') ?? false;

  const agree = (event: Event) => {
    event.preventDefault();
    void write(async () => {
      await api.send('POST', `${own.base}/consent`, {
        version: consent.version,
        language: textTag(consent.text, text.locale),
        purposes: chosen,
      });
      own.again();
      go(to([country.country, cycle.cycle, 'me']));
    });
  };
  const withdraw = (withdrawn: readonly Purpose[]) =>
    void write(async () => {
      await api.send('POST', `${own.base}/consent/withdrawal`, { purposes: withdrawn });
      setChosen(chosen.filter((purpose) => !withdrawn.includes(purpose) && !withdrawn.includes('take-part')));
      own.again();
    });

  return (
    <>
      <div class="prose">
        {pick(consent.text)
          .split(/\n\s*\n/)
          .map((paragraph) => (
            <p key={paragraph}>{paragraph}</p>
          ))}
      </div>
      <form onSubmit={agree}>
        <fieldset>
          <legend>{t('consent.legend')}</legend>
          {purposes.map(({ purpose, required, text: says }) => (
            <label class="option" key={purpose}>
              <input
                type="checkbox"
                name={purpose}
                checked={chosen.includes(purpose)}
                onChange={(event) =>
                  setChosen(event.currentTarget.checked ? [...chosen, purpose] : chosen.filter((one) => one !== purpose))
                }
              />
              <span>
                {pick(says) || t(`consent.purpose.${purpose}`)}{' '}
                <em>{required ? t('consent.required') : t('consent.optional')}</em>
              </span>
            </label>
          ))}
        </fieldset>
        {problem && <ProblemMessage problem={problem} />}
        <div class="actions">
          <button type="submit" class="primary" disabled={busy || !chosen.includes('take-part')}>
            {takesPart ? t('consent.change') : t('consent.agree')}
          </button>
          {!chosen.includes('take-part') && <p class="hint">{t('consent.needed')}</p>}
        </div>
      </form>
      {given && given.purposes.length > 0 && (
        <section class="part" aria-labelledby="withdraw">
          <h2 id="withdraw">{t('consent.withdrawTitle')}</h2>
          <p>{t('consent.withdrawMeans')}</p>
          <ul class="plain">
            {given.purposes.map((purpose) => (
              <li key={purpose}>
                <button type="button" disabled={busy} onClick={() => withdraw([purpose])}>
                  {t(`consent.withdraw.${purpose}`)}
                </button>
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
};
