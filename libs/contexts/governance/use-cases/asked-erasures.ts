import { Injectable } from '@nestjs/common';
import { Streams } from '#libs/commanding';
import { Registrations } from '#libs/contexts/rollout';
import { dataRightsDecider, dataRightsStream } from '../data-rights.js';

/** Under which of a person's registrations something was asked: they may have asked before the other one was joined with it. */
@Injectable()
export class AskedErasures {
  constructor(
    private readonly streams: Streams,
    private readonly registrations: Registrations,
  ) {}

  /** The teacher's own where none knows the request, so that it is refused there. */
  async under(tenant: string, teacher: string, request: string): Promise<string> {
    const [, ...joined] = await this.registrations.onRecord(tenant, teacher);
    for (const one of joined) {
      const { erasures } = await this.streams.state(dataRightsDecider, dataRightsStream(tenant, one));
      if (erasures[request] !== undefined) return one;
    }
    return teacher;
  }
}
