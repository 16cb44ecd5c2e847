import { specification } from '#libs/kernel/testing';
import {
  answerCorrection,
  confirmErasure,
  dataRightsDecider,
  declineErasure,
  MOST_OPEN_CORRECTIONS,
  requestCorrection,
  requestErasure,
  withdrawErasure,
  type DataRights,
} from './data-rights.js';
import type { DataRightsEvent } from './governance.events.js';

const { given } = specification(dataRightsDecider);
const one = { teacher: 't1', request: 'r1' };
const wrong = { ...one, topic: 'assignment', text: 'I work at another school.' } as const;
const asked: DataRightsEvent = { type: 'CorrectionRequested', data: wrong };
const resolved: DataRightsEvent = { type: 'CorrectionResolved', data: { ...one, reply: 'Done.' } };
const erasureAsked: DataRightsEvent = { type: 'ErasureRequested', data: one };
const confirmed: DataRightsEvent = { type: 'ErasureConfirmed', data: one };
const withdrawn: DataRightsEvent = { type: 'ErasureRequestWithdrawn', data: one };
const declined: DataRightsEvent = { type: 'ErasureDeclined', data: { ...one, reply: 'Kept by law.' } };

describe('asking for a correction', () => {
  const asks = (rights: DataRights) => requestCorrection(wrong, rights);
  const answers = (outcome: 'resolved' | 'declined', reply: string) => (rights: DataRights) =>
    answerCorrection({ ...one, outcome, reply }, rights);

  it('is recorded with what is wrong', () => {
    given().when(asks).then(asked);
  });

  it('is answered once: corrected, or declined with a reason', () => {
    given(asked).when(answers('resolved', 'Done.')).then(resolved);
    given(asked)
      .when(answers('declined', 'The register says otherwise.'))
      .then({ type: 'CorrectionDeclined', data: { ...one, reply: 'The register says otherwise.' } });
    given(asked, resolved).when(answers('declined', 'No.')).refuses('data-request-settled', { status: 'resolved' });
  });

  it('must have been asked to be answered', () => {
    given().when(answers('resolved', 'Done.')).refuses('data-request-unknown');
  });

  it('waits for answers once too many are open, and goes on when they came', () => {
    const many = Array.from({ length: MOST_OPEN_CORRECTIONS }, (_, at): DataRightsEvent => ({
      type: 'CorrectionRequested',
      data: { ...wrong, request: `open-${at}` },
    }));
    given(...many)
      .when(asks)
      .refuses('corrections-waiting');
    given(...many, { type: 'CorrectionResolved', data: { ...one, request: 'open-0', reply: 'Done.' } })
      .when(asks)
      .then(asked);
  });
});

describe('asking to be forgotten', () => {
  const asks = (rights: DataRights) => requestErasure(one, rights);
  const confirms = (rights: DataRights) => confirmErasure(one, rights);
  const withdraws = (rights: DataRights) => withdrawErasure(one, rights);
  const declines = (rights: DataRights) => declineErasure({ ...one, reply: 'Kept by law.' }, rights);

  it('takes two steps', () => {
    given().when(asks).then(erasureAsked);
    given(erasureAsked).when(confirms).then(confirmed);
    given(erasureAsked, confirmed).when(confirms).thenNothing();
  });

  it('is asked once at a time', () => {
    given(erasureAsked).when(asks).refuses('erasure-requested-already', { request: 'r1', status: 'asked' });
    given(erasureAsked, confirmed).when(asks).refuses('erasure-requested-already', { status: 'confirmed' });
    given(erasureAsked, withdrawn)
      .when((rights) => requestErasure({ ...one, request: 'r2' }, rights))
      .then({ type: 'ErasureRequested', data: { ...one, request: 'r2' } });
  });

  it('can be taken back until it is carried out', () => {
    given(erasureAsked).when(withdraws).then(withdrawn);
    given(erasureAsked, confirmed).when(withdraws).then(withdrawn);
    given(erasureAsked, withdrawn).when(withdraws).thenNothing();
    given(erasureAsked, withdrawn).when(confirms).refuses('data-request-settled', { status: 'withdrawn' });
  });

  it('is declined only once it was confirmed, and with the ground', () => {
    given(erasureAsked).when(declines).refuses('erasure-not-confirmed');
    given(erasureAsked, confirmed).when(declines).then(declined);
    given(erasureAsked, confirmed, declined).when(declines).refuses('data-request-settled', { status: 'declined' });
    given(erasureAsked, confirmed, declined).when(withdraws).refuses('data-request-settled');
  });

  it('names a request that is there', () => {
    given().when(confirms).refuses('data-request-unknown');
    given().when(withdraws).refuses('data-request-unknown');
    given().when(declines).refuses('data-request-unknown');
  });
});
