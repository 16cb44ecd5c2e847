import { Injectable } from '@nestjs/common';
import { Streams } from '#libs/commanding';
import {
  cycleDecider,
  cycleStream,
  designOf,
  openWindow,
  participationDecider,
  participationStream,
  type CycleDesign,
  type InstrumentRef,
  type Participation,
  type StageWindow,
} from '#libs/contexts/rollout';
import type { Instant } from '#libs/kernel';
import type { Occasion } from '../assessment.events.js';
import { instrumentDecider, instrumentStream, versionOf, type PublishedVersion } from '../instrument.js';

export const stageOf = (occasion: Occasion) => (occasion === 'baseline' ? 'self-assessment' : 'evaluation');

/** What deciding about an attempt needs from elsewhere. */
@Injectable()
export class AttemptReferences {
  constructor(private readonly streams: Streams) {}

  async design(tenant: string, cycle: string): Promise<CycleDesign> {
    return designOf(await this.streams.state(cycleDecider, cycleStream(tenant, cycle)), cycle);
  }

  window(design: CycleDesign, occasion: Occasion, at: Instant): StageWindow {
    return openWindow(design, stageOf(occasion), at);
  }

  participation(tenant: string, cycle: string, teacher: string): Promise<Participation> {
    return this.streams.state(participationDecider, participationStream(tenant, cycle, teacher));
  }

  /** Published versions never change, so an old fold of the instrument is as good as a new one. */
  async version(tenant: string, ref: InstrumentRef): Promise<PublishedVersion> {
    return versionOf(await this.streams.state(instrumentDecider, instrumentStream(tenant, ref.instrument)), ref);
  }
}
