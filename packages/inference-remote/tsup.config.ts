import { buildRecipe } from '../../tooling/src/tsup.mjs'

export default buildRecipe({ entry: { index: 'src/index.ts', 'server/index': 'src/server/index.ts' } })
