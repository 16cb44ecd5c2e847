import type { CrosswalksAnswer, CrosswalkView } from '../../../../libs/contexts/frameworks/queries/answers.js';
import type { FrameworkDocument } from '../../../../libs/contexts/frameworks/projections/frameworks.projection.js';
import type { Country, Items } from '../api/types.js';
import { DataTable } from '../components/data-table.js';
import { Loading } from '../components/loading.js';
import { PageFrame } from '../components/page-frame.js';
import { ProblemMessage } from '../components/problem-message.js';
import { useText } from '../i18n.js';
import { Link, useRouter } from '../router.js';
import { useResource, useSession } from '../session.js';
import { none, words, type Table } from '../table.js';

type Listed = Pick<FrameworkDocument, 'framework' | 'version' | 'title' | 'shape' | 'status' | 'publisher' | 'year'>;

/** The first step of a country's address below which its frameworks are. */
export const FRAMEWORKS = 'frameworks';

/** The frameworks of a country, and each of them. */
export const FrameworkPages = ({ country }: { readonly country: Country }) => {
  const { place } = useRouter();
  const id = place.path[2];
  return id === undefined ? <FrameworksPage country={country} /> : <FrameworkPage country={country} id={id} />;
};

const FrameworksPage = ({ country }: { readonly country: Country }) => {
  const { t, pick } = useText();
  const { to } = useRouter();
  const { resources } = useSession();
  const path = `/v1/${encodeURIComponent(country.country)}/frameworks`;
  const { data, problem } = useResource<Items<Listed>>(path);
  return (
    <PageFrame title={t('frameworks.title')} lead={t('frameworks.lead')} country={country}>
      {problem && <ProblemMessage problem={problem} onRetry={() => void resources.refresh(path)} />}
      {!data && !problem && <Loading />}
      <ul class="choices">
        {data?.items.map(({ framework, version, title, shape, status, publisher, year }) => (
          <li key={`${framework}@${version}`}>
            <Link href={to([country.country, FRAMEWORKS, framework])}>
              <span class="choice-title">{pick(title)}</span>
              <span class="choice-more">
                {publisher}, {year} · {t(`frameworks.shape.${shape}`)}
                {status === 'incomplete' && ` · ${t('frameworks.incomplete')}`}
              </span>
            </Link>
          </li>
        ))}
      </ul>
      <p>
        <Link href={to([country.country])}>{t('cycles.all')}</Link>
      </p>
    </PageFrame>
  );
};

const FrameworkPage = ({ country, id }: { readonly country: Country; readonly id: string }) => {
  const { t, pick } = useText();
  const { to } = useRouter();
  const { resources } = useSession();
  const path = `/v1/${encodeURIComponent(country.country)}/frameworks/${encodeURIComponent(id)}`;
  const framework = useResource<FrameworkDocument>(path);
  const crosswalks = useResource<CrosswalksAnswer>(framework.data ? `${path}/crosswalks` : null);
  const { data } = framework;
  const problem = framework.problem ?? crosswalks.problem;
  const failed = framework.problem ? path : `${path}/crosswalks`;
  return (
    <PageFrame
      title={data ? pick(data.title) : t('frameworks.title')}
      country={country}
      attribution={data ? pick(data.licence.attribution) : undefined}
    >
      {problem && <ProblemMessage problem={problem} onRetry={() => void resources.refresh(failed)} />}
      {!data && !problem && <Loading />}
      {data && <FrameworkContent framework={data} crosswalks={crosswalks.data?.crosswalks ?? []} />}
      <p>
        <Link href={to([country.country, FRAMEWORKS])}>{t('frameworks.all')}</Link>
      </p>
    </PageFrame>
  );
};

