import { useRef, useState } from 'preact/hooks';
import type { Dimension } from '../../../../libs/contexts/evaluation/queries/answers.js';
import type {
  ReleaseContent,
  ReleasedGain,
  ReleasedGroup,
  ReleasePreview,
} from '../../../../libs/contexts/evaluation/queries/release-answers.js';
import { DIMENSIONS, type Country, type CycleSummary, type Items, type Localised } from '../api/types.js';
import { Choice, useChoice } from '../components/choice.js';
import { CountryBar } from '../components/country-bar.js';
import { DataTable } from '../components/data-table.js';
import { saveTable } from '../components/download.js';
import { Loading } from '../components/loading.js';
import { PageFrame } from '../components/page-frame.js';
import { ProblemMessage } from '../components/problem-message.js';
import { useText, type Text } from '../i18n.js';
import { Link, useRouter } from '../router.js';
import { useResource, useSession } from '../session.js';
import { none, number, words, type Cell, type Table } from '../table.js';
import { useWrite } from '../teacher/use-own.js';
import { namesOf } from './cycle-context.js';
import { CHOOSE_CYCLE, firstView } from './views.js';

interface Summary {
  readonly cycle: string;
  readonly release: string;
  readonly title: Localised;
  readonly publishedAt: string;
  readonly asOf: string | null;
}
interface Release extends Omit<Summary, 'title' | 'asOf'> {
  readonly content: ReleaseContent;
  readonly heldBack: readonly string[];
}

const pathOf = ({ country }: Country) => `/v1/${encodeURIComponent(country)}/releases`;

/** What a country has published: the list, one release with its tables, and, for its team, publishing another. */
export const ReleasesPage = ({ country }: { readonly country: Country }) => {
  const { t } = useText();
  const { place, to } = useRouter();
  const { me } = useSession();
  const [, , cycle, release] = place.path;
  const team = me?.role === 'coordinator';
  return (
    <PageFrame
      title={t('releases.title')}
      lead={t(team ? 'releases.leadTeam' : 'releases.lead')}
      country={country}
      navigation={<CountryBar country={country} linked={!me || firstView(me.role) !== undefined} />}
    >
      {cycle !== undefined && release !== undefined ? (
        <OneRelease country={country} cycle={cycle} release={release} />
      ) : (
        <>
          <List country={country} />
          {team && <Publish country={country} />}
        </>
      )}
      {me && firstView(me.role) !== undefined && (
        <p>
          <Link href={to([country.country], CHOOSE_CYCLE)}>{t('cycles.all')}</Link>
        </p>
      )}
    </PageFrame>
  );
};

const List = ({ country }: { readonly country: Country }) => {
  const { t, pick, format } = useText();
  const { to } = useRouter();
  const { resources } = useSession();
  const path = pathOf(country);
  const { data, problem } = useResource<Items<Summary>>(path);
  if (problem) return <ProblemMessage problem={problem} onRetry={() => void resources.refresh(path)} />;
  if (!data) return <Loading />;
  if (data.items.length === 0)
    return (
      <p class="message message-waiting">
        <strong>{t('releases.none')}</strong> {t('releases.noneMeans')}
      </p>
    );
  return (
    <ul class="choices">
      {data.items.map((one) => (
        <li key={`${one.cycle}/${one.release}`}>
          <Link href={to([country.country, 'releases', one.cycle, one.release])}>
            <span class="choice-title">{t('releases.named', { title: pick(one.title), release: one.release })}</span>
            <span class="choice-more">
              {t('releases.published', { date: format.date(one.publishedAt) })}
              {one.asOf !== null && ` · ${t('releases.asOf', { date: format.date(one.asOf) })}`}
            </span>
          </Link>
        </li>
      ))}
    </ul>
  );
};

const hidden = (mark: 'primary' | 'complementary', { t }: Text): Cell => ({ kind: 'withheld', mark, text: t('withheld.short') });

const shareCell = (share: ReleasedGroup['reached'], text: Text): Cell => {
  if ('suppressed' in share) return hidden(share.suppressed, text);
  if ('bound' in share) return words(text.t(`releases.${share.coded}`, { share: text.format.percent(share.bound) }));
  return number(share.share, text.format.percent(share.share));
};

const gainCells = (gain: ReleasedGain | undefined, digits: number, text: Text): readonly Cell[] => {
  const { t, format } = text;
  if (gain === undefined) return [0, 1, 2].map(() => none(t('app.notApplicable')));
  if ('suppressed' in gain) return [0, 1, 2].map(() => hidden(gain.suppressed, text));
  if ('notEstimable' in gain) return [0, 1, 2].map(() => none(t('notEstimable.short')));
  const { mean, low, high, pairs } = gain;
  const signed = (value: number) => format.signed(value, digits);
  return [
    number(mean, signed(mean)),
    low === null || high === null
      ? none(t('app.notApplicable'))
      : words(t('gain.interval', { low: signed(low), high: signed(high) })),
    number(pairs, format.integer(pairs)),
  ];
};

