import { describeKeyStoreContract } from '../contract.js';
import { openMemoryKeyStore } from './index.js';

describeKeyStoreContract('memory', { open: async () => openMemoryKeyStore(), dispose: (store) => store.close() });
