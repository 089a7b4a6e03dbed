import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  createSimulatedDepthSensor,
  createSimulatedPerson,
  renderFrame,
  type SceneOptions,
} from '@faceward/capture-simulated'
import { tinyOnnxModel } from '@faceward/conformance'
import { sha256Hex } from '@faceward/models'
import type { DepthProvenance, Frame, ModelManifest, VerificationResult } from '@faceward/spec'
import { createMemoryStore } from '@faceward/storage-memory'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createNodeEngine, type NodeEngine } from '../src/index.js'

const KEY = 'ffeeddccbbaa99887766554433221100f0e1d2c3b4a5968778695a4b3c2d1e0f'
const camera = { width: 320, height: 240 }
const poses = [0, 8, -8, 4].map((yawDegrees): SceneOptions => ({ camera, pose: { yawDegrees } }))

/** The same person by the same camera, with a sensor of our own driver and without. */
function captures(): { readonly withDepth: readonly Frame[]; readonly colorOnly: readonly Frame[] } {
  const person = createSimulatedPerson({ seed: 31 })
  const sensor = createSimulatedDepthSensor({ kind: 'structured-light', trust: 'driver' })
  const withDepth = poses.map((scene, sequence) => {
    const { frame, truth } = renderFrame(person, scene)
    return { ...frame, depth: sensor.sense(frame.depth!, { materials: truth.materials, sequence }) }
  })
  return { withDepth, colorOnly: withDepth.map(({ depth: _, ...frame }) => frame) }
}

/** A depth network, small but real: what is bright is near. The manifest lies beside it. */
async function writeDepthNetwork(folder: string): Promise<string> {
  const side = 64
  const onnx = tinyOnnxModel({
    operator: 'Conv',
    inputs: [{ name: 'picture', type: 'float32', dims: [1, 3, side, side] }],
    output: { name: 'predicted_depth', type: 'float32', dims: [1, 1, side, side] },
    attributes: { kernel_shape: [1, 1] },
    constants: [{ name: 'weights', dims: [1, 3, 1, 1], values: [1 / 3, 1 / 3, 1 / 3] }],
  })
  const manifest: ModelManifest = {
    id: 'bright-is-near',
    task: 'depth-estimation',
    description: 'Brightness as inverse depth',
    file: { sha256: sha256Hex(onnx), bytes: onnx.length },
    origin: { kind: 'file' },
    license: { spdx: 'MIT', commercialUse: true, attribution: 'none' },
    input: {
      width: side,
      height: side,
      layout: 'nchw',
      colorOrder: 'rgb',
      mean: [123.675, 116.28, 103.53],
      std: [58.395, 57.12, 57.375],
    },
    alignment: { kind: 'box-upright', scale: 2 },
    depth: { quantity: 'inverse-depth' },
  }
  await writeFile(join(folder, 'near.onnx'), onnx)
  await writeFile(join(folder, 'near.json'), JSON.stringify(manifest))
  return join(folder, 'near.json')
}

const state = {} as { folder: string } & ReturnType<typeof captures>

beforeAll(async () => {
  state.folder = await mkdtemp(join(tmpdir(), 'faceward-depth-'))
  Object.assign(state, captures())
})
afterAll(() => rm(state.folder, { recursive: true, force: true }))

async function withEngine<Result>(
  environment: Record<string, string>,
  run: (engine: NodeEngine) => Promise<Result>,
): Promise<Result> {
  const { FACEWARD_CACHE, XDG_CACHE_HOME, LOCALAPPDATA } = process.env
  const engine = await createNodeEngine({
    dataFolder: state.folder,
    onNotice: () => {},
    parts: { store: createMemoryStore() },
    environment: {
      BIOMETRIC_TEMPLATE_KEY: KEY,
      FACEWARD_CACHE,
      XDG_CACHE_HOME,
      LOCALAPPDATA,
      ...environment,
    },
  })
  try {
    return await run(engine)
  } finally {
    await engine.close()
  }
}

const depthCue = ({ liveness }: VerificationResult) =>
  liveness.cues.find(({ family }) => family === 'depth')?.result

