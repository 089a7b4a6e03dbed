import { buildRecipe } from '../../tooling/src/tsup.mjs'

export default buildRecipe({
  entry: { index: 'src/index.ts', 'camera-worker': 'src/live/camera-worker.ts' },
  platform: 'node',
})
