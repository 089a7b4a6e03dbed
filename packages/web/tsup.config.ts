import { buildRecipe } from '../../tooling/src/tsup.mjs'

export default buildRecipe({
  platform: 'browser',
  entry: {
    index: 'src/index.ts',
    'worker/index': 'src/worker/index.ts',
    // Beside index.js, where start-worker.ts looks for it.
    'worker-script': 'src/worker-script.ts',
  },
})