describe('templates with a depth part', () => {
  it('compare what both sides have: weights are renormalised, and assurance follows the capture', () =>
    withEngine({ DEPTH_EMBEDDING_MODEL: 'surface-slopes' }, async (engine) => {
      const enroll = (subjectId: string, frames: readonly Frame[]) =>
        engine.enroll({ subjectId, frames: frames.slice(0, 3) })
      expect((await enroll('both', state.withDepth)).decision).toBe('enrolled')
      expect((await enroll('color', state.colorOnly)).decision).toBe('enrolled')
      const models = async (subjectId: string) => (await engine.describeSubject({ subjectId }))?.modelIds
      expect(await models('both')).toEqual(engine.modelIds)
      expect(engine.modelIds).toHaveLength(2)
      expect(await models('color')).toEqual(engine.modelIds.slice(0, 1))

      const verify = (subjectId: string, frames: readonly Frame[]) =>
        engine.verify({ subjectId, frames: frames.slice(3) })
      const both = await verify('both', state.withDepth)
      expect(both.assurance).toBe('sensed-depth')
      expect(both.contributions.depth).toBeGreaterThan(0)
      for (const [subjectId, frames, assurance] of [
        ['both', state.colorOnly, 'stills'],
        ['color', state.withDepth, 'sensed-depth'],
        ['color', state.colorOnly, 'stills'],
      ] as const) {
        const result = await verify(subjectId, frames)
        expect(result.assurance).toBe(assurance)
        expect(result.contributions).not.toHaveProperty('depth')
        // The same face and the same terms but one: what is missing is neither 0 nor 1.
        expect(result.similarity).toBeCloseTo(both.similarity!, 6)
        expect(result.decision).toBe('accept')
      }
      const concealed = await engine.verify({
        subjectId: 'nobody',
        frames: state.withDepth.slice(3),
        unknownSubject: 'conceal',
      })
      expect(Object.keys(concealed.contributions)).toEqual(Object.keys(both.contributions))
    }))
})

describe('estimated depth', () => {
  const provenance = (changes: Partial<DepthProvenance>) => (frame: Frame) => ({
    ...frame,
    depth: { ...frame.depth!, provenance: { ...frame.depth!.provenance, ...changes } },
  })

  it.each([
    ['of the face mesh', {}],
    ['of a depth network', { DEPTH_ESTIMATION_MODEL: 'written in the test' }],
  ])('%s is no evidence: the cue abstains, assurance stays', async (_, environment) => {
    const model = await writeDepthNetwork(state.folder)
    const given = Object.fromEntries(Object.keys(environment).map((key) => [key, model]))
    const settings = { DEPTH_ESTIMATION_FALLBACK: 'true', DEPTH_EMBEDDING_MODEL: 'surface-slopes', ...given }
    await withEngine(settings, async (engine) => {
      expect((await engine.enroll({ subjectId: 'a', frames: state.colorOnly.slice(0, 3) })).decision).toBe(
        'enrolled',
      )
      const result = await engine.verify({ subjectId: 'a', frames: state.colorOnly.slice(3) })
      expect(depthCue(result)).toEqual({ status: 'abstained', reason: 'no_sensed_depth' })
      expect(result.assurance).toBe('stills')
      expect(result.contributions).not.toHaveProperty('depth')
      expect((await engine.describeSubject({ subjectId: 'a' }))?.modelIds).toHaveLength(1)
    })
  })

  it('by the capture, of a recording, or on the sender’s word alone is no evidence either', () =>
    withEngine({ ENROLLMENT_MIN_SAMPLES: '1' }, async (engine) => {
      await engine.enroll({ subjectId: 'a', frames: state.withDepth.slice(0, 1) })
      const verify = (changes: Partial<DepthProvenance>) =>
        engine.verify({ subjectId: 'a', frames: state.withDepth.slice(3).map(provenance(changes)) })
      const estimated = await verify({ kind: 'estimated', method: 'learned-monocular', trust: 'attested' })
      expect(depthCue(estimated)).toEqual({ status: 'abstained', reason: 'no_sensed_depth' })
      const recorded = await verify({ recorded: true })
      expect(depthCue(recorded)).toEqual({ status: 'abstained', reason: 'depth_recorded' })
      const declared = await verify({ trust: 'declared' })
      expect(depthCue(declared)).toMatchObject({ status: 'scored' })
      for (const { assurance } of [estimated, recorded, declared]) expect(assurance).toBe('stills')
    }))

  it('is not looked at when depth is not wanted', () =>
    withEngine({ PREFER_DEPTH: 'false', DEPTH_EMBEDDING_MODEL: 'surface-slopes' }, async (engine) => {
      expect(engine.modelIds).toHaveLength(1)
      await engine.enroll({ subjectId: 'a', frames: state.withDepth.slice(0, 3) })
      const result = await engine.verify({ subjectId: 'a', frames: state.withDepth.slice(3) })
      expect(depthCue(result)).toBeUndefined()
      expect(result.assurance).toBe('stills')
    }))
})
