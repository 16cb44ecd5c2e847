import { useMemo } from 'preact/hooks';
import type { NeedAgainstOfferAnswer, OfferFigure } from '../../../../libs/contexts/evaluation/queries/need-answers.js';
import { Choice, useChoice } from '../components/choice.js';
import { DataTable } from '../components/data-table.js';
import { Download } from '../components/download.js';
import { useText } from '../i18n.js';
import { useNames } from '../pages/cycle-context.js';
import { none, number, words, type Cell, type Table } from '../table.js';
import { cellOf, insteadOf } from './figures.js';

/**
 * Competency by competency: how many teachers are below what is expected of them, against the courses and seats on offer. What has no
 * course comes first, in words as well as in colour.
 */
export const NeedAgainstOffer = ({
  of,
  most,
}: {
  readonly of: NeedAgainstOfferAnswer;
  /** How many are drawn; the table has all. */ readonly most?: number;
}) => {
  const text = useText();
  const names = useNames();
  const { t, format } = text;
  const regions = useMemo(
    () => ['all', ...new Set(of.competencies.flatMap((row) => row.regions.map(({ region }) => region)))] as [string, ...string[]],
    [of],
  );
  const region = useChoice('needRegion', regions);
  const nameOf = (one: string) => (one === 'all' ? t('need.wholeCountry') : names.cell('region', one));
  const { table, bars, without } = useMemo(() => {
    const rows = of.competencies.map((row) => {
      const own = region === 'all' ? undefined : row.regions.find((one) => one.region === region);
      const { need, offer } = region === 'all' ? row : (own ?? row);
      const share = 'shareWithGap' in need && typeof need.shareWithGap === 'number' ? need.shareWithGap : undefined;
      return { competency: row.competency, need, offer, share };
    });
    const seats = (offer: OfferFigure): Cell => {
      if (offer.courses === 0) return none(t('need.noCourse'));
      if (offer.unlimited > 0)
        return words(offer.seats > 0 ? t('need.seatsAndOpen', { n: format.integer(offer.seats) }) : t('need.open'));
      return number(offer.seats, format.integer(offer.seats));
    };
    const sorted = [...rows].sort(
      (a, b) => Number(a.offer.courses > 0) - Number(b.offer.courses > 0) || (b.share ?? -1) - (a.share ?? -1),
    );
    const behind: Table = {
      caption: t('need.caption', { where: nameOf(region) }),
      columns: [t('gaps.competency'), t('need.share'), t('need.mean'), t('need.rated'), t('need.courses'), t('need.seats')],
      rows: sorted.map(({ competency, need, offer, share }) => ({
        id: competency,
        header: names.competency(competency),
        cells: [
          'shareWithGap' in need && share === undefined
            ? { kind: 'withheld' as const, mark: 'primary' as const, text: t('withheld.short') }
            : cellOf(need, share, (value) => format.percent(value), text),
          cellOf(need, 'meanGap' in need ? need.meanGap : undefined, (value) => format.decimal(value, 1), text),
          number(need.n, format.integer(need.n)),
          number(offer.courses, format.integer(offer.courses)),
          seats(offer),
        ],
      })),
    };
    return {
      table: behind,
      bars: sorted,
      without: rows.filter(({ offer }) => offer.courses === 0).map(({ competency }) => names.competency(competency)),
    };
    // Names and formats change with the text alone.
  }, [of, region, text, names]);
  if (of.competencies.length === 0) return <p>{t('need.nothingYet')}</p>;
  return (
    <section class="figure" aria-labelledby="need-against-offer">
      <h2 id="need-against-offer">{t('need.question')}</h2>
      <p class="says">
        {without.length === 0
          ? t('need.allServed')
          : t('need.withoutCourse', { count: without.length, list: format.list(without) })}
      </p>
      <Choice name="needRegion" label={t('need.where')} values={regions} text={nameOf} />
      <ul class="need-bars">
        {bars.slice(0, most).map(({ competency, need, offer, share }) => (
          <li key={competency} class={offer.courses === 0 ? 'need-row need-unserved' : 'need-row'}>
            <span class="need-name">{names.competency(competency)}</span>
            <span class="need-bar" aria-hidden="true">
              <span style={{ width: `${Math.round((share ?? 0) * 100)}%` }} />
            </span>
            <span class="need-words">
              <span>
                {share === undefined
                  ? insteadOf(need, text) || t('withheld.short')
                  : t('need.below', { share: format.percent(share) })}
              </span>{' '}
              <span>
                {offer.courses === 0
                  ? `✕ ${t('need.noCourse')}`
                  : t('need.coursesCount', { n: format.integer(offer.courses), count: offer.courses })}
              </span>
            </span>
          </li>
        ))}
      </ul>
      <details>
        <summary>{t('need.table')}</summary>
        <DataTable table={table} />
        <Download table={table} name={t('need.file')} />
      </details>
      <p class="note">{t('need.note')}</p>
    </section>
  );
};
