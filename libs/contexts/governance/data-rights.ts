import { refuse, streamName, type Decider } from '#libs/kernel';
import type { CorrectionTopic, DataRightsEvent } from './governance.events.js';

export type CorrectionStatus = 'open' | 'resolved' | 'declined';
/** `asked`: the teacher has yet to confirm. That it was carried out is said by the person's own stream. */
export type ErasureStatus = 'asked' | 'confirmed' | 'withdrawn' | 'declined';

/** What one teacher asked about their own data. */
export interface DataRights {
  readonly corrections: Readonly<Record<string, CorrectionStatus>>;
  readonly erasures: Readonly<Record<string, ErasureStatus>>;
}

export const dataRightsDecider: Decider<DataRights, DataRightsEvent> = {
  category: 'datarights',
  initial: { corrections: {}, erasures: {} },
  evolve: (rights, event) => {
    const { request } = event.data;
    const correction = (status: CorrectionStatus) => ({ ...rights, corrections: { ...rights.corrections, [request]: status } });
    const erasure = (status: ErasureStatus) => ({ ...rights, erasures: { ...rights.erasures, [request]: status } });
    switch (event.type) {
      case 'CorrectionRequested':
        return correction('open');
      case 'CorrectionResolved':
        return correction('resolved');
      case 'CorrectionDeclined':
        return correction('declined');
      case 'ErasureRequested':
        return erasure('asked');
      case 'ErasureConfirmed':
        return erasure('confirmed');
      case 'ErasureRequestWithdrawn':
        return erasure('withdrawn');
      case 'ErasureDeclined':
        return erasure('declined');
    }
  },
};

export const dataRightsStream = (tenant: string, teacher: string) => streamName({ tenant, category: 'datarights', id: teacher });

/** So many may wait for an answer at once; more is a mistake of somebody's program. */
export const MOST_OPEN_CORRECTIONS = 20;

interface About {
  readonly teacher: string;
  readonly request: string;
}

export const requestCorrection = (
  { teacher, request, topic, text }: About & { readonly topic: CorrectionTopic; readonly text: string },
  rights: DataRights,
): DataRightsEvent[] => {
  const open = Object.values(rights.corrections).filter((status) => status === 'open').length;
  if (open >= MOST_OPEN_CORRECTIONS) refuse('corrections-waiting', { open });
  return [{ type: 'CorrectionRequested', data: { teacher, request, topic, text } }];
};

export const answerCorrection = (
  { teacher, request, outcome, reply }: About & { readonly outcome: 'resolved' | 'declined'; readonly reply: string },
  rights: DataRights,
): DataRightsEvent[] => {
  const status = rights.corrections[request] ?? refuse('data-request-unknown', { request });
  if (status !== 'open') refuse('data-request-settled', { status });
  return [{ type: outcome === 'resolved' ? 'CorrectionResolved' : 'CorrectionDeclined', data: { teacher, request, reply } }];
};

export const requestErasure = ({ teacher, request }: About, rights: DataRights): DataRightsEvent[] => {
  const [waiting] = Object.entries(rights.erasures).filter(([, status]) => status === 'asked' || status === 'confirmed');
  if (waiting) refuse('erasure-requested-already', { request: waiting[0], status: waiting[1] });
  return [{ type: 'ErasureRequested', data: { teacher, request } }];
};

export const confirmErasure = ({ teacher, request }: About, rights: DataRights): DataRightsEvent[] => {
  const status = erasureOf(request, rights);
  if (status === 'confirmed') return [];
  if (status !== 'asked') refuse('data-request-settled', { status });
  return [{ type: 'ErasureConfirmed', data: { teacher, request } }];
};

/** Until it was carried out the teacher may change their mind. */
export const withdrawErasure = ({ teacher, request }: About, rights: DataRights): DataRightsEvent[] => {
  const status = erasureOf(request, rights);
  if (status === 'withdrawn') return [];
  if (status === 'declined') refuse('data-request-settled', { status });
  return [{ type: 'ErasureRequestWithdrawn', data: { teacher, request } }];
};

export const declineErasure = (
  { teacher, request, reply }: About & { readonly reply: string },
  rights: DataRights,
): DataRightsEvent[] => {
  const status = erasureOf(request, rights);
  if (status === 'asked') refuse('erasure-not-confirmed', { request });
  if (status !== 'confirmed') refuse('data-request-settled', { status });
  return [{ type: 'ErasureDeclined', data: { teacher, request, reply } }];
};

const erasureOf = (request: string, rights: DataRights): ErasureStatus =>
  rights.erasures[request] ?? refuse('data-request-unknown', { request });
