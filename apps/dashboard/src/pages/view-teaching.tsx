import { useState } from 'preact/hooks';
import type { ClassAnswer, ClassEntry, TaughtOffering } from '../../../../libs/contexts/learning/queries/answers.js';
import { Problem } from '../api/client.js';
import type { Items } from '../api/types.js';
import { Answer } from '../components/answer.js';
import { DataTable } from '../components/data-table.js';
import { ProblemMessage } from '../components/problem-message.js';
import { useText } from '../i18n.js';
import { Link, useRouter } from '../router.js';
import { useSession } from '../session.js';
import { none, words, type Table } from '../table.js';
import { useCycle, useNames } from './cycle-context.js';

type Presence = 'present' | 'absent' | 'excused';
const PRESENCES: readonly Presence[] = ['present', 'absent', 'excused'];
const CORRECTIONS = ['entered-wrongly', 'came-later', 'proof-followed'] as const;
const CALLED_OFF = ['weather', 'strike', 'tutor-absent', 'place-unusable', 'other'] as const;
const FAIL_REASONS = ['attendance', 'assignments', 'final-work', 'other'] as const;

/** What tutors and providers see: their own courses, and in each its sessions, who takes part, and who completed it. */
export const TeachingView = () => {
  const { place } = useRouter();
  const offering = place.query['course'];
  if (offering === undefined)
    return <Answer<Items<TaughtOffering>> of="teaching">{({ items }) => <Courses items={items} />}</Answer>;
  return (
    <Answer<ClassAnswer> key={offering} of={`teaching/${encodeURIComponent(offering)}`}>
      {(answer) => <Class of={answer} />}
    </Answer>
  );
};

