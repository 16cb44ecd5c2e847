import { jest } from '@jest/globals';
import { EventStoreStandIn } from '../../../test/support/eventstore-stand-in.js';
import { eventstoreUrl, noEventstore, removeFromEventstore, withEventstore } from '../../../test/support/servers.js';
import { describeEventStoreContract, freshTenants } from '../contract.js';
import { openEventStoreDb } from './index.js';

// Client and server share this process: on a busy machine the longer histories take their time.
jest.setTimeout(150_000);

describe('on a stand-in that speaks the server’s protocol', () => {
  let standIn: EventStoreStandIn;
  beforeAll(async () => {
    standIn = await EventStoreStandIn.start();
  });
  afterAll(() => standIn.close());
  describeEventStoreContract('EventStoreDB’s client and adapter, stand-in server', {
    open: ({ clock }) => openEventStoreDb({ url: standIn.url, clock, quietMs: 50 }),
    reopen: ({ clock }) => openEventStoreDb({ url: standIn.url, clock, quietMs: 50 }),
  });
});

withEventstore(`on a real EventStoreDB${noEventstore === undefined ? '' : ` (${noEventstore})`}`, () => {
  afterAll(() => removeFromEventstore(eventstoreUrl ?? '', freshTenants));
  describeEventStoreContract('EventStoreDB', {
    open: ({ clock }) => openEventStoreDb({ url: eventstoreUrl ?? '', clock }),
    reopen: ({ clock }) => openEventStoreDb({ url: eventstoreUrl ?? '', clock }),
  });
});
