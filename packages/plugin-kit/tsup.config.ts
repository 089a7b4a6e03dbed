import { buildRecipe } from '../../tooling/src/tsup.mjs'

export default buildRecipe({ entry: { index: 'src/index.ts', 'schemas/index': 'src/schemas/index.ts' } })
