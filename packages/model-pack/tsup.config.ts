import { buildRecipe } from '../../tooling/src/tsup.mjs'

export default buildRecipe({
  entry: { index: 'src/index.ts', 'manifests/index': 'src/manifests/index.ts' },
  platform: 'node',
})
