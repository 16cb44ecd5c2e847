import type { Sealed } from '#libs/privacy';
import { fold, type Projection, type View } from '#libs/projecting';
import type { CorrectionStatus, ErasureStatus } from '../data-rights.js';
import type { CorrectionRequested, CorrectionTopic, ErasureConfirmed, ErasureRequested } from '../governance.events.js';

/** A request of a teacher about their own data. What they wrote and what they were told stays sealed. */
export interface DataRequestDocument {
  readonly request: string;
  readonly teacher: string;
  readonly kind: 'correction' | 'erasure';
  readonly status: CorrectionStatus | ErasureStatus | 'carried-out';
  readonly askedAt: string;
  readonly confirmedAt?: string;
  /** When it was answered, withdrawn or carried out. */
  readonly settledAt?: string;
  readonly topic?: CorrectionTopic;
  readonly text?: Sealed;
  readonly reply?: Sealed;
}

export const DATA_REQUESTS = 'data_requests';
/** Which requests are somebody's, so that forgetting finds them. */
const PEOPLE = 'data_request_people';
interface PersonDocument {
  readonly requests: readonly string[];
}

const ask = (view: View, document: DataRequestDocument): void => {
  view.put(DATA_REQUESTS, document.request, document);
  const { requests } = view.get<PersonDocument>(PEOPLE, document.teacher) ?? { requests: [] };
  view.put(PEOPLE, document.teacher, { requests: [...requests, document.request] });
};

const change = (view: View, request: string, what: Partial<DataRequestDocument>): void => {
  const before = view.get<DataRequestDocument>(DATA_REQUESTS, request);
  if (!before) throw new Error('settled before it was asked');
  view.put(DATA_REQUESTS, request, { ...before, ...what });
};

const settled = (status: DataRequestDocument['status']) =>
  fold<{ request: string; reply?: unknown }>(({ data, metadata }, view) =>
    change(view, data.request, {
      status,
      settledAt: metadata.occurredAt,
      ...(data.reply === undefined ? {} : { reply: data.reply as Sealed }),
    }),
  );

export const dataRequestsProjection: Projection = {
  name: 'data-requests',
  version: 1,
  collections: [
    {
      name: DATA_REQUESTS,
      columns: { teacher: 'text', kind: 'text', status: 'text', askedAt: 'text' },
      indexes: [['kind', 'status', 'askedAt'], ['teacher']],
    },
    { name: PEOPLE },
  ],
  on: {
    CorrectionRequested: fold<CorrectionRequested['data']>(({ data, metadata }, view) => {
      const { request, teacher, topic, text } = data;
      const askedAt = metadata.occurredAt;
      ask(view, { request, teacher, kind: 'correction', status: 'open', askedAt, topic, text: text as Sealed });
    }),
    CorrectionResolved: settled('resolved'),
    CorrectionDeclined: settled('declined'),
    ErasureRequested: fold<ErasureRequested['data']>(({ data, metadata }, view) => {
      ask(view, { ...data, kind: 'erasure', status: 'asked', askedAt: metadata.occurredAt });
    }),
    ErasureConfirmed: fold<ErasureConfirmed['data']>(({ data, metadata }, view) =>
      change(view, data.request, { status: 'confirmed', confirmedAt: metadata.occurredAt }),
    ),
    ErasureRequestWithdrawn: settled('withdrawn'),
    ErasureDeclined: settled('declined'),
    PersonalDataErased: fold<{ teacher: string }>(({ data, metadata }, view) => {
      const { requests } = view.get<PersonDocument>(PEOPLE, data.teacher) ?? { requests: [] };
      // What is left is that somebody asked to be forgotten, and was.
      const kept = requests.filter((request) => {
        const document = view.get<DataRequestDocument>(DATA_REQUESTS, request);
        const carriedOut = document?.kind === 'erasure' && ['asked', 'confirmed'].includes(document.status);
        if (!document || !carriedOut) view.delete(DATA_REQUESTS, request);
        else view.put(DATA_REQUESTS, request, { ...document, status: 'carried-out', settledAt: metadata.occurredAt });
        return carriedOut;
      });
      if (kept.length === 0) view.delete(PEOPLE, data.teacher);
      else view.put(PEOPLE, data.teacher, { requests: kept });
    }),
  },
};
