import { buildRecipe } from '../../tooling/src/tsup.mjs'

export default buildRecipe({
  entry: { main: 'src/main.ts', 'embedding-worker': 'src/evaluation/embedding-worker.ts' },
  platform: 'node',
  declarations: false,
})
