import { buildRecipe } from '../../tooling/src/tsup.mjs'

export default buildRecipe({
  entry: { main: 'src/main.ts' },
  platform: 'node',
  declarations: false,
})
