import { buildRecipe } from '../../tooling/src/tsup.mjs'

export default buildRecipe({ entry: { index: 'src/index.ts', 'onnx/index': 'src/onnx/index.ts' } })
