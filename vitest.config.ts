import { defineConfig } from 'vitest/config'

// Tests read the packages' sources through the '@faceward/source' condition, so they need no build. Vitest
// passes these on to Node, where 'import' would hold for require() too and break CommonJS packages such as pg.
const conditions = ['@faceward/source', 'node']

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions, externalConditions: conditions } },
  test: {
    include: ['{packages,examples,lab}/*/{src,test}/**/*.test.ts', 'scripts/**/*.test.ts'],
    reporters: ['default', './tooling/src/vitest-summary.mjs'],
    // For hangs only: how long a test takes depends on the machine and what else it does.
    testTimeout: 600_000,
    hookTimeout: 1_800_000,
    expect: { poll: { timeout: 600_000 } },
    setupFiles: ['./tooling/src/property-seed.mjs'],
    pool: 'forks',
    maxWorkers: 2,
  },
})