const FrameworkContent = ({
  framework,
  crosswalks,
}: {
  readonly framework: FrameworkDocument;
  readonly crosswalks: readonly CrosswalkView[];
}) => {
  const { t, pick, locale } = useText();
  const { content, licence, levels, shape, status } = framework;
  const nameOf = (tag: string): string => new Intl.DisplayNames([locale], { type: 'language' }).of(tag) ?? tag;
  return (
    <>
      {status === 'incomplete' && <p class="message message-waiting">{t('frameworks.incompleteSays')}</p>}
      <p>{t(`frameworks.shapeSays.${shape}`)}</p>
      {content.notes && <p>{pick(content.notes)}</p>}
      <section aria-labelledby="competencies">
        <h2 id="competencies">{t('frameworks.competencies')}</h2>
        <Structure framework={framework} />
        {levels && (
          <>
            <h3>{t('frameworks.levels')}</h3>
            <ol>
              {levels.map(({ code, name }) => (
                <li key={code}>
                  {code} · {pick(name)}
                </li>
              ))}
            </ol>
          </>
        )}
      </section>
      <section aria-labelledby="crosswalks">
        <h2 id="crosswalks">{t('frameworks.crosswalks')}</h2>
        {crosswalks.length === 0 && <p>{t('frameworks.noCrosswalk')}</p>}
        {crosswalks.map((crosswalk) => (
          <Crosswalk key={crosswalk.crosswalk} crosswalk={crosswalk} own={framework} />
        ))}
      </section>
      <section aria-labelledby="languages">
        <h2 id="languages">{t('frameworks.languages')}</h2>
        <ul>
          {Object.keys(framework.title).map((tag) => {
            const translation = content.translations[tag];
            return (
              <li key={tag}>
                {nameOf(tag)}: {translation ? pick(translation.note) : t('frameworks.original')}
              </li>
            );
          })}
        </ul>
      </section>
      <section aria-labelledby="source">
        <h2 id="source">{t('frameworks.source')}</h2>
        <p>{framework.source}</p>
        <p>{pick(licence.attribution)}</p>
        <p>
          <a href={licence.uri} rel="noreferrer">
            {t('frameworks.licence', { licence: licence.id })}
          </a>
        </p>
      </section>
    </>
  );
};

/** The framework in its own shape: a matrix as a table, areas with their competencies, or a plain list. */
const Structure = ({ framework }: { readonly framework: FrameworkDocument }) => {
  const { t, pick } = useText();
  const { content } = framework;
  switch (content.shape) {
    case 'matrix': {
      const table: Table = {
        caption: t('frameworks.matrix'),
        columns: [t('frameworks.aspect'), ...content.stages.map(({ name }) => pick(name))],
        rows: content.aspects.map((aspect) => ({
          id: aspect.code,
          header: `${aspect.code} ${pick(aspect.name)}`,
          cells: content.stages.map(({ code }) => {
            const cell = content.cells.find((one) => one.aspect === aspect.code && one.stage === code);
            return cell ? words(pick(cell.name)) : none('–');
          }),
        })),
      };
      return <DataTable table={table} />;
    }
    case 'levelled':
      return (
        <ul>
          {content.areas.map((area) => (
            <li key={area.code}>
              {area.code} {pick(area.name)}
              <ul>
                {area.competencies.map(({ code, name }) => (
                  <li key={code}>
                    {code} {pick(name)}
                  </li>
                ))}
              </ul>
            </li>
          ))}
        </ul>
      );
    case 'flat':
      return (
        <ul>
          {content.dimensions.map(({ code, name, says }) => (
            <li key={code}>
              {pick(name)}
              {says && <p class="hint">{pick(says)}</p>}
            </li>
          ))}
        </ul>
      );
  }
};

const Crosswalk = ({ crosswalk, own }: { readonly crosswalk: CrosswalkView; readonly own: FrameworkDocument }) => {
  const { t, pick, count } = useText();
  const { other, rows, uncovered, uncoveredThere } = crosswalk;
  const title = pick(other.title);
  const table: Table = {
    caption: t('frameworks.crosswalkTo', { other: title }),
    columns: [t('frameworks.here'), t('frameworks.there')],
    rows: rows.map(({ competency, name, alignments }) => ({
      id: competency,
      header: `${competency} ${pick(name)}`,
      cells: [
        alignments.length === 0
          ? none(t('frameworks.nothing'))
          : words(
              alignments
                .map((one) => `${one.competency} ${pick(one.name)} (${t(`frameworks.relation.${one.relation}`)})`)
                .join('; '),
            ),
      ],
    })),
  };
  return (
    <article>
      <h3>{title}</h3>
      <p class="hint">
        {pick(crosswalk.note)} {t('frameworks.decidedBy', { who: crosswalk.decidedBy })}
        {other.status === 'incomplete' && ` ${t('frameworks.otherIncomplete')}`}
      </p>
      <DataTable table={table} />
      <p>
        {uncovered.length === 0
          ? t('frameworks.covered', { framework: pick(own.title) })
          : count('frameworks.uncovered', uncovered.length, { framework: pick(own.title) })}
      </p>
      {uncoveredThere.length > 0 && (
        <p>
          {t('frameworks.uncoveredThere', {
            framework: title,
            list: uncoveredThere.map(({ competency, name }) => `${competency} ${pick(name)}`).join(', '),
          })}
        </p>
      )}
    </article>
  );
};
