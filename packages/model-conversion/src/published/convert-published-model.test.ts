import { sha256Hex } from '@faceward/models'
import type { ModelManifest, PinnedFile } from '@faceward/spec'
import { describe, expect, it } from 'vitest'
import { convertTfjsGraphModel } from '../convert-tfjs-graph-model.js'
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
const contents: Readonly<Record<string, Uint8Array>> = {
  'model.json': new TextEncoder().encode(JSON.stringify(json)),
  'model.bin': new Uint8Array(0),
}
const read = async ({ path }: PinnedFile) => contents[path]!
const pinned = (path: string): PinnedFile => {
  const bytes = contents[path]!
  return { path, bytes: bytes.length, sha256: sha256Hex(bytes) }
}
const npm = { kind: 'npm', package: 'a-package', version: '1.0.0', format: 'tfjs-graph' } as const
const files = [pinned('model.json'), pinned('model.bin')]

function published(origin: ModelManifest['origin']): ModelManifest {
  return {
    id: 'negative',
    task: 'face-embedding',
    description: 'A sign.',
    file: { sha256: '0'.repeat(64), bytes: 1 },
    origin,
    license: { spdx: 'MIT', commercialUse: true, attribution: 'nobody' },
    input: { width: 1, height: 1, layout: 'nchw', colorOrder: 'rgb', mean: [0, 0, 0], std: [1, 1, 1] },
  }
}

describe('convertPublishedModel', () => {
  it('converts the files that the manifest names', async () => {
    const onnx = await convertPublishedModel(published({ ...npm, files }), { read })
    expect(onnx).toEqual(convertTfjsGraphModel({ json, weights: new Uint8Array(0) }, { name: 'negative' }))
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
