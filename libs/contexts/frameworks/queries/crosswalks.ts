import { Inject } from '@nestjs/common';
import { Query, QueryBus, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { findEvery, READ_STORE, type Filter, type ReadStore } from '#libs/read-store';
import { inverse } from '../crosswalk-schema.js';
import { CROSSWALKS, type CrosswalkDocument } from '../projections/crosswalks.projection.js';
import type { FrameworkDocument } from '../projections/frameworks.projection.js';
import type { CrosswalksAnswer, CrosswalkView } from './answers.js';
import { FrameworkVersion } from './frameworks.js';

/** What answers to a framework's competencies in others, read from its side whichever way a crosswalk was written. */
export class FrameworkCrosswalks extends Query<CrosswalksAnswer> {
  constructor(
    readonly tenant: string,
    readonly framework: string,
    readonly version?: string,
  ) {
    super();
  }
}

@QueryHandler(FrameworkCrosswalks)
export class FrameworkCrosswalksHandler implements IQueryHandler<FrameworkCrosswalks> {
  constructor(
    @Inject(READ_STORE) private readonly documents: ReadStore,
    private readonly queries: QueryBus,
  ) {}

  async execute({ tenant, framework, version }: FrameworkCrosswalks): Promise<CrosswalksAnswer> {
    const own = await this.queries.execute(new FrameworkVersion(tenant, framework, version));
    const [away, here] = await Promise.all(
      [{ fromFramework: framework } as Filter, { toFramework: framework } as Filter].map((filter: Filter) =>
        findEvery<CrosswalkDocument>(this.documents, tenant, CROSSWALKS, { filter }),
      ),
    );
    const crosswalks: CrosswalkView[] = [];
    for (const document of away ?? []) {
      if (document.fromVersion !== own.version) continue;
      const other = await this.queries.execute(new FrameworkVersion(tenant, document.toFramework, document.toVersion));
      crosswalks.push(crosswalkFrom(own, other, document, 'from-here'));
    }
    for (const document of here ?? []) {
      if (document.toVersion !== own.version) continue;
      const other = await this.queries.execute(new FrameworkVersion(tenant, document.fromFramework, document.fromVersion));
      crosswalks.push(crosswalkFrom(own, other, document, 'from-there'));
    }
    crosswalks.sort((a, b) => (a.crosswalk < b.crosswalk ? -1 : 1));
    return { framework: own.framework, version: own.version, crosswalks };
  }
}

export const crosswalkFrom = (
  own: FrameworkDocument,
  other: FrameworkDocument,
  { crosswalk, version, adoptedAt, content }: CrosswalkDocument,
  written: CrosswalkView['written'],
): CrosswalkView => {
  const names = new Map(other.competencies.map(({ code, name }) => [code, name]));
  const aligned = content.alignments.map(({ from, to, relation, note }) =>
    written === 'from-here'
      ? { own: from, there: to, relation, note }
      : { own: to, there: from, relation: inverse(relation), note },
  );
  const answered = new Set(aligned.map(({ there }) => there));
  const rows = own.competencies.map(({ code, name, dimension }) => ({
    competency: code,
    name,
    dimension,
    alignments: aligned
      .filter((alignment) => alignment.own === code)
      .map(({ there, relation, note }) => ({
        competency: there,
        name: names.get(there) ?? {},
        relation,
        ...(note === undefined ? {} : { note }),
      })),
  }));
  const { framework, title, shape, status, licence } = other;
  return {
    crosswalk,
    version,
    written,
    decidedBy: content.decidedBy,
    official: content.official,
    note: content.note,
    adoptedAt,
    other: { framework, version: other.version, title, shape, status, licence },
    rows,
    uncovered: rows.filter(({ alignments }) => alignments.length === 0).map(({ competency }) => competency),
    uncoveredThere: other.competencies
      .filter(({ code }) => !answered.has(code))
      .map(({ code, name }) => ({ competency: code, name })),
  };
};
