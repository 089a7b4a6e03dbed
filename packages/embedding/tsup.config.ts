import { buildRecipe } from '../../tooling/src/tsup.mjs'

export default buildRecipe({
  platform: 'neutral',
  entry: { index: 'src/index.ts', 'depth/index': 'src/depth/index.ts' },
})