const BY = DIMENSIONS as unknown as readonly [Dimension, ...Dimension[]];

/** The figures of a release, or of what would be one, by one dimension. */
const releaseTable = (country: Country, content: ReleaseContent, title: string, by: Dimension, text: Text): Table => {
  const { t, format } = text;
  const names = namesOf({ country, framework: undefined }, text);
  const measures = content.measures.map(({ measure, all, by: own }) => ({
    digits: measure === 'test' ? 1 : 2,
    named: t(`measure.${measure}`),
    of: (cell: string) => (cell === 'all' ? all : own[by]?.find((one) => one.cell === cell)?.gain),
  }));
  return {
    caption: `${title}: ${t(`dimension.${by}`)}`,
    definition: content.definitions.join(' '),
    columns: [
      t(`dimension.${by}`),
      t('releases.people'),
      t('releases.reached'),
      t('releases.trained'),
      ...measures.flatMap(({ named }) => ['mean', 'interval', 'pairs'].map((key) => `${named}: ${t(`releases.gain.${key}`)}`)),
    ],
    rows: [content.all, ...names.inOrder(by, content.by[by] ?? [], ({ cell }) => cell)].map((group) => ({
      id: group.cell,
      header: group.cell === 'all' ? t('group.all') : names.cell(by, group.cell),
      cells: [
        'n' in group.people ? number(group.people.n, format.integer(group.people.n)) : hidden(group.people.suppressed, text),
        shareCell(group.reached, text),
        shareCell(group.trained, text),
        ...measures.flatMap(({ of, digits }) => gainCells(of(group.cell), digits, text)),
      ],
    })),
  };
};

const OneRelease = (props: { readonly country: Country; readonly cycle: string; readonly release: string }) => {
  const { country } = props;
  const text = useText();
  const { t, pick, format } = text;
  const { to } = useRouter();
  const { resources } = useSession();
  const by = useChoice('by', BY);
  const path = `${pathOf(country)}/${encodeURIComponent(props.cycle)}/${encodeURIComponent(props.release)}`;
  const { data, problem } = useResource<Release>(path);
  const back = (
    <p>
      <Link href={to([country.country, 'releases'])}>{t('releases.all')}</Link>
    </p>
  );
  if (problem)
    return (
      <>
        <ProblemMessage problem={problem} onRetry={() => void resources.refresh(path)} />
        {back}
      </>
    );
  if (!data) return <Loading />;
  const { content, cycle, release, publishedAt } = data;
  const title = t('releases.named', { title: pick(content.title), release });
  const groups = content.by[by];
  const table = releaseTable(country, content, title, by, text);
  const save = () =>
    saveTable(
      table,
      {
        columns: [t('csv.definition'), t('csv.country'), t('csv.cycle'), t('releases.label'), t('csv.asOf'), t('csv.data')],
        values: [
          table.definition ?? '',
          country.country,
          cycle,
          release,
          content.asOf ?? '',
          content.simulated ? t('simulated.short') : t('csv.real'),
        ],
      },
      [
        'cordillera',
        country.country,
        cycle,
        t('releases.file'),
        release,
        by,
        ...(content.simulated ? [t('simulated.short')] : []),
      ],
    );
  return (
    <section class="part" aria-labelledby="release">
      <h2 id="release">{title}</h2>
      <p>
        {t('releases.published', { date: format.date(publishedAt) })}
        {content.asOf !== null && ` · ${t('releases.asOf', { date: format.dateTime(content.asOf) })}`}
      </p>
      <Choice name="by" label={t('app.by')} values={BY} text={(one) => t(`dimension.${one}`)} />
      {groups === null && <p class="message message-waiting">{t('releases.heldBack')}</p>}
      <DataTable table={table} />
      <p class="note">{t('releases.note', { k: format.integer(content.k) })}</p>
      <p class="note citation">
        {t('citation.cite', {
          parts: [
            ...content.definitions,
            `${country.country} ${cycle}`,
            t('releases.cited', { release }),
            ...(content.simulated ? [t('simulated.short')] : []),
          ].join(' · '),
        })}
      </p>
      <div class="figure-tools">
        <button type="button" class="quiet" onClick={save}>
          {t('chart.download')}
        </button>
        {(['csv', 'json'] as const).map((kind) => (
          <a key={kind} class="button quiet" href={`${path}/file?format=${kind}`} download>
            {t(`releases.whole.${kind}`)}
          </a>
        ))}
      </div>
      <p class="hint no-print">{t('releases.whole.hint')}</p>
      {back}
    </section>
  );
};

