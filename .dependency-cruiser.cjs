/**
 * Which part may import which (arrows never point back). Every rule here has a planted violation
 * under test/architecture/planted, which test/architecture/architecture.spec.ts expects to be reported by name.
 */

// Shared ground, open to every library; any other folder of libs/ is a context with a contract.
const GROUND = 'kernel|platform|api-contract';
const CONTEXT_FILE = `^libs/(?!(?:${GROUND})/)[^/]+/src/`;
const TEST_FILE = '\\.spec\\.ts$|/testing/|\\.contract-suite\\.ts$';

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'core-imports-only-its-own-core-and-the-kernel',
      comment: 'A decision is pure: what it needs of the world comes in with the command.',
      severity: 'error',
      from: { path: '^libs/([^/]+)/src/core/', pathNot: TEST_FILE },
      to: { pathNot: ['^libs/$1/src/core/', '^libs/kernel/src/', '(^|/)node_modules/zod/'] },
    },
    {
      name: 'core-reaches-nothing-else-of-ours',
      comment: 'Nor by way of another file: what the kernel and a core import, every core depends on.',
      severity: 'error',
      from: { path: '^libs/[^/]+/src/core/', pathNot: TEST_FILE },
      to: { reachable: true, path: '^apps/|^libs/(?!kernel/)[^/]+/src/(?!core/)' },
    },
    {
      name: 'kernel-imports-nothing-of-ours',
      severity: 'error',
      from: { path: '^libs/kernel/' },
      to: { path: '^(apps|libs|test)/', pathNot: '^libs/kernel/' },
    },
    {
      name: 'platform-knows-no-context',
      comment: 'The platform stores and projects any events: it never knows whose.',
      severity: 'error',
      from: { path: '^libs/platform/' },
      to: { path: CONTEXT_FILE },
    },
    {
      name: 'contexts-meet-at-their-contracts',
      comment: 'contract.ts is the only file of a context that another library may import; the composition lists whole contexts.',
      severity: 'error',
      from: { path: '^libs/([^/]+)/', pathNot: '^libs/composition/' },
      to: { path: CONTEXT_FILE, pathNot: ['^libs/$1/', '^libs/[^/]+/src/contract\\.ts$'] },
    },
    {
      name: 'apps-use-what-a-context-shows',
      comment:
        'An app composes contexts: it takes their contract, module and lists (the files beside contract.ts) and its commands and queries, never a core or a read model.',
      severity: 'error',
      from: { path: '^apps/', pathNot: TEST_FILE },
      to: { path: `${CONTEXT_FILE}(core|read)/` },
    },
    {
      name: 'read-never-imports-application',
      comment: 'Read models follow from events alone, so that they can be rebuilt.',
      severity: 'error',
      from: { path: '^libs/[^/]+/src/read/' },
      to: { path: '^libs/[^/]+/src/application/' },
    },
    {
      name: 'libraries-never-import-apps',
      severity: 'error',
      from: { path: '^libs/' },
      to: { path: '^apps/' },
    },
    {
      name: 'apps-never-import-each-other',
      severity: 'error',
      from: { path: '^apps/([^/]+)/' },
      to: { path: '^apps/', pathNot: '^apps/$1/' },
    },
    {
      name: 'api-pages-and-projector-stay-apart',
      comment: 'Each can run in a process of its own (ROLES).',
      severity: 'error',
      from: { path: '^apps/server/src/(api|pages|projector)/' },
      to: { path: '^apps/server/src/(api|pages|projector)/', pathNot: '^apps/server/src/$1/' },
    },
    {
      name: 'what-ships-imports-no-test-code',
      severity: 'error',
      from: { path: '^(apps|libs)/', pathNot: TEST_FILE },
      to: { path: `^test/|${TEST_FILE}` },
    },
    {
      name: 'no-circles',
      comment: 'Types may refer to each other; what runs may not.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'not-to-unresolvable',
      comment: 'An import that cannot be resolved is one that no other rule sees.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: '(^|/)node_modules/' },
    exclude: { path: '(^|/)(dist|planted)/' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      // `source` is how our own subpath imports name the TypeScript files.
      conditionNames: ['source', 'import', 'node', 'default', 'types'],
      extensions: ['.ts', '.mjs', '.js', '.cjs', '.d.ts', '.json'],
    },
  },
};
