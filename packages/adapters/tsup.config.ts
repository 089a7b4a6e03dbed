import { buildRecipe } from '../../tooling/src/tsup.mjs'

export default buildRecipe({
  platform: 'neutral',
  entry: {
    index: 'src/index.ts',
    'node/index': 'src/node/index.ts',
    'express/index': 'src/express/index.ts',
    'fastify/index': 'src/fastify/index.ts',
    'hono/index': 'src/hono/index.ts',
  },
})
