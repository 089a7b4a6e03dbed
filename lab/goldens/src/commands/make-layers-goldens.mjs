// Makes model-conversion's layers.golden.json: small TF.js layers models (Keras) and what TF.js itself answers.
// Needs: TF.js in a folder of its own
// Options: [folder, default /tmp/tfjs]
//
// Of one layer or a few, and a residual network, on TF.js's plain CPU backend, installed outside the repository as for
// make-operator-goldens. What answers is the model as TF.js loads it from what stands in the file.
import { writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join, resolve } from 'node:path'
import { needed } from '@faceward/lab-shared/data-folder'
import { layersCases } from '../layers/layers-cases.mjs'
import { encodeWeight } from '../operators/encode-weight.mjs'
import { floats } from '../operators/graph-parts.mjs'

const folder = resolve(process.argv[2] ?? '/tmp/tfjs')
needed(join(folder, 'node_modules/@tensorflow/tfjs'), '--help says how it is installed.')
const require = createRequire(join(folder, 'package.json'))
const tf = require('@tensorflow/tfjs')
await tf.setBackend('cpu')

const golden = []
for (const [name, build, quantization] of layersCases) {
  const built = build(tf)
  const constants = built.weights.map((weight) => ({
    name: weight.originalName,
    quantization,
    ...drawn(weight.originalName, weight.shape),
  }))
  const specs = constants.map(({ name, shape }) => ({
    name,
    shape,
    dtype: 'float32',
    ...(quantization && { quantization }),
  }))
  const weights = Buffer.concat(constants.map(encodeWeight))
  const modelTopology = withoutTraining(built.toJSON(undefined, false))
  for (const { class_name: kind, config } of modelTopology.config.layers) {
    // Which TF.js reads, as Keras' exporter writes it, but forgets to write itself.
    if (kind === 'SeparableConv2D') config.depth_multiplier = built.getLayer(config.name).depthMultiplier
  }
  const json = {
    format: 'layers-model',
    modelTopology,
    weightsManifest: [{ weights: specs }],
  }
  const model = await tf.loadLayersModel({
    load: async () => ({ modelTopology, weightSpecs: specs, weightData: Uint8Array.from(weights).buffer }),
  })
  const input = floats(2, ...model.inputs[0].shape.slice(1))
  const output = model.predict(tf.tensor(input.values, input.shape))
  // Nine digits hold a float32 exactly.
  const values = Array.from(await output.data(), (value) => Number(value.toPrecision(9)))
  const answer = { shape: output.shape, values }
  golden.push({ name, json, weights: weights.toString('base64'), input, output: answer })
}

const made = {
  by: 'npm run lab -- goldens/make-layers-goldens',
  date: new Date().toISOString().slice(0, 10),
  reference: `@tensorflow/tfjs ${tf.version.tfjs}, backend ${tf.getBackend()}, node ${process.version}`,
}
const target = new URL('../../../../packages/model-conversion/test/layers.golden.json', import.meta.url)
const lines = golden.map((one) => JSON.stringify(one)).join(',\n')
writeFileSync(target, `{\n"made": ${JSON.stringify(made)},\n"cases": [\n${lines}\n]\n}\n`)
console.log(`${golden.length} cases`)

/** A variance is positive. */
function drawn(name, shape) {
  const { values } = floats(...shape)
  return {
    shape,
    values: name.endsWith('moving_variance') ? values.map((value) => Math.abs(value) + 0.5) : values,
  }
}

/** How a layer began and was held while it was trained makes three quarters of the text, and is read by nobody here. */
function withoutTraining(topology) {
  return JSON.parse(
    JSON.stringify(topology, (key, value) =>
      /^trainable$|_(?:initializer|regularizer|constraint)$/.test(key) ? undefined : value,
    ),
  )
}
