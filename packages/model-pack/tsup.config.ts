import { buildRecipe } from '../../tooling/src/tsup.mjs'

export default buildRecipe({
  entry: {
    index: 'src/index.ts',
    'manifests/index': 'src/manifests/index.ts',
    detector: 'src/detector.ts',
    mesh: 'src/mesh.ts',
    faceres: 'src/faceres.ts',
    dlib: 'src/dlib.ts',
  },
  platform: 'node',
})
