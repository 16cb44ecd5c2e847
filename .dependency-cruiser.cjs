/** The way of an event has one direction; these rules keep it so. They are checked by test/dependencies.spec.ts. */
module.exports = {
  forbidden: [
    { name: 'no-circles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'kernel-stands-alone',
      comment: 'The kernel knows no framework and no I/O.',
      severity: 'error',
      from: { path: '^libs/kernel/', pathNot: '\\.spec\\.ts$' },
      to: { path: '^(libs/(?!kernel/)|apps/|node_modules/(?!(uuid)/))' },
    },
    {
      name: 'only-platform-picks-engines',
      severity: 'error',
      from: {
        pathNot: '(^libs/platform/|\\.spec\\.ts$|/testing/|^libs/(event-store|read-store|privacy|access|sqlite)/|^bench/|^test/)',
      },
      to: { path: '^libs/(event-store|read-store|privacy)/(embedded|memory|mongodb|eventstoredb)/' },
    },
    {
      name: 'engines-stay-in-their-folder',
      comment: 'SQLite is named by the embedded engines and the files of access alone.',
      severity: 'error',
      from: { pathNot: '^(libs/sqlite/|libs/[a-z-]+/embedded/|bench/)|\\.spec\\.ts$' },
      to: { path: '^node_modules/@photostructure/sqlite' },
    },
    {
      name: 'drivers-stay-in-their-folder',
      comment: 'The drivers of the cluster are named by its engines alone, and loaded by dynamic import.',
      severity: 'error',
      from: {
        pathNot: '^(libs/mongo/|libs/[a-z-]+/(mongodb|eventstoredb)/|libs/platform/mongo-board|bench/|test/)|\\.spec\\.ts$',
      },
      to: { path: '^node_modules/(mongodb|@eventstore)/' },
    },
    {
      name: 'eventstore-client-in-one-folder',
      comment: 'A second driver is one more folder.',
      severity: 'error',
      from: { path: '^(libs|apps)/', pathNot: '^libs/event-store/eventstoredb/' },
      to: { path: '^node_modules/@(eventstore|kurrent)/' },
    },
    {
      name: 'contexts-through-their-index',
      severity: 'error',
      from: { path: '^libs/contexts/([^/]+)/' },
      to: {
        path: '^libs/contexts/([^/]+)/.+',
        pathNot:
          '^libs/contexts/($1/|[^/]+/index\\.ts$|rollout/(pack|school-register)/index\\.ts$|[^/]+/projections/index\\.ts$)',
      },
    },
    {
      name: 'outsiders-through-the-index',
      severity: 'error',
      from: { path: '^(apps|libs)/', pathNot: '^libs/contexts/' },
      to: { path: '^libs/contexts/[^/]+/.+', pathNot: '(/index\\.ts|index\\.js)$' },
    },
    {
      name: 'contexts-import-ports-only',
      severity: 'error',
      from: { path: '^libs/contexts/' },
      to: { path: '^libs/(platform|provisioning|simulation|sqlite)/' },
    },
    {
      name: 'pure-core',
      comment: 'Deciders, events and folds import neither framework nor I/O.',
      severity: 'error',
      from: {
        path: '^libs/contexts/[^/]+/(?:[a-z-]+\\.ts|projections/[a-z-]+(?:\\.projection)?\\.ts)$',
        pathNot: '\\.(module|controller|spec|requests)\\.ts$|/(index|parameters|changes)\\.ts$',
      },
      to: {
        path: '^node_modules/(@nestjs|express|class-validator|rxjs|@photostructure)|^libs/(http|commanding|platform|access|event-store)/',
      },
    },
    {
      name: 'nothing-imports-apps',
      severity: 'error',
      from: { path: '^libs/' },
      to: { path: '^apps/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|apps/dashboard|coverage)' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      conditionNames: ['source', 'import', 'node', 'default'],
      exportsFields: ['exports'],
      extensions: ['.ts', '.js', '.json'],
    },
  },
};
