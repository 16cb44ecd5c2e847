import { useId, useRef, useState } from 'preact/hooks';
import type { DataRequest } from '../api/types.js';
import { ProblemMessage } from '../components/problem-message.js';
import { useText } from '../i18n.js';
import { useDraft, useSession } from '../session.js';
import { useWrite } from './use-own.js';

const TOPICS = ['identity', 'assignment', 'answers', 'enrolment', 'attendance', 'other'] as const;

/** What was asked before, and what was answered. */
export const MyRequests = ({ requests }: { readonly requests: readonly DataRequest[] }) => {
  const { t, format } = useText();
  return (
    <section aria-labelledby="my-requests">
      <h2 id="my-requests" tabIndex={-1}>
        {t('record.requests')}
      </h2>
      {requests.length === 0 && <p>{t('record.noRequests')}</p>}
      <ul class="cards">
        {requests.map((one) => (
          <li key={one.request} class="card" data-request={one.kind} data-status={one.status}>
            <h3>
              {t(`request.kind.${one.kind}`)}
              {one.topic !== undefined && `: ${t(`request.topic.${one.topic}`)}`}
            </h3>
            <p>
              <strong>{t(`request.status.${one.status}`)}</strong>
              {` · ${t('request.asked', { when: format.dateTime(one.askedAt) })}`}
              {one.settledAt !== undefined && ` · ${t('request.settled', { when: format.dateTime(one.settledAt) })}`}
            </p>
            {one.text !== undefined && <blockquote>{one.text}</blockquote>}
            {one.reply !== undefined && (
              <p>
                {t('request.reply')} {one.reply}
              </p>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
};

const toRequests = () => document.getElementById('my-requests')?.focus();

/** What is wrong and how it should be, in the teacher's own words. */
export const Correction = ({ base }: { readonly base: string }) => {
  const { t } = useText();
  const { api, resources } = useSession();
  const { busy, problem, write } = useWrite();
  const [topic, setTopic] = useDraft('correction-topic');
  const [words, setWords] = useDraft('correction');
  const id = useId();
  const send = (event: Event) => {
    event.preventDefault();
    if (words.trim().length < 3) return;
    void write(async () => {
      await api.send('POST', `${base}/corrections`, { topic: topic || TOPICS[0], text: words.trim() });
      setWords('');
      setTopic('');
      await resources.refresh(`${base}/record`);
      toRequests();
    });
  };
  return (
    <section aria-labelledby="record-correction" class="no-print">
      <h2 id="record-correction">{t('record.correction')}</h2>
      <p>{t('record.correctionMeans')}</p>
      <form onSubmit={send} data-form="correction">
        <p class="field">
          <label for={`${id}-topic`}>{t('record.topic')}</label>
          <select id={`${id}-topic`} value={topic || TOPICS[0]} onChange={(event) => setTopic(event.currentTarget.value)}>
            {TOPICS.map((one) => (
              <option key={one} value={one}>
                {t(`request.topic.${one}`)}
              </option>
            ))}
          </select>
        </p>
        <p class="field">
          <label for={`${id}-words`}>{t('record.words')}</label>
          <textarea
            id={`${id}-words`}
            rows={4}
            maxLength={2000}
            required
            value={words}
            onInput={(event) => setWords(event.currentTarget.value)}
          />
        </p>
        {problem && <ProblemMessage problem={problem} />}
        <button type="submit" disabled={busy || words.trim().length < 3}>
          {t('record.ask')}
        </button>
      </form>
    </section>
  );
};

/** Two steps, so that nobody is forgotten by a slip of the thumb; then the data protection officer acts. */
export const Erasure = ({ base, requests }: { readonly base: string; readonly requests: readonly DataRequest[] }) => {
  const { t } = useText();
  const { api, resources } = useSession();
  const { busy, problem, write } = useWrite();
  const [sure, setSure] = useState(false);
  const heading = useRef<HTMLHeadingElement>(null);
  const open = requests.find(({ kind, status }) => kind === 'erasure' && (status === 'asked' || status === 'confirmed'));
  const act = (path: string) =>
    void write(async () => {
      await api.send('POST', `${base}/${path}`);
      setSure(false);
      await resources.refresh(`${base}/record`);
      heading.current?.focus();
    });
  return (
    <section aria-labelledby="record-erasure" class="no-print" data-erasure={open?.status ?? 'none'}>
      <h2 id="record-erasure" ref={heading} tabIndex={-1}>
        {t('record.erasure')}
      </h2>
      {!open && (
        <>
          <p>{t('record.erasureMeans')}</p>
          <button type="button" class="danger" disabled={busy} onClick={() => act('erasure')}>
            {t('record.erase')}
          </button>
        </>
      )}
      {open?.status === 'asked' && (
        <>
          <p class="message message-waiting" role="status">
            {t('record.erasureConfirm')}
          </p>
          <label class="option">
            <input type="checkbox" checked={sure} onChange={(event) => setSure(event.currentTarget.checked)} />
            <span>{t('record.erasureSure')}</span>
          </label>
          <div class="actions">
            <button
              type="button"
              class="danger"
              disabled={busy || !sure}
              onClick={() => act(`erasure/${open.request}/confirmation`)}
            >
              {t('record.confirm')}
            </button>
            <button type="button" disabled={busy} onClick={() => act(`erasure/${open.request}/withdrawal`)}>
              {t('record.takeBack')}
            </button>
          </div>
        </>
      )}
      {open?.status === 'confirmed' && (
        <>
          <p class="message message-done" role="status">
            {t('record.erasureWaits')}
          </p>
          <button type="button" disabled={busy} onClick={() => act(`erasure/${open.request}/withdrawal`)}>
            {t('record.takeBack')}
          </button>
        </>
      )}
      {problem && <ProblemMessage problem={problem} />}
    </section>
  );
};
