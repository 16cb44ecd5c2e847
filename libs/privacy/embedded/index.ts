export { openEmbeddedKeyStore, type EmbeddedKeyStoreOptions } from './key-store.js';
export { changeMasterKey } from './vault-file.js';
