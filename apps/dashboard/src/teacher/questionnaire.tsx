import { useEffect, useRef, useState } from 'preact/hooks';
import { Problem } from '../api/client.js';
import type { Answer, AttemptWithForm, Item, Measure, Occasion } from '../api/types.js';
import { Loading } from '../components/loading.js';
import { ProblemMessage } from '../components/problem-message.js';
import { useText } from '../i18n.js';
import { useCycle } from '../pages/cycle-context.js';
import { Link, useRouter } from '../router.js';
import { useResource, useSession } from '../session.js';
import { queueOf } from './answer-queues.js';
import { attemptOf } from './journey.js';
import { keepForLater } from './offline.js';
import type { QueueState } from './queue.js';
import { useWrite, type Own } from './use-own.js';

interface Asked {
  readonly own: Own;
  readonly measure: Measure;
  readonly occasion: Occasion;
}

/** Begin, answer item by item, hand in. */
export const Questionnaire = ({ own, measure, occasion }: Asked) => {
  const { t } = useText();
  const { api } = useSession();
  const { busy, problem, write } = useWrite();
  const [begun, setBegun] = useState<string | undefined>();
  const known = attemptOf(own.attempts, measure, occasion);
  const attempt = known?.attempt ?? begun;
  if (known?.status === 'submitted')
    return (
      <>
        <p class="message message-done">{t(known.late ? 'questionnaire.doneLate' : 'questionnaire.done')}</p>
        <AfterHandingIn measure={measure} occasion={occasion} />
      </>
    );
  if (attempt !== undefined) return <Items own={own} attempt={attempt} measure={measure} occasion={occasion} />;
  const begin = () =>
    void write(async () => {
      try {
        const { attempt: started } = await api.send<{ attempt: string }>('POST', `${own.base}/attempts`, { measure, occasion });
        setBegun(started);
      } catch (error) {
        // Begun on another device: go on there where it stopped.
        const there = error instanceof Problem && error.code === 'already-started' ? error.details['attempt'] : undefined;
        if (typeof there !== 'string') throw error;
        setBegun(there);
      }
      own.again();
    });
  return (
    <>
      <p>{t(`questionnaire.about.${measure}`)}</p>
      <p>{t('questionnaire.saved')}</p>
      {problem && <ProblemMessage problem={problem} />}
      <button type="button" class="primary" disabled={busy} onClick={begin}>
        {t('questionnaire.begin')}
      </button>
    </>
  );
};

const AfterHandingIn = ({ measure, occasion }: { readonly measure: Measure; readonly occasion: Occasion }) => {
  const { t } = useText();
  const { to } = useRouter();
  const { country, cycle } = useCycle();
  const part = occasion === 'final' ? 'results' : measure === 'self-rating' ? 'profile' : undefined;
  return (
    <p>
      <Link class="button primary" href={to([country.country, cycle.cycle, 'me', ...(part ? [part] : [])])}>
        {part ? t(`part.${part}.title`) : t('teacher.back')}
      </Link>
    </p>
  );
};

const useQueue = (attemptPath: string) => {
  const { api } = useSession();
  const { queue, listeners } = queueOf(api, attemptPath);
  const [state, setState] = useState<QueueState>(queue.state);
  useEffect(() => {
    listeners.add(setState);
    // What a lost line or a closed page left behind goes first.
    void queue.flush();
    return () => {
      listeners.delete(setState);
    };
  }, [queue, listeners]);
  return { queue, state };
};

