import { describeReadStoreContract } from '../contract.js';
import { openMemoryReadStore } from './index.js';

describeReadStoreContract('memory', { open: async () => openMemoryReadStore() });
