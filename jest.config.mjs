import { availableParallelism } from 'node:os';

// Suites start installations of their own; what the terminal has set for one is none of theirs.
for (const name of Object.keys(process.env))
  if (name.startsWith('CORDILLERA_') && name !== 'CORDILLERA_TEST_ROWS') delete process.env[name];

export default {
  rootDir: '.',
  testEnvironment: 'node',
  testEnvironmentOptions: { customExportConditions: ['source', 'node', 'node-addons'] },
  extensionsToTreatAsEsm: ['.ts'],
  moduleFileExtensions: ['ts', 'js', 'mjs', 'json'],
  testMatch: ['<rootDir>/{apps,libs,test,packs,tools}/**/*.spec.ts'],
  transform: { '^.+\\.ts$': ['@swc/jest'] },
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  modulePathIgnorePatterns: ['<rootDir>/dist'],
  coverageProvider: 'v8',
  testSequencer: '<rootDir>/test/support/longest-first.mjs',
  testTimeout: 30000,
  workerIdleMemoryLimit: '1GB',
  // Crash cases end and halt the server that is named: no other suite may be at work on it then.
  // Much of the time of the longest suites is waiting for servers, browsers and threads of their own: two cores carry two suites.
  maxWorkers: process.env.EVENTSTORE_RESTART === undefined ? Math.max(2, availableParallelism() - 1) : 1,
};
