import type { Calibration } from '@faceward/spec'
import { describe, expect, it } from 'vitest'
import { codeOf, manifestOf, quarterMeans, sampleOf, sessionOf } from '../test/fixtures.js'
import { createPlaceholderEmbedder } from './placeholder-embedder.js'

const built = manifestOf({ id: 'plumbing-1', origin: { kind: 'built' } })

describe('createPlaceholderEmbedder', () => {
  it('embeds, and says in every way that it recognises nobody', async () => {
    const embedder = createPlaceholderEmbedder({ session: sessionOf(quarterMeans), manifest: built })
    expect(embedder.placeholder).toBe(true)
    expect(embedder.id).toBe('placeholder-plumbing-1')
    const embedding = (await embedder.embed(sampleOf()))!
    expect(embedding.modelId).toMatch(/^placeholder-plumbing-1@/)
    expect(embedder.aggregate([embedding]).modelId).toBe(embedder.modelId)
  })

  it('does not repeat a name that says so already', () => {
    const manifest = manifestOf({ id: 'placeholder-512', origin: { kind: 'built' } })
    expect(createPlaceholderEmbedder({ session: sessionOf(quarterMeans), manifest }).id).toBe(
      'placeholder-512',
    )
  })

  it('claims no error rate, whatever its manifest says', () => {
    const claimed = { similarity: 0.85, fmr: 0, fmrUpper95: 0, fnmr: 0, fnmrUpper95: 0 }
    const calibration = { kind: 'logistic', slope: 99, midpoint: 0.1, operatingPoints: [claimed] } as const
    const manifest = { ...built, calibration: calibration as unknown as Calibration }
    const own = createPlaceholderEmbedder({ session: sessionOf(quarterMeans), manifest }).calibration!
    expect(own.operatingPoints).toEqual([])
    expect(own.provenance).toMatchObject({ matedComparisons: 0, nonMatedComparisons: 0, subjects: 0 })
    expect(own.provenance.dataset).toMatch(/recognises nobody/)
  })

  it('refuses a network that was trained', async () => {
    const create = () =>
      createPlaceholderEmbedder({ session: sessionOf(quarterMeans), manifest: manifestOf() })
    expect(await codeOf(create)).toBe('invalid-options')
  })
})
