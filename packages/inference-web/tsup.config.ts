import { buildRecipe } from '../../tooling/src/tsup.mjs'

export default {
  ...buildRecipe({
    entry: { index: 'src/index.ts', wasm: 'src/wasm.ts', 'node/index': 'src/node/index.ts' },
    projects: ['tsconfig.json', 'tsconfig.node.json'],
  }),
  // Only the entry ./node, which browsers are not given, asks for these.
  external: [/^node:/],
}
