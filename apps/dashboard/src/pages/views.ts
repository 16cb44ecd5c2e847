import type { Role } from '../api/types.js';

export const CYCLE_VIEWS = [
  'team',
  'overview',
  'evaluation',
  'participation',
  'learning',
  'gaps',
  'years',
  'schools',
  'data',
  'letters',
  'teaching',
] as const;
export type CycleView = (typeof CYCLE_VIEWS)[number];

/** Of the whole cycle; the other pages are a role's own. */
const OF_THE_CYCLE = CYCLE_VIEWS.filter((view) => view !== 'teaching');

/** Identified status: the country's own team alone. */
const TEAMS: readonly CycleView[] = ['team', 'letters'];

/** What each role finds in the navigation. The server decides; a page that it refuses says so. */
const VIEWS: Readonly<Record<Role, readonly (CycleView | 'me')[]>> = {
  // The first of a list is where the role begins.
  coordinator: OF_THE_CYCLE.filter((view) => view !== 'evaluation'),
  evaluator: ['evaluation', ...OF_THE_CYCLE.filter((view) => view !== 'evaluation' && !TEAMS.includes(view))],
  'regional-officer': OF_THE_CYCLE.filter((view) => view !== 'evaluation' && view !== 'schools' && !TEAMS.includes(view)),
  auditor: ['data'],
  'school-leader': ['schools'],
  operator: ['data'],
  teacher: ['me'],
  'data-protection-officer': [],
  partner: [],
  tutor: ['teaching'],
};

/** Pages that are long have parts, each with an address of its own (`?part=`). */
export const TEAM_PARTS = ['now', 'schools', 'remind', 'courses'] as const;
export const OVERVIEW_PARTS = ['main', 'learning', 'who', 'groups'] as const;
export const PARTICIPATION_PARTS = ['invited', 'coverage', 'finishing', 'crossed'] as const;
export const GAPS_PARTS = ['map', 'courses'] as const;
export const EVALUATION_PARTS = ['sure', 'reliability', 'test', 'rating', 'gain', 'lost', 'explanations', 'records'] as const;
export const LEARNING_PARTS = ['test', 'test-scores', 'self-rating', 'self-rating-scores', 'crossed'] as const;
export const PARTS_OF: Readonly<Partial<Record<CycleView, readonly string[]>>> = {
  team: TEAM_PARTS,
  overview: OVERVIEW_PARTS,
  evaluation: EVALUATION_PARTS,
  participation: PARTICIPATION_PARTS,
  learning: LEARNING_PARTS,
  gaps: GAPS_PARTS,
};

/** What concerns the country and not one cycle. */
export const COUNTRY_PAGES = ['requests', 'releases'] as const;
export type CountryPage = (typeof COUNTRY_PAGES)[number];
const OF_COUNTRY: Readonly<Partial<Record<Role, readonly CountryPage[]>>> = {
  coordinator: ['requests', 'releases'],
  'data-protection-officer': ['requests'],
  partner: ['releases'],
  'regional-officer': ['releases'],
  evaluator: ['releases'],
};
export const countryPagesFor = (role: Role): readonly CountryPage[] => OF_COUNTRY[role] ?? [];
export const isCountryPage = (page: string | undefined): page is CountryPage => COUNTRY_PAGES.some((one) => one === page);

/** The list of a country's cycles, for whoever wants another one than the first. */
export const CHOOSE_CYCLE = { choose: 'cycle' } as const;

/** Where a role begins: the newest cycle that is open, else the newest that was, else the newest of all. */
export const firstCycle = <One extends { readonly cycle: string; readonly status: 'planned' | 'open' | 'closed' }>(
  cycles: readonly One[],
): One | undefined => {
  const newest = [...cycles].sort((a, b) => (a.cycle < b.cycle ? 1 : -1));
  const standing = (status: One['status']) => newest.find((one) => one.status === status);
  return standing('open') ?? standing('closed') ?? newest[0];
};

export const viewsFor = (role: Role): readonly (CycleView | 'me')[] => VIEWS[role] ?? [];
export const firstView = (role: Role): string | undefined => viewsFor(role)[0];
export const isCycleView = (view: string | undefined): view is CycleView => CYCLE_VIEWS.some((one) => one === view);
