import { useId, useState } from 'preact/hooks';
import type { Country, DataRequest, Items } from '../api/types.js';
import { CountryBar } from '../components/country-bar.js';
import { Loading } from '../components/loading.js';
import { PageFrame } from '../components/page-frame.js';
import { ProblemMessage } from '../components/problem-message.js';
import { useText } from '../i18n.js';
import { useDraft, useResource, useSession } from '../session.js';
import { useWrite } from '../teacher/use-own.js';

interface Identity {
  readonly givenName: string;
  readonly familyName: string;
  readonly email?: string;
}

/** What teachers asked about their own data. The country team corrects; the data protection officer forgets. */
export const RequestsPage = ({ country }: { readonly country: Country }) => {
  const { t } = useText();
  const { me } = useSession();
  const officer = me?.role === 'data-protection-officer';
  const base = `/v1/${encodeURIComponent(country.country)}`;
  return (
    <PageFrame
      title={t('requests.title')}
      lead={t(officer ? 'requests.leadOfficer' : 'requests.leadTeam')}
      country={country}
      navigation={<CountryBar country={country} />}
    >
      {officer && <Requests base={base} kind="erasure" />}
      <Requests base={base} kind="correction" />
      {officer && <Behind base={base} />}
    </PageFrame>
  );
};

const Requests = ({ base, kind }: { readonly base: string; readonly kind: DataRequest['kind'] }) => {
  const { t } = useText();
  const { resources } = useSession();
  const path = `${base}/${kind}-requests`;
  const { data, problem } = useResource<Items<DataRequest>>(path);
  const again = () => resources.refresh(path);
  const waits = ({ status }: DataRequest) => status === 'open' || status === 'confirmed';
  const items = data?.items ?? [];
  const settled = items.filter((one) => !waits(one));
  return (
    <section class="part" aria-labelledby={`requests-${kind}`} data-requests={kind}>
      <h2 id={`requests-${kind}`}>{t(`requests.${kind}`)}</h2>
      {problem && <ProblemMessage problem={problem} onRetry={() => void again()} />}
      {!data && !problem && <Loading />}
      {data && !items.some(waits) && <p>{t(`requests.none_${kind}`)}</p>}
      <ul class="cards">
        {items.filter(waits).map((one) => (
          <Waiting key={one.request} one={one} base={base} again={again} />
        ))}
      </ul>
      {settled.length > 0 && (
        <details>
          <summary>{t('requests.settled')}</summary>
          <ul class="cards">
            {settled.map((one) => (
              <li key={one.request} class="card" data-status={one.status}>
                <Told one={one} />
              </li>
            ))}
          </ul>
        </details>
      )}
    </section>
  );
};

const Told = ({ one }: { readonly one: DataRequest }) => {
  const { t, format } = useText();
  return (
    <>
      <h3>
        {t(`request.kind.${one.kind}`)}
        {one.topic !== undefined && `: ${t(`request.topic.${one.topic}`)}`}
      </h3>
      <p>
        <strong>{t(`request.status.${one.status}`)}</strong>
        {` · ${t('request.asked', { when: format.dateTime(one.askedAt) })}`}
        {one.settledAt !== undefined && ` · ${t('request.settled', { when: format.dateTime(one.settledAt) })}`}
      </p>
      <p class="hint">{t('requests.pseudonym', { teacher: one.teacher })}</p>
      {one.text !== undefined && <blockquote>{one.text}</blockquote>}
      {one.reply !== undefined && (
        <p>
          {t('request.reply')} {one.reply}
        </p>
      )}
    </>
  );
};

