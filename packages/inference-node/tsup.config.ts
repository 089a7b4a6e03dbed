import { buildRecipe } from '../../tooling/src/tsup.mjs'

export default buildRecipe({
  entry: { index: 'src/index.ts', 'inference-worker': 'src/worker/inference-worker.ts' },
  platform: 'node',
})
