import { readFileSync } from 'node:fs'
import { sha256Hex } from '@faceward/models'
import { createOnnxGraph } from '@faceward/models/onnx'
import type { ModelManifest, PinnedFile } from '@faceward/spec'
import { describe, expect, it } from 'vitest'
import { convertTfjsGraphModel } from '../convert-tfjs-graph-model.js'
import { convertTfjsLayersModel } from '../convert-tfjs-layers-model.js'
import { convertTfliteModel } from '../convert-tflite-model.js'
import { rewritePrelu } from '../onnx/rewrite-prelu.js'
import { convertPublishedModel } from './convert-published-model.js'

/** y = -x. */
const json = {
  modelTopology: {
    node: [
      {
        name: 'x',
        op: 'Placeholder',
        attr: { dtype: { type: 'DT_FLOAT' }, shape: { shape: { dim: [{ size: '2' }] } } },
      },
      { name: 'y', op: 'Neg', input: ['x'] },
    ],
  },
  weightsManifest: [{ weights: [] }],
}
/** y = relu(x), as layers. */
const layers = {
  modelTopology: {
    class_name: 'Sequential',
    config: [{ class_name: 'ReLU', config: { name: 'y', batch_input_shape: [null, 2] } }],
  },
  weightsManifest: [{ weights: [] }],
}
const [tflite] = (
  JSON.parse(readFileSync(new URL('../../test/tflite.golden.json', import.meta.url), 'utf8')) as {
    cases: readonly { readonly file: string }[]
  }
).cases.map(({ file }) => new Uint8Array(Buffer.from(file, 'base64')))

/** y = PRelu(x). */
function preluFile(): Uint8Array {
  const onnx = createOnnxGraph('prelu')
  onnx.input('x', [2])
  onnx.output('y', onnx.node('PRelu', ['x', onnx.scalar(0.5)]), [2])
  return onnx.toBytes()
}

const contents: Readonly<Record<string, Uint8Array>> = {
  'model.json': new TextEncoder().encode(JSON.stringify(json)),
  'layers.json': new TextEncoder().encode(JSON.stringify(layers)),
  'model.bin': new Uint8Array(0),
  'model.tflite': tflite!,
  'model.onnx': preluFile(),
}
const read = async ({ path }: PinnedFile) => contents[path]!
const pinned = (path: string): PinnedFile => {
  const bytes = contents[path]!
  return { path, bytes: bytes.length, sha256: sha256Hex(bytes) }
}
const npm = { kind: 'npm', package: 'a-package', version: '1.0.0', format: 'tfjs-graph' } as const
const files = [pinned('model.json'), pinned('model.bin')]

function published(origin: ModelManifest['origin'], more: Partial<ModelManifest> = {}): ModelManifest {
  return {
    id: 'negative',
    task: 'face-embedding',
    description: 'A sign.',
    file: { sha256: '0'.repeat(64), bytes: 1 },
    origin,
    license: { spdx: 'MIT', commercialUse: true, attribution: 'nobody' },
    input: { width: 1, height: 1, layout: 'nchw', colorOrder: 'rgb', mean: [0, 0, 0], std: [1, 1, 1] },
    ...more,
  }
}

describe('convertPublishedModel', () => {
  it('converts the files that the manifest names', async () => {
    const onnx = await convertPublishedModel(published({ ...npm, files }), { read })
    expect(onnx).toEqual(convertTfjsGraphModel({ json, weights: new Uint8Array(0) }, { name: 'negative' }))
  })

  it('converts a TFLite file: of an embedder for any number of faces, else for one picture', async () => {
    const origin = { ...npm, format: 'tflite', files: [pinned('model.tflite')] } as const
    const one = await convertPublishedModel(published(origin), { read })
    expect(one).toEqual(convertTfliteModel(tflite!, { name: 'negative', batch: 1 }))
    const embedder = published(origin, { embedding: { dimension: 4 } })
    const many = await convertPublishedModel(embedder, { read })
    expect(many).toEqual(convertTfliteModel(tflite!, { name: 'negative', batch: 'free' }))
  })

  it('converts layers, of an embedder for any number of faces, else for one picture', async () => {
    const origin = { ...npm, format: 'tfjs-layers', files: [pinned('layers.json'), files[1]!] } as const
    const model = { json: layers, weights: new Uint8Array(0) }
    const one = await convertPublishedModel(published(origin), { read })
    expect(one).toEqual(convertTfjsLayersModel(model, { name: 'negative', batch: 1 }))
    const embedder = published(origin, { embedding: { dimension: 2 } })
    const many = await convertPublishedModel(embedder, { read })
    expect(many).toEqual(convertTfjsLayersModel(model, { name: 'negative', batch: 'free' }))
  })

  it('takes a ready ONNX file, its PReLU written for speed', async () => {
    const origin = { ...npm, format: 'onnx', files: [pinned('model.onnx')] } as const
    expect(await convertPublishedModel(published(origin), { read })).toEqual(rewritePrelu(preluFile()))
  })

  it.each([0, 1])('refuses file %i when it is not the pinned one, and names it', async (changed) => {
    const others = files.map((file, i) => (i === changed ? { ...file, sha256: '0'.repeat(64) } : file))
    const converting = convertPublishedModel(published({ ...npm, files: others }), { read })
    await expect(converting).rejects.toMatchObject({ code: 'integrity-mismatch' })
    await expect(converting).rejects.toThrow(`${files[changed]!.path} of a-package`)
  })

  it.each([
    ['a model of another origin', { kind: 'file' }],
    ['one file', { ...npm, files: files.slice(1) }],
    ['three files', { ...npm, files: [...files, files[0]!] }],
    ['two TFLite files', { ...npm, format: 'tflite', files }],
    ['two ONNX files', { ...npm, format: 'onnx', files }],
  ] as const)('refuses %s', async (_, origin) => {
    await expect(convertPublishedModel(published(origin), { read })).rejects.toMatchObject({
      code: 'invalid-manifest',
    })
  })

  it('refuses a description that is not JSON', async () => {
    const swapped = published({ ...npm, files: [files[1]!, files[0]!] })
    await expect(convertPublishedModel(swapped, { read })).rejects.toMatchObject({ code: 'malformed-model' })
  })
})