const Waiting = ({ one, base, again }: { readonly one: DataRequest; readonly base: string; again(): Promise<void> }) => {
  const { t } = useText();
  const { api, me } = useSession();
  const { busy, problem, write } = useWrite();
  const [words, setWords] = useDraft(`request-${one.request}`);
  const [sure, setSure] = useState(false);
  const [who, setWho] = useState<Identity | null | undefined>();
  const id = useId();
  const teacher = encodeURIComponent(one.teacher);
  const said = words.trim();
  const send = (path: string, body?: object) =>
    void write(async () => {
      await api.send('POST', `${base}/${path}`, body);
      setWords('');
      await again();
    });
  const reveal = () =>
    void write(async () => {
      const { identity } = await api.get<{ identity: Identity | null }>(`${base}/teachers/${teacher}`);
      setWho(identity);
    });
  const answer = (outcome: 'resolved' | 'declined') =>
    send(`correction-requests/${teacher}/${one.request}/answer`, { outcome, reply: said });
  const corrects = one.kind === 'correction' && me?.role === 'coordinator';
  const forgets = one.kind === 'erasure';
  return (
    <li class="card" data-request={one.request} data-status={one.status}>
      <Told one={one} />
      {corrects && who === undefined && (
        <button type="button" class="quiet" disabled={busy} onClick={reveal}>
          {t('requests.who')}
        </button>
      )}
      {who !== undefined && (
        <p role="status">
          {who === null ? t('requests.forgotten') : [who.givenName, who.familyName, who.email].filter(Boolean).join(' · ')}
        </p>
      )}
      {(corrects || forgets) && (
        <p class="field">
          <label for={`${id}-words`}>{t(forgets ? 'requests.ground' : 'requests.reply')}</label>
          <textarea
            id={`${id}-words`}
            rows={3}
            maxLength={2000}
            value={words}
            onInput={(event) => setWords(event.currentTarget.value)}
          />
        </p>
      )}
      {problem && <ProblemMessage problem={problem} />}
      {corrects && (
        <div class="actions">
          <button type="button" class="primary" disabled={busy || said.length < 3} onClick={() => answer('resolved')}>
            {t('requests.resolve')}
          </button>
          <button type="button" disabled={busy || said.length < 3} onClick={() => answer('declined')}>
            {t('requests.decline')}
          </button>
        </div>
      )}
      {forgets && (
        <>
          <label class="option">
            <input type="checkbox" checked={sure} onChange={(event) => setSure(event.currentTarget.checked)} />
            <span>{t('requests.forgetSure')}</span>
          </label>
          <div class="actions">
            <button type="button" class="danger" disabled={busy || !sure} onClick={() => send(`teachers/${teacher}/forgetting`)}>
              {t('requests.forget')}
            </button>
            <button
              type="button"
              disabled={busy || said.length < 3}
              onClick={() => send(`erasure-requests/${teacher}/${one.request}/refusal`, { reply: said })}
            >
              {t('requests.decline')}
            </button>
          </div>
        </>
      )}
    </li>
  );
};

/** Who is behind a pseudonym; the reason is written down before anything is shown. */
const Behind = ({ base }: { readonly base: string }) => {
  const { t } = useText();
  const { api } = useSession();
  const { busy, problem, write } = useWrite();
  const [teacher, setTeacher] = useState('');
  const [reason, setReason] = useDraft('identity-reason');
  const [found, setFound] = useState<{ readonly identity: Identity | null } | undefined>();
  const id = useId();
  const ready = teacher.trim() !== '' && reason.trim().length >= 5;
  const ask = (event: Event) => {
    event.preventDefault();
    if (!ready) return;
    setFound(undefined);
    void write(async () => {
      setFound(
        await api.send('POST', `${base}/teachers/${encodeURIComponent(teacher.trim())}/identity`, { reason: reason.trim() }),
      );
    });
  };
  return (
    <section class="part" aria-labelledby="behind">
      <h2 id="behind">{t('requests.behind')}</h2>
      <p>{t('requests.behindMeans')}</p>
      <form onSubmit={ask} data-form="identity">
        <p class="field">
          <label for={`${id}-teacher`}>{t('requests.pseudonymField')}</label>
          <input
            id={`${id}-teacher`}
            type="text"
            value={teacher}
            maxLength={40}
            spellcheck={false}
            autocomplete="off"
            onInput={(event) => setTeacher(event.currentTarget.value)}
          />
        </p>
        <p class="field">
          <label for={`${id}-reason`}>{t('requests.reason')}</label>
          <textarea
            id={`${id}-reason`}
            rows={2}
            maxLength={500}
            value={reason}
            onInput={(event) => setReason(event.currentTarget.value)}
          />
        </p>
        {problem && <ProblemMessage problem={problem} />}
        <button type="submit" disabled={busy || !ready}>
          {t('requests.show')}
        </button>
      </form>
      {found && (
        <p class="message message-done" role="status">
          {found.identity
            ? [found.identity.givenName, found.identity.familyName, found.identity.email].filter(Boolean).join(' · ')
            : t('requests.forgotten')}
        </p>
      )}
    </section>
  );
};