/** What would go out of a cycle: looked at before anything is published. */
const Preview = ({ country, preview }: { readonly country: Country; readonly preview: ReleasePreview }) => {
  const text = useText();
  const { t, count, pick, format } = text;
  const by = useChoice('by', BY);
  const { content, figures, heldBack, publishable, reason } = preview;
  return (
    <>
      <p class="says">
        {count('releases.preview.shown', figures.shown)}{' '}
        {count('releases.preview.suppressed', figures.primary + figures.complementary)}{' '}
        {t('releases.preview.why', {
          primary: format.integer(figures.primary),
          complementary: format.integer(figures.complementary),
        })}
      </p>
      {heldBack.length > 0 && (
        <p class="message message-waiting">
          {count('releases.preview.heldBack', figures.heldBack, {
            which: format.list(heldBack.map((one) => t(`dimension.${one}`))),
          })}
        </p>
      )}
      {publishable === 'no' && reason && (
        <p class="message message-waiting">{t(`releases.preview.${reason}`, { k: format.integer(content.k) })}</p>
      )}
      <Choice name="by" label={t('app.by')} values={BY} text={(one) => t(`dimension.${one}`)} />
      {content.by[by] === null && <p class="message message-waiting">{t('releases.heldBack')}</p>}
      <DataTable table={releaseTable(country, content, t('releases.preview.of', { title: pick(content.title) }), by, text)} />
      <p class="note">{t('releases.note', { k: format.integer(content.k) })}</p>
    </>
  );
};

/** Publishing cannot be taken back: what would go out is shown first, then the label is written, and what would reveal a few people is left out. */
const Publish = ({ country }: { readonly country: Country }) => {
  const { t, pick } = useText();
  const { go, to } = useRouter();
  const { api, resources } = useSession();
  const { busy, problem, write } = useWrite();
  const base = `/v1/${encodeURIComponent(country.country)}/cycles`;
  const cycles = useResource<Items<CycleSummary>>(base).data?.items ?? [];
  const [cycle, setCycle] = useState('');
  const [release, setRelease] = useState('');
  const [preview, setPreview] = useState<ReleasePreview | undefined>();
  const heading = useRef<HTMLHeadingElement>(null);
  const chosen = cycles.find((one) => one.cycle === cycle)?.cycle ?? cycles.at(-1)?.cycle;
  const look = (event: Event) => {
    event.preventDefault();
    if (chosen === undefined) return;
    void write(async () => {
      setPreview(await api.get<ReleasePreview>(`${base}/${encodeURIComponent(chosen)}/release-preview`));
      heading.current?.focus();
    });
  };
  const publish = (event: Event) => {
    event.preventDefault();
    if (preview === undefined) return;
    const of = preview.cycle;
    void write(async () => {
      await api.send('POST', `${base}/${encodeURIComponent(of)}/releases`, {
        release,
        holdBack: preview.publishable === 'without',
      });
      await resources.refresh(pathOf(country));
      go(to([country.country, 'releases', of, release]));
    });
  };
  if (cycles.length === 0) return null;
  return (
    <section class="part" aria-labelledby="publish">
      <h2 id="publish">{t('releases.publish')}</h2>
      <p>{t('releases.publishMeans')}</p>
      <form class="remind" onSubmit={look}>
        <label>
          {t('releases.cycle')}
          <select
            value={chosen}
            onChange={({ currentTarget }) => {
              setCycle(currentTarget.value);
              setPreview(undefined);
            }}
          >
            {cycles.map((one) => (
              <option key={one.cycle} value={one.cycle} selected={one.cycle === chosen}>
                {`${one.cycle} · ${pick(one.title)}`}
              </option>
            ))}
          </select>
        </label>
        <button type="submit" disabled={busy}>
          {t('releases.preview.look')}
        </button>
      </form>
      {preview && (
        <div data-preview={preview.publishable}>
          <h3 ref={heading} tabIndex={-1}>
            {t('releases.preview.title')}
          </h3>
          <Preview country={country} preview={preview} />
          {preview.publishable !== 'no' && (
            <form class="remind" onSubmit={publish}>
              <label>
                {t('releases.label')}
                <input
                  type="text"
                  required
                  maxLength={40}
                  pattern="[0-9a-z]+(-[0-9a-z]+)*"
                  title={t('releases.labelHint')}
                  value={release}
                  autocomplete="off"
                  onInput={({ currentTarget }) => setRelease(currentTarget.value)}
                />
              </label>
              <button type="submit" disabled={busy || release === ''}>
                {t(preview.publishable === 'without' ? 'releases.publishWithout' : 'releases.publishButton')}
              </button>
              <p class="hint">{t('releases.labelHint')}</p>
            </form>
          )}
        </div>
      )}
      {problem && <ProblemMessage problem={problem} />}
    </section>
  );
};