const Items = ({ own, attempt, measure, occasion }: Asked & { readonly attempt: string }) => {
  const { t, count, pick } = useText();
  const { place, go, here } = useRouter();
  const { api, resources } = useSession();
  const path = `${own.base}/attempts/${attempt}`;
  const { data, problem } = useResource<AttemptWithForm>(path);
  const { queue, state } = useQueue(path);
  const [given, setGiven] = useState<Readonly<Record<string, Answer>>>({});
  const { busy, problem: refused, write } = useWrite();
  const question = useRef<HTMLHeadingElement>(null);
  const there = data !== undefined;
  useEffect(() => {
    if (there) void keepForLater(['/v1/me', ...own.reads, path]);
    // The addresses follow from the attempt.
  }, [there, path]);
  const items = data?.form.items ?? [];
  // The latest word counts: what was just chosen, then what was answered in this browser, then what was read from the server.
  const answers = { ...data?.answers, ...queue.latest, ...given };
  const answered = items.filter(({ id }) => id in answers).length;
  const firstOpen = items.findIndex(({ id }) => !(id in answers));
  const asked = place.query['item'];
  const atEnd = asked === 'end';
  const index = Math.min(Math.max(0, Number.parseInt(asked ?? '1', 10) - 1 || 0), Math.max(0, items.length - 1));
  const item = items[index];

  // Begins where it stopped; from then on only the reader turns the page.
  const begins = data !== undefined && asked === undefined ? (firstOpen < 0 ? 'end' : String(firstOpen + 1)) : undefined;
  useEffect(() => {
    if (begins !== undefined) go(here({ item: begins }), { replace: true });
  }, [begins, go, here]);

  if (!data || asked === undefined)
    return problem ? <ProblemMessage problem={problem} onRetry={() => void resources.refresh(path)} /> : <Loading />;
  const show = (at: number | 'end') => {
    go(here({ item: at === 'end' ? 'end' : String(at + 1) }));
    requestAnimationFrame(() => question.current?.focus());
  };
  const choose = (of: Item, value: Answer) => {
    setGiven({ ...given, [of.id]: value });
    queue.answer(of.id, value);
  };
  const handIn = () =>
    void write(async () => {
      await queue.flush();
      if (queue.state.unsaved > 0) throw new Problem('offline', 0);
      await api.send('POST', `${path}/submission`);
      queue.clear();
      own.again();
    });

  return (
    <div class="questionnaire">
      <p class="progress">
        <label for="progress">{t('questionnaire.progress', { answered, of: items.length })}</label>
        <progress id="progress" value={answered} max={items.length} />
      </p>
      {atEnd || !item ? (
        <section aria-labelledby="question">
          <h2 id="question" ref={question} tabIndex={-1}>
            {t('questionnaire.endTitle')}
          </h2>
          {answered < items.length ? (
            <>
              <p>{count('questionnaire.missing', items.length - answered)}</p>
              <ul class="plain missing">
                {items.map((one, at) =>
                  one.id in answers ? null : (
                    <li key={one.id}>
                      <button type="button" class="quiet" onClick={() => show(at)}>
                        {t('questionnaire.goTo', { number: at + 1 })}
                      </button>
                    </li>
                  ),
                )}
              </ul>
            </>
          ) : (
            <p>{t('questionnaire.complete')}</p>
          )}
          <p>{t('questionnaire.final')}</p>
          {refused && <ProblemMessage problem={refused} />}
          <div class="actions">
            <button type="button" onClick={() => show(items.length - 1)}>
              {t('questionnaire.previous')}
            </button>
            <button type="button" class="primary" disabled={busy} onClick={handIn}>
              {t('questionnaire.handIn')}
            </button>
          </div>
        </section>
      ) : (
        <section aria-labelledby="question">
          <p class="hint">{t('questionnaire.number', { number: index + 1, of: items.length })}</p>
          <fieldset>
            <legend>
              <h2 id="question" ref={question} tabIndex={-1}>
                {pick(item.prompt)}
              </h2>
            </legend>
            {item.options.map(({ value, text }) => (
              <label class="option" key={`${item.id}-${value}`}>
                <input type="radio" name={item.id} checked={answers[item.id] === value} onChange={() => choose(item, value)} />
                <span>{pick(text)}</span>
              </label>
            ))}
            {item.notApplicable && (
              <label class="option" key={`${item.id}-na`}>
                <input type="radio" name={item.id} checked={answers[item.id] === 'na'} onChange={() => choose(item, 'na')} />
                <span>{t('questionnaire.notApplicable')}</span>
              </label>
            )}
          </fieldset>
          <div class="actions">
            <button type="button" disabled={index === 0} onClick={() => show(index - 1)}>
              {t('questionnaire.previous')}
            </button>
            <button type="button" class="primary" onClick={() => show(index + 1 < items.length ? index + 1 : 'end')}>
              {t('questionnaire.next')}
            </button>
          </div>
        </section>
      )}
      <SaveState state={state} />
      {measure === 'test' && occasion === 'baseline' && <p class="note">{t('questionnaire.testNote')}</p>}
    </div>
  );
};

const SaveState = ({ state }: { readonly state: QueueState }) => {
  const { t, count, format } = useText();
  const words = (): string => {
    switch (state.status) {
      case 'saved':
        return state.savedAt === undefined
          ? t('questionnaire.nothingUnsaved')
          : t('questionnaire.savedAt', { time: format.clock(state.savedAt) });
      case 'saving':
        return t('questionnaire.saving');
      case 'waiting':
        return count('questionnaire.waiting', state.unsaved);
      case 'refused':
        return count('questionnaire.refused', state.unsaved);
    }
  };
  return (
    <>
      <p class={`save-state save-state-${state.status}`} role="status" data-save={state.status}>
        {words()}
      </p>
      {state.problem !== undefined && <ProblemMessage problem={state.problem} />}
    </>
  );
};
