// The layer table of docs/architecture.md, executed. `layers` says which @faceward packages each package may
// import besides spec and plugin-kit, which everybody may; everything else in this file follows from it.
// scripts/check-layers.mjs also plants violations and fails if they are not caught.
const layers = {
  imaging: [],
  models: [],
  'models-node': ['models'],
  'model-conversion': ['models'],
  'model-pack': ['models'],
  preprocess: ['imaging'],
  liveness: ['imaging'],
  embedding: ['imaging'],
  fusion: [],
  'template-cipher': [],
  core: [],
  'inference-onnxruntime': [],
  'inference-node': ['inference-onnxruntime'],
  'inference-web': ['inference-onnxruntime'],
  'inference-remote': [],
  'capture-simulated': ['imaging'],
  'capture-monocular': ['imaging'],
  'capture-realsense': [],
  'capture-webxr': ['imaging'],
  'capture-mobile': ['imaging'],
  'storage-memory': [],
  'storage-sqlite': [],
  'storage-postgres': [],
  'storage-indexeddb': [],
  gallery: [],
  evaluation: ['fusion'],
  conformance: [],
  adapters: ['core'],
  // What @faceward/node and @faceward/web share; it alone of the neutral packages puts stages together.
  composition: ['models', 'model-pack', 'preprocess', 'liveness', 'embedding', 'fusion', 'core'],
}
const allowedBy = (name) =>
  ({ spec: [], 'plugin-kit': ['spec'] })[name] ?? ['spec', 'plugin-kit', ...layers[name]]
const named = ['spec', 'plugin-kit', ...Object.keys(layers)]

/** Packages that run anywhere: no node builtin, no platform library. */
const neutral = [
  'spec',
  'plugin-kit',
  'imaging',
  'models',
  'model-conversion',
  'model-pack',
  'preprocess',
  'liveness',
  'embedding',
  'fusion',
  'template-cipher',
  'core',
  'conformance',
  'gallery',
  'inference-onnxruntime',
  'inference-remote',
  'capture-simulated',
  'capture-mobile',
  'storage-memory',
]

// Tests may wire parts together as an application would.
const notTests = ['\\.test\\.ts$', '^packages/[^/]+/test/']

module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'unlisted-package',
      comment: 'A package must stand in the layer table.',
      severity: 'error',
      from: { path: '^packages/', pathNot: [`^packages/(${named.join('|')}|node|web)/`] },
      to: {},
    },
    ...named.map((name) => ({
      name: `layer-${name}`,
      severity: 'error',
      from: { path: `^packages/${name}/src/`, pathNot: notTests },
      to: { path: '^(packages|examples)/', pathNot: `^packages/(${[name, ...allowedBy(name)].join('|')})/` },
    })),
    {
      name: 'neutral-without-node',
      severity: 'error',
      // src/node/ is an entry of its own, which browsers are not given.
      from: { path: `^packages/(${neutral.join('|')})/src/`, pathNot: [...notTests, '/src/node/'] },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'browser-entry-without-node',
      comment: 'src/browser/ is what browsers are given of a package that has more for Node.',
      severity: 'error',
      from: { path: '^packages/[^/]+/src/browser/', pathNot: notTests },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'no-deep-import',
      comment:
        'Another package is entered through its exports only. The lab may look behind them: it measures parts.',
      severity: 'error',
      from: { path: '^(packages|examples)/([^/]+)/' },
      to: {
        path: '^packages/([^/]+)/src/',
        pathNot: ['^packages/$2/', '^packages/[^/]+/src/(index|[a-z-]+/index)\\.ts$'],
      },
    },
    {
      name: 'examples-as-strangers',
      comment: 'Nothing imports an example.',
      severity: 'error',
      from: { path: '^packages/' },
      to: { path: '^examples/' },
    },
    {
      name: 'nothing-imports-the-lab',
      comment: 'What measures and attacks is never shipped.',
      severity: 'error',
      from: { path: '^(packages|examples)/' },
      to: { path: '^lab/' },
    },
    {
      name: 'not-resolvable',
      comment: 'What makes goldens runs with the library it compares with, which is in a folder of its own.',
      severity: 'error',
      from: { pathNot: '^lab/goldens/' },
      to: { couldNotResolve: true },
    },
    {
      name: 'not-declared',
      severity: 'error',
      from: { path: '^(packages|examples)/[^/]+/src/', pathNot: notTests },
      // A peer dependency is a dev dependency too, for the package's own tests.
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown', 'npm-dev'], dependencyTypesNot: ['npm-peer'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(dist|\\.snippets|node_modules/\\.pnpm/[^/]+/node_modules/typescript)/' },
    tsPreCompilationDeps: true,
    combinedDependencies: false,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['@faceward/source', 'import', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.js', '.mjs', '.json'],
    },
  },
}
