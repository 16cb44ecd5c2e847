import { useState } from 'preact/hooks';
import type { Enrolment, Items, Localised } from '../api/types.js';
import { ProblemMessage } from '../components/problem-message.js';
import { useText } from '../i18n.js';
import { useCycle } from '../pages/cycle-context.js';
import { useResource, useSession } from '../session.js';
import { PathChanged, byCourse } from './learning-path.js';
import { useWrite, type ReadyOwn } from './use-own.js';

interface Offering {
  readonly offering: string;
  readonly title: Localised;
  readonly hours: number | null;
  readonly starts: string;
  readonly ends: string;
  readonly seatsLeft: number | null;
}

const NOT_BEGUN: readonly Enrolment['status'][] = ['requested', 'waiting', 'enrolled'];
const DROP_REASONS = ['no-time', 'no-connection', 'not-what-i-need', 'left-the-school', 'other'] as const;

/** The courses of the path and the others on offer; enrol, begin, say how far, leave. */
export const CoursesPart = ({ own }: { readonly own: ReadyOwn }) => {
  const { t, count, format, pick } = useText();
  const { api } = useSession();
  const { path: cyclePath } = useCycle();
  const offerings = useResource<Items<Offering>>(`${cyclePath}/offerings`);
  const { busy, problem, write } = useWrite();
  const act = (path: string, body?: object) =>
    void write(async () => {
      await api.send('POST', path, body);
      own.again();
    });
  const suggested = byCourse(own.path?.steps ?? []).map(({ course }) => ({ ...course, hours: course.hours }));
  const seats = new Map((offerings.data?.items ?? []).map((one) => [one.offering, one.seatsLeft]));
  const others = (offerings.data?.items ?? []).filter(({ offering }) => !suggested.some((one) => one.offering === offering));
  const enrolmentIn = (offering: string): Enrolment | undefined => {
    const there = own.enrolments.filter((one) => one.offering === offering);
    return there.find(({ status }) => status !== 'cancelled') ?? there[0];
  };

  const closed = own.participation.windows.find(({ stage }) => stage === 'learning')?.state === 'closed';

  const card = (one: Pick<Offering, 'offering' | 'title' | 'hours' | 'starts' | 'ends'>) => {
    const enrolment = enrolmentIn(one.offering);
    const left = seats.get(one.offering);
    return (
      <li key={one.offering} class="card" data-offering={one.offering}>
        <h3>{pick(one.title)}</h3>
        <p class="hint">
          {[
            ...(one.hours === null ? [] : [count('path.hours', one.hours)]),
            t('path.dates', { starts: format.date(one.starts), ends: format.date(one.ends) }),
            ...(typeof left === 'number' && !enrolment ? [count('courses.seats', left)] : []),
          ].join(' · ')}
        </p>
        {enrolment && (
          <p class="state">
            <strong>{t(`courses.status.${enrolment.status}`)}</strong>
            {enrolment.place !== undefined &&
              enrolment.status === 'waiting' &&
              ` ${t('courses.place', { place: enrolment.place })}`}
            {enrolment.percent !== undefined && enrolment.status === 'started' && ` ${format.percent(enrolment.percent / 100)}`}
          </p>
        )}
        <div class="actions">
          {(!enrolment || enrolment.status === 'cancelled') && !closed && (
            <button
              type="button"
              class="primary"
              disabled={busy}
              onClick={() => act(`${own.base}/enrolments`, { offering: one.offering })}
            >
              {t('courses.enrol')}
            </button>
          )}
          {enrolment?.status === 'enrolled' && (
            <button
              type="button"
              class="primary"
              disabled={busy}
              onClick={() => act(`${cyclePath}/enrolments/${enrolment.enrolment}/start`)}
            >
              {t('courses.start')}
            </button>
          )}
          {enrolment?.status === 'started' && (
            <Progress
              key={`${enrolment.enrolment}-${enrolment.percent ?? 0}`}
              from={enrolment.percent ?? 0}
              busy={busy}
              save={(percent) => act(`${cyclePath}/enrolments/${enrolment.enrolment}/progress`, { percent })}
            />
          )}
          {enrolment?.status === 'started' && (
            <Leaving
              way="drop"
              busy={busy}
              leave={(reason) => act(`${cyclePath}/enrolments/${enrolment.enrolment}/drop`, { reason })}
            />
          )}
          {enrolment && NOT_BEGUN.includes(enrolment.status) && (
            <Leaving
              key={enrolment.status}
              way={enrolment.status === 'enrolled' ? 'cancel' : 'leaveList'}
              busy={busy}
              leave={(reason) => act(`${cyclePath}/enrolments/${enrolment.enrolment}/cancellation`, { reason })}
            />
          )}
        </div>
      </li>
    );
  };
  return (
    <>
      {problem && <ProblemMessage problem={problem} />}
      {own.path && <PathChanged path={own.path} />}
      {closed && <p class="message message-waiting">{t('courses.closed')}</p>}
      {offerings.problem && <ProblemMessage problem={offerings.problem} />}
      {suggested.length > 0 && (
        <section aria-labelledby="suggested">
          <h2 id="suggested">{t('courses.suggested')}</h2>
          <ul class="cards">{suggested.map(card)}</ul>
        </section>
      )}
      {others.length > 0 && (
        <section aria-labelledby="others">
          <h2 id="others">{t('courses.others')}</h2>
          <details open={suggested.length === 0 || others.some(({ offering }) => enrolmentIn(offering) !== undefined)}>
            <summary>{count('courses.othersShow', others.length)}</summary>
            <ul class="cards">{others.map(card)}</ul>
          </details>
        </section>
      )}
      <p class="note">{t('courses.completionNote')}</p>
    </>
  );
};

