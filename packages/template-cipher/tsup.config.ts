import { buildRecipe } from '../../tooling/src/tsup.mjs'

export default {
  ...buildRecipe({
    platform: 'neutral',
    projects: ['tsconfig.json', 'tsconfig.node.json'],
    entry: {
      index: 'src/index.ts',
      'fernet/index': 'src/fernet/index.ts',
      'vault-transit/index': 'src/vault-transit/index.ts',
      'node/index': 'src/node/index.ts',
    },
  }),
  // Only the entry ./node, which browsers are not given, asks for these.
  external: [/^node:/],
}
