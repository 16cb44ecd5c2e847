import { Injectable } from '@nestjs/common';
import { Streams } from '#libs/commanding';
import { previewRelease, releaseDecider, releaseOf, releaseStream } from '../release.js';
import { DIMENSIONS } from './answers.js';
import { CohortReader } from './cohort-reader.js';
import type { ReleaseBasis, ReleaseContent, ReleasePreview } from './release-answers.js';
import { BREAKDOWN, breakdown, measureBreakdown } from './results.js';

const DEFINITIONS = ['reached', 'trained', 'learning-gain', 'self-rating-change'];

/** A cycle's aggregates as they would be published now. */
@Injectable()
export class ReleaseDrafts {
  constructor(
    private readonly streams: Streams,
    private readonly cohort: CohortReader,
  ) {}

  /** @throws Refusal cycle-unknown */
  async draft(tenant: string, cycle: string): Promise<{ readonly content: ReleaseContent; readonly basis: ReleaseBasis }> {
    const { head, design, regional } = await this.cohort.cycle(tenant, cycle, ...DEFINITIONS);
    const { simulated, asOf, k, definitions } = head;
    const scales = await this.cohort.scales(tenant, design);
    const measures = await Promise.all(
      scales.map(async (scale) =>
        measureBreakdown(breakdown(scale, await this.cohort.results(tenant, cycle, scale, BREAKDOWN), k, regional)),
      ),
    );
    const people = await this.cohort.people(tenant, cycle, ['all', ...DIMENSIONS]);
    return releaseOf({ people, measures }, { simulated, asOf, k, definitions, title: design.title });
  }

  /** @throws Refusal cycle-unknown */
  async preview(tenant: string, cycle: string): Promise<ReleasePreview> {
    const drafted = await this.draft(tenant, cycle);
    return previewRelease(cycle, drafted, await this.streams.state(releaseDecider, releaseStream(tenant, cycle)));
  }
}