const Progress = (props: { readonly from: number; readonly busy: boolean; readonly save: (percent: number) => void }) => {
  const { t, format } = useText();
  const steps = [10, 20, 30, 40, 50, 60, 70, 80, 90, 100].filter((percent) => percent > props.from);
  const [percent, setPercent] = useState(steps[0] ?? 100);
  if (steps.length === 0) return <p class="hint">{t('courses.waitsForTutor')}</p>;
  return (
    <p class="choice">
      <label>
        {t('courses.progress')}{' '}
        <select value={percent} onChange={(event) => setPercent(Number(event.currentTarget.value))}>
          {steps.map((one) => (
            <option key={one} value={one}>
              {format.percent(one / 100)}
            </option>
          ))}
        </select>
      </label>
      <button type="button" disabled={props.busy} onClick={() => props.save(percent)}>
        {t('courses.saveProgress')}
      </button>
    </p>
  );
};

/** Asks once more and why, and says what follows, before somebody gives up a course, a seat or a place on a list. */
const Leaving = (props: {
  readonly way: 'drop' | 'cancel' | 'leaveList';
  readonly busy: boolean;
  readonly leave: (reason: string) => void;
}) => {
  const { way } = props;
  const { t } = useText();
  const [asking, setAsking] = useState(false);
  const [reason, setReason] = useState<string>(DROP_REASONS[0]);
  if (!asking)
    return (
      <button type="button" class="quiet" onClick={() => setAsking(true)}>
        {t(`courses.${way}.ask`)}
      </button>
    );
  return (
    <p class="choice">
      <span class="hint">{t(`courses.${way}.means`)}</span>
      <label>
        {t('courses.leaveReason')}{' '}
        <select value={reason} onChange={(event) => setReason(event.currentTarget.value)}>
          {DROP_REASONS.map((one) => (
            <option key={one} value={one}>
              {t(`courses.reason.${one}`)}
            </option>
          ))}
        </select>
      </label>
      <button type="button" disabled={props.busy} onClick={() => props.leave(reason)}>
        {t(`courses.${way}.confirm`)}
      </button>
      <button type="button" class="quiet" onClick={() => setAsking(false)}>
        {t(`courses.${way}.stay`)}
      </button>
    </p>
  );
};
