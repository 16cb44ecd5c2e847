import { createContext } from 'preact';
import { useContext, useMemo } from 'preact/hooks';
import type { BreakdownDimension, Dimension } from '../../../../libs/contexts/evaluation/queries/answers.js';
import type { Country, Cycle, Framework } from '../api/types.js';
import { useText, type Text } from '../i18n.js';
import type { Provenance } from '../table.js';

export interface CycleContent {
  readonly country: Country;
  readonly cycle: Cycle;
  /** Known a moment later than the rest; names are codes until then. */
  readonly framework: Framework | undefined;
  /** `/v1/:country/cycles/:cycle` */
  readonly path: string;
  /** Where the framework is read. */
  readonly frameworkPath: string;
  /** When the newest shown answer was recorded. */
  readonly asOf: string | null;
}

export const CycleContext = createContext<CycleContent | undefined>(undefined);

export const useCycle = (): CycleContent => {
  const content = useContext(CycleContext);
  if (!content) throw new Error('a part of a cycle’s page outside the cycle');
  return content;
};

const ISO = /^[A-Za-z0-9-]+$/;

/** The names of codes in the reader's language; a code without a name stands for itself. */
export interface Names {
  cell(dimension: BreakdownDimension, code: string): string;
  competency(code: string): string;
  /** In the country's own order (regions from north to south, say), what is unknown last. */
  inOrder<One>(dimension: BreakdownDimension, groups: readonly One[], cellOf: (group: One) => string): readonly One[];
  /** Proficiency level by number, from 0. */
  level(at: number): string;
}

export const namesOf = (content: Pick<CycleContent, 'country' | 'framework'>, text: Text): Names => {
  const { t, pick } = text;
  const table = (items: readonly { readonly code: string; readonly name: Readonly<Record<string, string>> }[]) =>
    new Map(items.map(({ code, name }) => [code, pick(name)]));
  const { country, framework } = content;
  const named: Partial<Record<Dimension, ReadonlyMap<string, string>>> = {
    region: table(country.regions),
    sector: table(country.sectors),
    educationLevel: table(country.educationLevels),
  };
  const orders: Partial<Record<BreakdownDimension, readonly string[]>> = {
    region: country.regions.map(({ code }) => code),
    sector: country.sectors.map(({ code }) => code),
    educationLevel: country.educationLevels.map(({ code }) => code),
    rurality: ['urban', 'rural'],
    gender: ['female', 'male', 'other'],
    modality: ['distance', 'hybrid', 'in-class', 'several', 'not-applicable'],
    regionalSector: ['public', 'government-dependent-private', 'independent-private'],
  };
  const competencies = table(framework?.competencies ?? []);
  return {
    cell: (dimension, code) => {
      if (code === 'unknown') return t('group.unknown');
      if (dimension === 'isced')
        return t(code.includes('+') ? 'group.isced.many' : `group.isced.${code}`, { levels: code.replaceAll('+', ', ') });
      if (dimension === 'region' || dimension === 'sector' || dimension === 'educationLevel')
        return named[dimension]?.get(code) || code;
      return ISO.test(code) ? t(`group.${dimension}.${code}`) : code;
    },
    competency: (code) => {
      const name = competencies.get(code);
      return name ? `${code} ${name}` : code;
    },
    inOrder: (dimension, groups, cellOf) => {
      const order = orders[dimension] ?? [];
      // A code that the country has no name for stands behind those it has, before the unknown.
      const rank = (code: string) =>
        code === 'unknown' ? order.length + 1 : order.includes(code) ? order.indexOf(code) : order.length;
      return [...groups].sort((a, b) => rank(cellOf(a)) - rank(cellOf(b)));
    },
    level: (at) => {
      const level = framework?.levels?.[at];
      return level ? `${level.code} (${pick(level.name)})` : String(at);
    },
  };
};

export const useNames = (): Names => {
  const content = useCycle();
  const text = useText();
  return useMemo(() => namesOf(content, text), [content.country, content.framework, text]);
};

/** What every exported row says about where it comes from. */
export const useProvenance = (): { readonly provenance: Provenance; readonly file: readonly string[] } => {
  const { country, cycle, asOf } = useCycle();
  const { t } = useText();
  const simulated = country.origin === 'simulated';
  return {
    provenance: {
      columns: [t('csv.country'), t('csv.cycle'), t('csv.asOf'), t('csv.data')],
      values: [country.country, cycle.cycle, asOf ?? '', simulated ? t('simulated.short') : t('csv.real')],
    },
    file: ['cordillera', country.country, cycle.cycle, ...(simulated ? [t('simulated.short')] : [])],
  };
};
