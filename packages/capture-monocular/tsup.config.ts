import { buildRecipe } from '../../tooling/src/tsup.mjs'

export default buildRecipe({
  platform: 'node',
  entry: { index: 'src/index.ts', 'browser/index': 'src/browser/index.ts' },
})