const Courses = ({ items }: { readonly items: readonly TaughtOffering[] }) => {
  const { t, pick, format } = useText();
  const { here } = useRouter();
  const names = useNames();
  return (
    <>
      <p class="lead">{t('views.teaching.lead')}</p>
      {items.length === 0 && <p class="message message-waiting">{t('teaching.none')}</p>}
      <ul class="choices">
        {items.map((one) => (
          <li key={one.offering}>
            <Link href={here({ course: one.offering })}>
              <span class="choice-title">{pick(one.title) || one.course}</span>
              <span class="choice-more">
                {t(`modality.${one.modality}`)} ·{' '}
                {one.region === null ? t('teaching.national') : names.cell('region', one.region)} ·{' '}
                {t('teaching.dates', { from: format.date(one.starts), to: format.date(one.ends) })}
              </span>
              <span class="choice-more">
                {t('teaching.people', { n: format.integer(one.taken), count: one.taken })}
                {one.waiting > 0 && ` · ${t('teaching.waiting', { n: format.integer(one.waiting) })}`} ·{' '}
                {t('teaching.completed', { n: format.integer(one.completed) })}
                {one.modality !== 'distance' &&
                  ` · ${t('teaching.sessionsHeld', {
                    held: format.integer(one.sessions.held),
                    all: format.integer(one.sessions.held + one.sessions.scheduled),
                  })}`}
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </>
  );
};

/** Sends a change and reads the page again; a problem stays above what it is about. */
const useActs = () => {
  const { api, resources } = useSession();
  const { path } = useCycle();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | undefined>();
  const act = async (address: string, body: object = {}): Promise<boolean> => {
    setBusy(true);
    setProblem(undefined);
    try {
      await api.send('POST', `${path}/${address}`, body);
      resources.refreshUnder(`${path}/teaching`);
      return true;
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      setProblem(error);
      return false;
    } finally {
      setBusy(false);
    }
  };
  return { busy, problem, act };
};

const nameOf = (entry: ClassEntry, unknown: string): string =>
  entry.name ? `${entry.name.familyName}, ${entry.name.givenName}` : unknown;

const Class = ({ of }: { readonly of: ClassAnswer }) => {
  const { t, pick, format } = useText();
  const { here } = useRouter();
  const [taking, setTaking] = useState<string | undefined>();
  const { busy, problem, act } = useActs();
  const sessions = of.sessions.filter(({ status }) => status !== 'called-off');
  const table: Table = {
    caption: t(sessions.length === 0 ? 'teaching.statusTable' : 'teaching.attendanceTable'),
    columns: [t('teaching.participant'), t('teaching.status'), ...sessions.map(({ starts }) => format.date(starts))],
    rows: of.participants.map((one) => ({
      id: one.enrolment,
      header: nameOf(one, t('teaching.forgotten')),
      cells: [
        words(t(`teaching.state.${one.status}`)),
        ...sessions.map(({ session }) => {
          const presence = one.attendance[session];
          return presence === undefined ? none(t('teaching.notEntered')) : words(t(`teaching.presence.${presence}`));
        }),
      ],
    })),
  };
  return (
    <>
      <p>
        <Link href={here({ course: undefined })}>{t('teaching.all')}</Link>
      </p>
      <h2>{pick(of.title) || of.course}</h2>
      <p>
        {t(`modality.${of.modality}`)} · {t('teaching.dates', { from: format.date(of.starts), to: format.date(of.ends) })}
      </p>
      {problem && <ProblemMessage problem={problem} />}
      {of.modality !== 'distance' && (
        <section aria-labelledby="sessions">
          <h2 id="sessions">{t('teaching.sessions')}</h2>
          {of.sessions.length === 0 && <p>{t('teaching.noSessions')}</p>}
          <ul class="cards">
            {of.sessions.map((one) => (
              <li key={one.session} class="card">
                <h3>{format.dateTime(one.starts)}</h3>
                <p>
                  {t(`teaching.sessionState.${one.status}`)}
                  {one.calledOffBecause && ` (${t(`teaching.calledOff.${one.calledOffBecause}`)})`}
                  {one.status !== 'called-off' &&
                    ` · ${t('teaching.entered', { n: format.integer(one.entered), of: format.integer(of.participants.length) })}`}
                </p>
                {one.status !== 'called-off' && (
                  <div class="actions">
                    <button
                      type="button"
                      class="primary"
                      aria-expanded={taking === one.session}
                      onClick={() => setTaking(taking === one.session ? undefined : one.session)}
                    >
                      {t('teaching.takeAttendance')}
                    </button>
                    {one.status === 'scheduled' && (
                      <Reasoned
                        label={t('teaching.callOff')}
                        ask={t('teaching.why')}
                        confirm={t('teaching.callOffConfirm')}
                        reasons={CALLED_OFF.map((reason) => [reason, t(`teaching.calledOff.${reason}`)])}
                        busy={busy}
                        act={(reason) => act(`sessions/${one.session}/cancellation`, { reason })}
                      />
                    )}
                  </div>
                )}
                {taking === one.session && (
                  <AttendanceForm
                    session={one.session}
                    when={format.dateTime(one.starts)}
                    participants={of.participants}
                    done={() => setTaking(undefined)}
                  />
                )}
              </li>
            ))}
          </ul>
          <NewSession of={of} busy={busy} act={act} />
        </section>
      )}
      <section aria-labelledby="participants">
        <h2 id="participants">{t('teaching.participants')}</h2>
        {of.participants.length === 0 && <p>{t('teaching.nobody')}</p>}
        {of.participants.length > 0 && <DataTable table={table} />}
        <ul class="cards">
          {of.participants.map((one) => (
            <li key={one.enrolment} class="card">
              <h3>{nameOf(one, t('teaching.forgotten'))}</h3>
              <p>
                {t(`teaching.state.${one.status}`)}
                {one.percent !== null && ` · ${t('teaching.progress', { share: format.percent(one.percent / 100) })}`}
              </p>
              {(one.status === 'started' || one.status === 'failed') && (
                <div class="actions">
                  <button
                    type="button"
                    class="primary"
                    disabled={busy}
                    onClick={() => void act(`enrolments/${one.enrolment}/completion`)}
                  >
                    {t('teaching.complete')}
                  </button>
                  {one.status === 'started' && (
                    <Reasoned
                      label={t('teaching.fail')}
                      ask={t('teaching.why')}
                      confirm={t('teaching.failConfirm')}
                      reasons={FAIL_REASONS.map((reason) => [reason, t(`teaching.failed.${reason}`)])}
                      busy={busy}
                      act={(reason) => act(`enrolments/${one.enrolment}/failure`, { reason })}
                    />
                  )}
                </div>
              )}
            </li>
          ))}
        </ul>
        <p class="note">{t('teaching.namesNote')}</p>
      </section>
    </>
  );
};

/** Asks for a reason before it acts. */
const Reasoned = (props: {
  readonly label: string;
  readonly ask: string;
  readonly confirm: string;
  readonly reasons: readonly (readonly [string, string])[];
  readonly busy: boolean;
  readonly act: (reason: string) => Promise<boolean>;
}) => {
  const { t } = useText();
  const [asking, setAsking] = useState(false);
  const [reason, setReason] = useState(props.reasons[0]?.[0] ?? '');
  if (!asking)
    return (
      <button type="button" class="quiet" onClick={() => setAsking(true)}>
        {props.label}
      </button>
    );
  return (
    <p class="choice">
      <label>
        {props.ask}{' '}
        <select value={reason} onChange={(event) => setReason(event.currentTarget.value)}>
          {props.reasons.map(([value, text]) => (
            <option key={value} value={value}>
              {text}
            </option>
          ))}
        </select>
      </label>
      <button
        type="button"
        disabled={props.busy}
        onClick={() => {
          void props.act(reason).then((done) => {
            if (done) setAsking(false);
          });
        }}
      >
        {props.confirm}
      </button>
      <button type="button" class="quiet" onClick={() => setAsking(false)}>
        {t('teaching.back')}
      </button>
    </p>
  );
};

/** One list for a session: what was not entered yet is saved together; what was is corrected with a reason. */
const AttendanceForm = (props: {
  readonly session: string;
  readonly when: string;
  readonly participants: readonly ClassEntry[];
  readonly done: () => void;
}) => {
  const { session, participants } = props;
  const { t } = useText();
  const { busy, problem, act } = useActs();
  const [chosen, setChosen] = useState<Readonly<Record<string, Presence>>>({});
  const [reason, setReason] = useState<string>(CORRECTIONS[0]);
  const listed = participants.filter(({ status, attendance }) => status !== 'dropped' || attendance[session] !== undefined);
  const fresh = Object.entries(chosen).filter(([enrolment]) => {
    return participants.find((one) => one.enrolment === enrolment)?.attendance[session] === undefined;
  });
  const changed = Object.entries(chosen).filter(([enrolment, presence]) => {
    const known = participants.find((one) => one.enrolment === enrolment)?.attendance[session];
    return known !== undefined && known !== presence;
  });
  const save = async () => {
    if (fresh.length > 0) {
      const entries = fresh.map(([enrolment, presence]) => ({ enrolment, presence }));
      if (!(await act(`sessions/${session}/attendance`, { entries }))) return;
    }
    for (const [enrolment, presence] of changed)
      if (!(await act(`sessions/${session}/attendance/${enrolment}/correction`, { presence, reason }))) return;
    props.done();
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      {listed.map((one) => (
        <fieldset key={one.enrolment} class="attendance">
          <legend>{nameOf(one, t('teaching.forgotten'))}</legend>
          {PRESENCES.map((presence) => (
            <label key={presence}>
              <input
                type="radio"
                name={`${session}-${one.enrolment}`}
                checked={(chosen[one.enrolment] ?? one.attendance[session]) === presence}
                onChange={() => setChosen({ ...chosen, [one.enrolment]: presence })}
              />{' '}
              {t(`teaching.presence.${presence}`)}
            </label>
          ))}
        </fieldset>
      ))}
      {changed.length > 0 && (
        <p class="choice">
          <label>
            {t('teaching.correctionReason')}{' '}
            <select value={reason} onChange={(event) => setReason(event.currentTarget.value)}>
              {CORRECTIONS.map((one) => (
                <option key={one} value={one}>
                  {t(`teaching.correction.${one}`)}
                </option>
              ))}
            </select>
          </label>
        </p>
      )}
      {problem && <ProblemMessage problem={problem} />}
      <div class="actions">
        <button type="submit" class="primary" disabled={busy || fresh.length + changed.length === 0}>
          {t('teaching.save')}
        </button>
        <button type="button" class="quiet" onClick={props.done}>
          {t('teaching.back')}
        </button>
      </div>
    </form>
  );
};

/** A date and an hour in the reader's own clock, as the server wants them. */
const instantOf = (date: string, time: string): string | undefined => {
  const at = new Date(`${date}T${time}`);
  return Number.isNaN(at.getTime()) ? undefined : at.toISOString();
};

const NewSession = (props: {
  readonly of: ClassAnswer;
  readonly busy: boolean;
  readonly act: (address: string, body: object) => Promise<boolean>;
}) => {
  const { of, busy, act } = props;
  const { t } = useText();
  const [date, setDate] = useState('');
  const [from, setFrom] = useState('09:00');
  const [to, setTo] = useState('13:00');
  const starts = instantOf(date, from);
  const ends = instantOf(date, to);
  const next = `${of.offering}-${of.sessions.length + 1}`.slice(0, 60);
  return (
    <form
      class="new-session"
      onSubmit={(event) => {
        event.preventDefault();
        if (starts === undefined || ends === undefined) return;
        void act(`offerings/${encodeURIComponent(of.offering)}/sessions`, { session: next, starts, ends }).then((done) => {
          if (done) setDate('');
        });
      }}
    >
      <h3>{t('teaching.newSession')}</h3>
      <p class="choice">
        <label>
          {t('teaching.date')}{' '}
          <input
            type="date"
            required
            value={date}
            min={of.starts.slice(0, 10)}
            max={of.ends.slice(0, 10)}
            onInput={(event) => setDate(event.currentTarget.value)}
          />
        </label>
        <label>
          {t('teaching.from')} <input type="time" required value={from} onInput={(event) => setFrom(event.currentTarget.value)} />
        </label>
        <label>
          {t('teaching.until')} <input type="time" required value={to} onInput={(event) => setTo(event.currentTarget.value)} />
        </label>
      </p>
      <button type="submit" disabled={busy || starts === undefined || ends === undefined}>
        {t('teaching.schedule')}
      </button>
    </form>
  );
};
