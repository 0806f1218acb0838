/** The direction of imports (docs/architecture.md). Each comment is what the contributor reads on a failure. */

const SHIPPED = '^(contracts/src|backend/src|frontend/src|frontend/projects)/';
const SPEC = '[.](spec|int-spec|e2e-spec)[.]ts$';
const TWIN = '(/in-memory-[^/]+|[.]conformance)[.]ts$';
const USE_CASES = 'directory|bulk|imports|signals|tasks|alerts';
const ABOVE = {
  platform: `jobs|auth|realtime|announcements|channels|notifications|${USE_CASES}`,
  jobs: `auth|realtime|announcements|channels|notifications|${USE_CASES}`,
  auth: `realtime|announcements|channels|notifications|${USE_CASES}`,
  realtime: `announcements|channels|notifications|${USE_CASES}`,
  announcements: `channels|notifications|${USE_CASES}`,
  channels: `notifications|${USE_CASES}`,
  notifications: USE_CASES,
};
/** Pure functions of the library that simulated devices run on: no entry of it can be loaded outside a browser. */
const CLIENT_RULE = '^frontend/projects/notification-center/src/lib/(inbox/(inbox-state|held-inbox|remembered-ids|frames)|realtime/connection-status)[.]ts$';
const LOOKS_DOWN = 'This layer knows only those below it. Declare a port here and let the layer above provide it.';

/** A package, wherever npm put it. */
const packages = (names) => `node_modules/(${names})/`;

