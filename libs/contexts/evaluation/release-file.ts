import { csvLine, csvText } from '#libs/kernel';
import type { ReleaseDocument } from './projections/releases.projection.js';
import { DIMENSIONS } from './queries/answers.js';
import type { ReleasedGain, ReleasedGroup, Suppressed } from './queries/release-answers.js';

/** What every file of an invented country says, whoever reads it. */
export const SIMULATED_NOTICE = 'Datos simulados / Simulated data';

/** One figure of a release: a row of its table for programs. */
export interface ReleaseRow {
  /** `all`, or the dimension that the group is one of. */
  readonly by: string;
  readonly cell: string;
  readonly figure: 'people' | 'reached' | 'trained' | 'gain-mean' | 'gain-low' | 'gain-high' | 'gain-pairs' | 'gain-schools';
  readonly measure: string;
  readonly scale: string;
  /** People and schools counted, shares between 0 and 1, gains in the scale's own units; empty where nothing is shown. */
  readonly value: number | null;
  /** `shown`, `at-most`, `at-least`, `suppressed-primary`, `suppressed-complementary`, `held-back`, `not-estimable:<why>`, `not-applicable`. */
  readonly status: string;
}

type Figure = Pick<ReleaseRow, 'value' | 'status'>;
const shown = (value: number): Figure => ({ value, status: 'shown' });
const suppressed = ({ suppressed: mark }: Suppressed): Figure => ({ value: null, status: `suppressed-${mark}` });
const HELD_BACK: Figure = { value: null, status: 'held-back' };

const shareFigure = (share: ReleasedGroup['reached']): Figure => {
  if ('suppressed' in share) return suppressed(share);
  return 'bound' in share ? { value: share.bound, status: share.coded } : shown(share.share);
};

const GAIN = ['mean', 'low', 'high', 'pairs', 'schools'] as const;
const gainFigure = (gain: ReleasedGain, part: (typeof GAIN)[number]): Figure => {
  if ('suppressed' in gain) return suppressed(gain);
  if ('notEstimable' in gain) return { value: null, status: `not-estimable:${gain.notEstimable}` };
  const value = gain[part];
  return value === null ? { value, status: 'not-applicable' } : shown(value);
};

/** Every figure of a release, whole dimensions that wait for the next one included: a row each says so. */
export const releaseRows = ({ content }: Pick<ReleaseDocument, 'content'>): readonly ReleaseRow[] => {
  const rows: ReleaseRow[] = [];
  const none = { measure: '', scale: '' };
  const group = (by: string, { cell, people, reached, trained }: ReleasedGroup) =>
    rows.push(
      { by, cell, figure: 'people', ...none, ...('n' in people ? shown(people.n) : suppressed(people)) },
      { by, cell, figure: 'reached', ...none, ...shareFigure(reached) },
      { by, cell, figure: 'trained', ...none, ...shareFigure(trained) },
    );
  group('all', content.all);
  for (const by of DIMENSIONS) {
    for (const one of content.by[by] ?? []) group(by, one);
    if (content.by[by] === null) rows.push({ by, cell: '*', figure: 'people', ...none, ...HELD_BACK });
  }
  for (const { measure, scale, all, by: groups } of content.measures) {
    const gains = (by: string, cell: string, gain: ReleasedGain) =>
      rows.push(
        ...GAIN.map((part): ReleaseRow => ({ by, cell, figure: `gain-${part}`, measure, scale, ...gainFigure(gain, part) })),
      );
    gains('all', 'all', all);
    for (const by of DIMENSIONS) {
      for (const { cell, gain } of groups[by] ?? []) gains(by, cell, gain);
      if (groups[by] === null) rows.push({ by, cell: '*', figure: 'gain-mean', measure, scale, ...HELD_BACK });
    }
  }
  return rows;
};

const COLUMNS = ['by', 'cell', 'figure', 'measure', 'scale', 'value', 'status'] as const;
const EVERY_ROW = ['country', 'cycle', 'release', 'publishedAt', 'asOf', 'k', 'definitions', 'simulated', 'notice'] as const;

/** The release as a table for programs (RFC 4180, UTF-8): one figure a row, and on every row whose it is, as of when, and that it is invented where it is. */
export const releaseCsv = (country: string, document: ReleaseDocument): string => {
  const { cycle, release, publishedAt, content } = document;
  const tail = [
    ...[country, cycle, release, publishedAt, content.asOf ?? '', String(content.k), content.definitions.join(' ')],
    ...[String(content.simulated), content.simulated ? SIMULATED_NOTICE : ''],
  ].map(csvText);
  const lines = releaseRows(document).map((row) =>
    // A minus sign makes no number a formula.
    csvLine([
      ...COLUMNS.map((name) => (name === 'value' ? (row.value === null ? '' : String(row.value)) : csvText(row[name]))),
      ...tail,
    ]),
  );
  return csvLine([...COLUMNS, ...EVERY_ROW]) + lines.join('');
};

/** The same for programs that read JSON: what was published, and its rows. */
export const releaseJson = (country: string, document: ReleaseDocument): object => {
  const { cycle, release, publishedAt, content, heldBack } = document;
  const { simulated, asOf, k, title, definitions } = content;
  return {
    ...(simulated ? { notice: SIMULATED_NOTICE } : {}),
    ...{ simulated, country, cycle, release, title, publishedAt, asOf, k, definitions, heldBack },
    figures: releaseRows(document),
  };
};
