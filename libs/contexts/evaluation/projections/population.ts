/** How many teachers there are, in the parts in which the count was recorded; the part's number is the id. */
export const POPULATION = 'cohort_population';
/** What a cycle wants to reach, by its label. */
export const TARGETS = 'cohort_targets';

/** An axis that is left out is everybody of it. */
export interface PopulationCell {
  readonly region?: string;
  readonly sector?: string;
  readonly educationLevel?: string;
  readonly gender?: string;
  readonly rurality?: string;
  readonly teachers: number;
}
export interface PopulationPart {
  /** Parts of one count have one digest; those of an earlier one stay behind and are not read. */
  readonly digest: string;
  readonly part: number;
  readonly asOf: string;
  readonly status: string;
  readonly note: Readonly<Record<string, string>>;
  readonly rows: readonly PopulationCell[];
}
export interface TargetsDocument {
  readonly cycle: string;
  readonly rows: readonly (PopulationCell & { readonly indicator: 'reached' | 'trained' })[];
}
