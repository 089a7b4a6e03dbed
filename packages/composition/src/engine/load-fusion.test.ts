import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseConfiguration } from '@faceward/core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { loadFusion } from './load-fusion.js'

const state = { folder: '' }
beforeAll(async () => {
  state.folder = await mkdtemp(join(tmpdir(), 'faceward-fusion-'))
})
afterAll(() => rm(state.folder, { recursive: true, force: true }))

const coefficients = (bias: number) => ({ bias, score: 0, quality: 0, estimated: 0 })
const gate = {
  format: 'faceward-attention-fusion/v1',
  // Only colour counts.
  terms: {
    rgb: coefficients(0),
    depth: coefficients(-40),
    liveness: coefficients(-40),
    motion: coefficients(-40),
  },
  provenance: {},
}
const load = (environment: Record<string, string>) =>
  loadFusion(parseConfiguration({}, environment), (path) => readFile(path, 'utf8'))
const using = async (content: string) => {
  const path = join(state.folder, 'gate.json')
  await writeFile(path, content)
  return load({ USE_ATTENTION_FUSION: 'true', ATTENTION_FUSION_GATE: path })
}

describe('loadFusion', () => {
  it('weighs as told, or by the gate that was trained', async () => {
    const input = { rgb: 0.9, liveness: 0.5 }
    expect((await load({ FUSION_WEIGHTS: '1,0,0,0' })).fuse(input).score).toBeCloseTo(0.9, 9)
    expect((await load({})).fuse(input).score).toBeCloseTo((0.4 * 0.9 + 0.2 * 0.5) / 0.6, 9)
    const fusion = await using(JSON.stringify(gate))
    expect(fusion.id).toBe('attention-fusion')
    expect(fusion.fuse(input).score).toBeCloseTo(0.9, 9)
  })

  it('says what is missing or wrong', async () => {
    await expect(load({ USE_ATTENTION_FUSION: 'true' })).rejects.toThrow('train-fusion')
    await expect(
      load({ USE_ATTENTION_FUSION: 'true', ATTENTION_FUSION_GATE: join(state.folder, 'none.json') }),
    ).rejects.toThrow('cannot be read (ENOENT)')
    await expect(using('no json')).rejects.toThrow('is no JSON')
    await expect(using('{}')).rejects.toThrow('attention fusion gate')
  })
})
