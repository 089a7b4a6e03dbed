import { buildRecipe } from '../../tooling/src/tsup.mjs'

export default buildRecipe({
  entry: { index: 'src/index.ts', 'decode-child': 'src/images/process-decoder/decode-child.ts' },
  platform: 'node',
})
