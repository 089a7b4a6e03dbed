// Makes model-conversion's operators.golden.json: small TF.js graph models and what TF.js itself answers.
// Needs: TF.js in a folder of its own
// Options: [folder, default /tmp/tfjs]
//
// Of one operator or two, on TF.js's plain CPU backend, installed outside the repository:
//
//   mkdir /tmp/tfjs && cd /tmp/tfjs && npm init -y && npm install --ignore-scripts @tensorflow/tfjs@4.22.0
import { writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join, resolve } from 'node:path'
import { needed } from '@faceward/lab-shared/data-folder'
import { operatorCases } from '../operator-cases.mjs'
import { encodeWeight } from '../operators/encode-weight.mjs'
import { floats, node } from '../operators/graph-parts.mjs'

const folder = resolve(process.argv[2] ?? '/tmp/tfjs')
needed(join(folder, 'node_modules/@tensorflow/tfjs'), '--help says how it is installed.')
const require = createRequire(join(folder, 'package.json'))
const tf = require('@tensorflow/tfjs')
await tf.setBackend('cpu')

const golden = []
for (const [name, inputShape, constants, nodes] of operatorCases) {
  const specs = Object.entries(constants).map(([key, { shape, dtype = 'float32', quantization }]) => ({
    name: key,
    shape,
    dtype,
    ...(quantization && { quantization }),
  }))
  const weights = Buffer.concat(Object.values(constants).map(encodeWeight))
  const json = {
    format: 'graph-model',
    modelTopology: {
      node: [
        node('x', 'Placeholder', undefined, {
          dtype: { type: 'DT_FLOAT' },
          shape: { shape: { dim: inputShape.map((size) => ({ size: `${size}` })) } },
        }),
        ...Object.entries(constants).map(([key, { shape, dtype = 'float32' }]) => {
          const type = dtype === 'int32' ? 'DT_INT32' : 'DT_FLOAT'
          const tensorShape = { dim: shape.map((size) => ({ size: `${size}` })) }
          return node(key, 'Const', undefined, {
            dtype: { type },
            value: { tensor: { dtype: type, tensorShape } },
          })
        }),
        ...nodes,
      ],
    },
    weightsManifest: [{ paths: ['weights.bin'], weights: specs }],
  }
  const model = await tf.loadGraphModel({
    load: async () => ({
      modelTopology: { ...json.modelTopology, library: {}, versions: {} },
      format: json.format,
      weightSpecs: specs,
      weightData: Uint8Array.from(weights).buffer,
    }),
  })
  const input = floats(...inputShape.map(Math.abs))
  const output = model.execute(tf.tensor(input.values, input.shape), 'y')
  // Nine digits hold a float32 exactly.
  const values = Array.from(await output.data(), (value) => Number(value.toPrecision(9)))
  golden.push({
    name,
    json,
    weights: weights.toString('base64'),
    input,
    output: { shape: output.shape, values },
  })
}

const made = {
  by: 'npm run lab -- goldens/make-operator-goldens',
  date: new Date().toISOString().slice(0, 10),
  reference: `@tensorflow/tfjs ${tf.version.tfjs}, backend ${tf.getBackend()}, node ${process.version}`,
}
const target = new URL('../../../../packages/model-conversion/test/operators.golden.json', import.meta.url)
const lines = golden.map((one) => JSON.stringify(one)).join(',\n')
writeFileSync(target, `{\n"made": ${JSON.stringify(made)},\n"cases": [\n${lines}\n]\n}\n`)
console.log(`${golden.length} cases`)
