import { useId, useState } from 'preact/hooks';
import type { IdentityShown, Letters, RecordCode } from '../../../../libs/contexts/rollout/queries/answers.js';
import { Problem } from '../api/client.js';
import type { Items } from '../api/types.js';
import { ProblemMessage } from '../components/problem-message.js';
import { useText } from '../i18n.js';
import { useRouter } from '../router.js';
import { useDraft, useSession } from '../session.js';
import { useWrite } from '../teacher/use-own.js';
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
          <SchoolField value={school} onChange={setSchool} />
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
      <RecordCodeForm />
    </>
  );
};

interface Listed {
  readonly teacher: string;
  readonly identity: IdentityShown | null;
  readonly mergedInto?: string;
}

/** Whoever wants to see what is stored about them gets a code, whatever became of the cycle. */
const RecordCodeForm = () => {
  const { t } = useText();
  const { country } = useCycle();
  const { api } = useSession();
  const { busy, problem, write } = useWrite();
  const id = useId();
  const [school, setSchool] = useState('');
  const [teachers, setTeachers] = useState<readonly Listed[] | undefined>();
  const [teacher, setTeacher] = useState('');
  const [reason, setReason] = useDraft('record-code-reason');
  const [made, setMade] = useState<RecordCode | undefined>();
  const base = `/v1/${encodeURIComponent(country.country)}/teachers`;
  const find = (event: Event) => {
    event.preventDefault();
    setMade(undefined);
    setTeacher('');
    void write(async () => {
      setTeachers(undefined);
      const found = await api.get<Items<Listed>>(`${base}?school=${encodeURIComponent(school.trim())}`);
      setTeachers(found.items.filter(({ identity, mergedInto }) => identity !== null && mergedInto === undefined));
    });
  };
  const issue = (event: Event) => {
    event.preventDefault();
    setMade(undefined);
    void write(async () => {
      setMade(
        await api.send<RecordCode>('POST', `${base}/${encodeURIComponent(teacher)}/sign-in-code`, { reason: reason.trim() }),
      );
      setReason('');
    });
  };
  return (
    <section class="part" aria-labelledby="record-code" data-record-code={made ? 'made' : 'none'}>
      <div class="no-print">
        <h2 id="record-code">{t('recordCode.title')}</h2>
        <p>{t('recordCode.lead')}</p>
        <form class="remind" onSubmit={find}>
          <SchoolField value={school} onChange={setSchool} />
          <button type="submit" disabled={busy}>
            {t('recordCode.find')}
          </button>
        </form>
        {teachers?.length === 0 && <p role="status">{t('recordCode.none')}</p>}
        {teachers && teachers.length > 0 && (
          <form onSubmit={issue}>
            <p class="field">
              <label for={`${id}-teacher`}>{t('recordCode.teacher')}</label>
              <select
                id={`${id}-teacher`}
                required
                value={teacher}
                onChange={({ currentTarget }) => setTeacher(currentTarget.value)}
              >
                <option value="">{t('recordCode.choose')}</option>
                {teachers.map((one) => (
                  <option key={one.teacher} value={one.teacher}>
                    {`${one.identity?.familyName ?? ''}, ${one.identity?.givenName ?? ''}`}
                  </option>
                ))}
              </select>
            </p>
            <p class="field">
              <label for={`${id}-reason`}>{t('recordCode.reason')}</label>
              <input
                id={`${id}-reason`}
                type="text"
                required
                minLength={5}
                maxLength={500}
                aria-describedby={`${id}-hint`}
                value={reason}
                onInput={({ currentTarget }) => setReason(currentTarget.value)}
              />
              <span class="hint" id={`${id}-hint`}>
                {t('recordCode.reasonHint')}
              </span>
            </p>
            <button type="submit" disabled={busy || teacher === '' || reason.trim().length < 5}>
              {t('recordCode.issue')}
            </button>
          </form>
        )}
        {problem && <ProblemMessage problem={problem} />}
      </div>
      {made && (
        <>
          <p role="status" class="no-print">
            {t('recordCode.ready')} {t('recordCode.warning')}
          </p>
          <div class="letter">
            <Sheet to={nameOf(made.identity)} text={t('recordCode.text')} code={made.code} until={made.expiresAt} />
          </div>
          <p class="no-print">
            <button type="button" onClick={() => print()}>
              {t('letters.print')}
            </button>
          </p>
        </>
      )}
    </section>
  );
};

const SchoolField = ({ value, onChange }: { readonly value: string; readonly onChange: (school: string) => void }) => {
  const { t } = useText();
  return (
    <label>
      {t('letters.school')}
      <input
        type="text"
        inputMode="numeric"
        required
        maxLength={64}
        value={value}
        onInput={({ currentTarget }) => onChange(currentTarget.value)}
      />
    </label>
  );
};

const nameOf = ({ givenName, familyName }: IdentityShown): string => `${givenName} ${familyName}`;

/** What stands on one letter: to whom, why, where to sign in and with which code. */
const Sheet = (props: {
  readonly to: string;
  readonly school?: string;
  readonly text: string;
  readonly code: string;
  readonly until: string;
}) => {
  const { t, format } = useText();
  const { country } = useCycle();
  return (
    <>
      {country.origin === 'simulated' && <p class="letter-simulated">{t('simulated.short')}</p>}
      <p class="letter-to">
        {props.to}
        {props.school !== undefined && <span>{props.school}</span>}
      </p>
      <p>{props.text}</p>
      <p class="letter-code">
        <span>{t('letters.address')}</span>
        <b>{`${location.host}/sign-in`}</b>
        <span>{t('letters.code')}</span>
        <b>{props.code}</b>
      </p>
      <p class="letter-small">{t('letters.small', { until: format.date(props.until) })}</p>
    </>
  );
};

const PrintedLetters = ({ school, letters, expiresAt }: Letters) => {
  const { t, count, pick } = useText();
  const { cycle } = useCycle();
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
            <Sheet
              to={identity ? nameOf(identity) : t('team.column.forgotten')}
              school={school.name}
              text={t('letters.text', { cycle: pick(cycle.title) })}
              code={code}
              until={expiresAt}
            />
          </li>
        ))}
      </ul>
    </section>
  );
};
