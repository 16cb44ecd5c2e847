import type {
  BreakdownDimension,
  DashboardAnswer,
  MeasureBreakdown,
} from '../../../../libs/contexts/evaluation/queries/answers.js';
import { useText } from '../i18n.js';
import { useCycle } from '../pages/cycle-context.js';
import { partQuery } from '../components/parts.js';
import { isTallied, useBreakdowns } from '../pages/breakdowns.js';
import { LEARNING_PARTS } from '../pages/views.js';
import { Link, useRouter } from '../router.js';
import { useResource } from '../session.js';
import { markOf } from './figures.js';

/** A gain, or the scores on both occasions: what a group shows is all of it or not the whole. */
type Figures = readonly object[];
const isHidden = (group: Figures): boolean => group.some((figure) => markOf(figure) !== undefined);

/** Where results of groups are withheld: why, and by which other groups more can be read. Nothing where all are shown. */
export const WithheldHelp = (props: {
  readonly by: BreakdownDimension | 'crossed';
  readonly results: Pick<MeasureBreakdown, 'measure' | 'scale'>;
  readonly shows: 'gain' | 'scores';
  readonly groups: readonly Figures[];
}) => {
  const { by, results, shows, groups } = props;
  const { t, count, format } = useText();
  const { to } = useRouter();
  const { path, country, cycle } = useCycle();
  const dashboard = useResource<DashboardAnswer>(`${path}/dashboard`).data;
  const dimensions = useBreakdowns().filter(isTallied);
  const hidden = groups.filter(isHidden).length;
  const own = dashboard?.measures.find(({ measure, scale }) => measure === results.measure && scale === results.scale);
  if (!dashboard || !own || hidden === 0) return null;
  const shareShown = 1 - hidden / groups.length;
  const elsewhere = dimensions
    .filter((one) => one !== by)
    .map((one) => {
      const cells = own.by[one];
      const shown = cells.filter(({ gain, before, after }) => !isHidden(shows === 'gain' ? [gain] : [before, after])).length;
      return { by: one, shown, of: cells.length };
    })
    .filter(({ shown, of }) => of > 0 && shown / of > shareShown)
    .sort((a, b) => b.shown / b.of - a.shown / a.of);
  const part = partQuery(LEARNING_PARTS, shows === 'gain' ? own.measure : `${own.measure}-scores`);
  return (
    <div class="withheld-help" data-withheld={hidden}>
      <p>{count('withheldHelp.says', hidden, { of: format.integer(groups.length), k: format.integer(dashboard.k) })}</p>
      {elsewhere.length > 0 && (
        <p class="no-print">
          {t('withheldHelp.elsewhere')}{' '}
          {elsewhere.map((one, at) => (
            <span key={one.by}>
              <Link href={to([country.country, cycle.cycle, 'learning'], { part, by: one.by })}>
                {t('withheldHelp.by', {
                  by: t(`dimension.${one.by}`),
                  shown: format.integer(one.shown),
                  of: format.integer(one.of),
                })}
              </Link>
              {at < elsewhere.length - 1 && ' ·\u00A0'}
            </span>
          ))}
        </p>
      )}
    </div>
  );
};
