import { buildRecipe } from '../../tooling/src/tsup.mjs'

export default buildRecipe({ platform: 'neutral' })
