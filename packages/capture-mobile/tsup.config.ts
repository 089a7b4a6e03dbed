import { buildRecipe } from '../../tooling/src/tsup.mjs'

export default buildRecipe({
  platform: 'neutral',
  entry: {
    index: 'src/index.ts',
    'node/index': 'src/node/index.ts',
    'browser/index': 'src/browser/index.ts',
  },
})