module.exports = {
  forbidden: [
    {
      name: 'contracts-is-a-leaf',
      comment: 'The wire contract imports nothing, so that both sides can read it alone.',
      severity: 'error',
      from: { path: '^contracts/src/', pathNot: SPEC },
      to: { pathNot: '^contracts/src/' },
    },
    ...Object.entries(ABOVE).map(([layer, above]) => ({
      name: `${layer}-looks-down`,
      comment: LOOKS_DOWN,
      severity: 'error',
      from: { path: `^backend/src/${layer}/` },
      to: { path: `^backend/src/(${above})/` },
    })),
    {
      name: 'use-cases-are-ends',
      comment: 'Nobody imports a use case, not even another one. Share through notifications, auth/people or a job.',
      severity: 'error',
      from: { path: '^backend/src/([^/]+)/' },
      to: { path: `^backend/src/(${USE_CASES})/`, pathNot: '^backend/src/$1/' },
    },
    {
      name: 'health-is-an-end',
      comment: 'Health may look at anything; nothing may depend on being looked at.',
      severity: 'error',
      from: { path: '^backend/src/(?!health/)[^/]+/' },
      to: { path: '^backend/src/health/' },
    },
    {
      name: 'socket-io-stays-in-realtime',
      comment: '`socket.io` and its adapters are known to `realtime/` only. Publish through RealtimePublisher.',
      severity: 'error',
      from: { path: '^backend/src/', pathNot: '^backend/src/realtime/' },
      to: { path: packages('socket[.]io|engine[.]io|@socket[.]io/[^/]+|@nestjs/platform-socket[.]io') },
    },
    {
      name: 'redis-stays-in-platform',
      comment: 'Connections are opened, named, guarded (F1, F2) and closed in one place.',
      severity: 'error',
      from: { path: '^backend/src/', pathNot: '^backend/src/platform/' },
      to: { path: packages('redis|@redis/[^/]+|ioredis') },
    },
    {
      name: 'bullmq-stays-in-jobs',
      comment: 'BullMQ is one of two queues, known to `jobs/` only. Use Jobs and JobProcessor.',
      severity: 'error',
      from: { path: '^backend/src/', pathNot: '^backend/src/jobs/' },
      to: { path: packages('bullmq|@nestjs/bullmq') },
    },
    {
      name: 'mongoose-stays-in-adapters',
      comment: 'Only `platform/`, `mongo-*.ts`, `*.schema.ts` and `*.store.ts` know the database.',
      severity: 'error',
      from: {
        path: '^backend/src/',
        pathNot: ['^backend/src/platform/', '/mongo-[^/]+[.]ts$', '[.](schema|store|module)[.]ts$', SPEC],
      },
      to: { path: packages('mongoose|mongodb|@nestjs/mongoose') },
    },
    {
      name: 'twins-stay-in-tests',
      comment: 'In-memory twins and conformance suites are not shipped.',
      severity: 'error',
      from: { path: SHIPPED, pathNot: [SPEC, TWIN] },
      to: { path: TWIN },
    },
    {
      name: 'library-knows-no-app',
      comment: 'The Angular library is embedded by strangers; it must not need our app.',
      severity: 'error',
      from: { path: '^frontend/projects/' },
      to: { path: '^(frontend/src|backend|e2e|scripts)/' },
    },
    {
      name: 'app-uses-the-public-entry',
      comment: 'The application is a host like any other: it uses the library through its public entry.',
      severity: 'error',
      from: { path: '^frontend/src/' },
      to: { path: '^frontend/projects/', pathNot: '/public-api[.]ts$' },
    },
    {
      name: 'sides-meet-in-contracts',
      comment: 'Backend and frontend share the wire contract and nothing else.',
      severity: 'error',
      from: { path: '^(backend|frontend)/' },
      to: { path: '^(backend|frontend)/', pathNot: '^$1/' },
    },
    {
      name: 'one-importer-of-socket-io-client',
      comment: 'Only `socket-service.ts` opens a socket.',
      severity: 'error',
      from: {
        path: '^(contracts|backend|frontend)/',
        pathNot: [
          '^frontend/projects/notification-center/src/lib/realtime/socket-service[.]ts$',
          '^backend/test/',
          SPEC,
        ],
      },
      to: { path: packages('socket[.]io-client|engine[.]io-client') },
    },
    {
      name: 'one-importer-of-eventsource-client',
      comment: 'Only `event-source-line.ts` opens an event stream in the library, and `event-streams.ts` in the application.',
      severity: 'error',
      from: {
        path: '^(contracts|backend|frontend)/',
        pathNot: [
          '^frontend/projects/notification-center/src/lib/realtime/event-source-line[.]ts$',
          '^frontend/src/app/core/event-streams[.]ts$',
        ],
      },
      to: { path: packages('eventsource-client|eventsource-parser') },
    },
    {
      name: 'outside-looks-at-the-entry',
      comment: 'e2e, bench and chaos use contracts and the running product, not its insides.',
      severity: 'error',
      from: { path: '^(e2e|bench|chaos)/' },
      to: { path: '^(backend|frontend|contracts/src/(?!index[.]ts$))', pathNot: CLIENT_RULE },
    },
    {
      name: 'client-rule-by-one-door',
      comment: 'The fault suite judges with the client rule that ships: its pure functions, named in chaos/client-rule.ts alone.',
      severity: 'error',
      from: { path: '^(e2e|bench|chaos)/', pathNot: '^chaos/client-rule[.]ts$' },
      to: { path: CLIENT_RULE },
    },
    {
      name: 'checker-knows-no-product',
      comment: 'What judges the product shares nothing with it.',
      severity: 'error',
      from: { path: '^chaos/(invariants/|checker[.]ts|evidence[.]ts|history[.]ts)' },
      to: { pathNot: ['^chaos/(invariants/|checker[.]ts|evidence[.]ts|history[.]ts)', 'node_modules/@jest/'] },
    },
    {
      name: 'no-circular',
      comment: 'Files that import each other in a circle cannot be understood apart.',
      severity: 'error',
      from: { pathNot: 'node_modules' },
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'no-orphans',
      comment: 'Nothing imports this file and it imports nothing: it is left over.',
      severity: 'error',
      from: { orphan: true, path: SHIPPED, pathNot: [SPEC, '[.]d[.]ts$', '/(main|user-cli)[.]ts$'] },
      to: {},
    },
    {
      name: 'not-to-dev-dep',
      comment: 'What is shipped runs without the development packages.',
      severity: 'error',
      from: { path: SHIPPED, pathNot: [SPEC, TWIN, '^frontend/projects/[^/]+/testing/'] },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'not-to-unresolvable',
      comment: 'This import leads nowhere: is the package listed in the package.json of this workspace?',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(dist|coverage|[.]angular)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'frontend/tsconfig.spec.json' },
    combinedDependencies: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'default'],
      mainFields: ['module', 'main', 'types'],
    },
  },
};
