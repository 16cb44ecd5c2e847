export * from './data-folder.js';
export * from './start-error.js';
