// Makes model-pack's parity.golden.json: what TF.js and face-api themselves answer for a seeded picture.
// Needs: TF.js, Human and face-api in a folder of their own
// Options: [folder, default /tmp/tfjs]
//
// A reference that shares no code with the converter. The packages are installed outside the repository and only run here:
//
//   mkdir /tmp/tfjs && cd /tmp/tfjs && npm init -y
//   npm install --ignore-scripts @tensorflow/tfjs@4.22.0 @tensorflow/tfjs-backend-wasm@4.22.0 \
//     @vladmandic/human@3.3.6 @vladmandic/face-api@1.7.15
import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join, resolve } from 'node:path'
import { needed } from '@faceward/lab-shared/data-folder'
import { seededRandom } from '@faceward/lab-shared/seeded-random'

const SAMPLES = 64
const folder = resolve(process.argv[2] ?? '/tmp/tfjs')
for (const name of ['@tensorflow/tfjs', '@vladmandic/human', '@vladmandic/face-api']) {
  needed(join(folder, 'node_modules', name), '--help says how it is installed.')
}
const require = createRequire(join(folder, 'package.json'))
const modules = join(folder, 'node_modules')
const tf = require('@tensorflow/tfjs')
const wasm = require('@tensorflow/tfjs-backend-wasm')

wasm.setWasmPaths(join(modules, '@tensorflow/tfjs-backend-wasm/dist/'))
await tf.setBackend('wasm')
await tf.ready()

// mean and std as in the manifests; input as each model expects it, [1, side, side, 3].
const graphs = [
  { role: 'detector', file: 'blazeface', side: 256, bgr: false, mean: [127.5, 127.5, 127.5], std: 127.5 },
  { role: 'mesh', file: 'facemesh', side: 192, bgr: false, mean: [0, 0, 0], std: 255 },
  { role: 'faceres', file: 'faceres', side: 224, bgr: true, mean: [103.939, 116.779, 123.68], std: 1 },
]
const kept = {
  detector: ['Identity', 'Identity_1', 'Identity_2', 'Identity_3'],
  mesh: ['Identity_2', 'Identity_1'],
  faceres: ['global_pooling/Mean'],
}

const models = {}
for (const [index, graph] of graphs.entries()) {
  const seed = index + 1
  const path = (end) => join(modules, '@vladmandic/human/models', `${graph.file}.${end}`)
  const json = JSON.parse(readFileSync(path('json'), 'utf8'))
  const weights = readFileSync(path('bin'))
  const model = await tf.loadGraphModel({
    load: async () => ({
      ...json,
      weightSpecs: json.weightsManifest.flatMap((group) => group.weights),
      weightData: weights.buffer.slice(weights.byteOffset, weights.byteOffset + weights.length),
    }),
  })
  const input = normalise(seededPicture(graph.side, seed), graph)
  const outputs = {}
  for (const name of kept[graph.role]) {
    const result = model.execute(tf.tensor4d(input, [1, graph.side, graph.side, 3]), name)
    outputs[name] = summarise(result.shape, await result.data())
  }
  models[graph.role] = { seed, inputSha256: sha256(input), outputs }
}

// face-api subtracts the mean and divides by itself, so it is given the picture as it is.
const faceapi = require('@vladmandic/face-api/dist/face-api.node-wasm.js')
await faceapi.nets.faceRecognitionNet.loadFromDisk(join(modules, '@vladmandic/face-api/model'))
const seed = 4
const picture = seededPicture(150, seed)
const descriptor = await faceapi.nets.faceRecognitionNet.forward(
  faceapi.tf.tensor4d(Float32Array.from(picture), [1, 150, 150, 3]),
)
const input = normalise(picture, { bgr: false, mean: [122.782, 117.001, 104.298], std: 255 })
models.dlib = {
  seed,
  inputSha256: sha256(input),
  outputs: { descriptor: summarise(descriptor.shape, await descriptor.data()) },
}

const golden = {
  made: {
    by: 'npm run lab -- goldens/make-parity-goldens',
    date: new Date().toISOString().slice(0, 10),
    reference: `@tensorflow/tfjs ${tf.version.tfjs}, backend ${tf.getBackend()}, node ${process.version} ${process.arch}`,
    dlib: '@vladmandic/face-api 1.7.15, FaceRecognitionNet.forward',
    note: 'samples: every output, values at indices round(i * (n - 1) / (samples - 1)); weighted: sum of v[i] * ((7 i) mod 13 - 6)',
  },
  models,
}
const target = new URL('../../../../packages/model-pack/test/parity.golden.json', import.meta.url)
writeFileSync(target, `${JSON.stringify(golden, null, 1)}\n`)
console.log(`wrote ${target.pathname}`)

/** Cells of 16 pixels with a colour each, and noise on every pixel: whole numbers, the same on every machine. */
function seededPicture(side, seed) {
  const random = seededRandom(seed)
  const cells = Math.ceil(side / 16)
  const colours = Array.from({ length: cells * cells * 3 }, () => Math.floor(random() * 192))
  const picture = new Uint8Array(side * side * 3)
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      const cell = (y >> 4) * cells + (x >> 4)
      for (let c = 0; c < 3; c++) {
        picture[(y * side + x) * 3 + c] = colours[cell * 3 + c] + Math.floor(random() * 64)
      }
    }
  }
  return picture
}

/** [height, width, 3] RGB bytes to the model's floats, same order of pixels. */
function normalise(picture, { bgr, mean, std }) {
  const floats = new Float32Array(picture.length)
  for (let i = 0; i < picture.length; i += 3) {
    for (let c = 0; c < 3; c++) floats[i + c] = (picture[i + (bgr ? 2 - c : c)] - mean[c]) / std
  }
  return floats
}

function summarise(shape, data) {
  let squares = 0
  let weighted = 0
  let largest = 0
  for (let i = 0; i < data.length; i++) {
    squares += data[i] * data[i]
    weighted += data[i] * (((7 * i) % 13) - 6)
    largest = Math.max(largest, Math.abs(data[i]))
  }
  const count = Math.min(SAMPLES, data.length)
  const at = (i) => (count === 1 ? 0 : Math.round((i * (data.length - 1)) / (count - 1)))
  const samples = Array.from({ length: count }, (_, i) => data[at(i)])
  return { shape, largest, norm: Math.sqrt(squares), weighted, samples }
}

function sha256(floats) {
  return createHash('sha256').update(new Uint8Array(floats.buffer)).digest('hex')
}
