import { createSimulatedPerson, renderFrame, sampleScenes } from '@faceward/capture-simulated'
import { createNodeBackend } from '@faceward/inference-node'
import { loadDefaultModel } from '@faceward/model-pack'
import type { Frame, InferenceSession } from '@faceward/spec'
import { beforeAll, describe, expect, it } from 'vitest'
import { loadFaceFinders } from '../engine/load-preprocessor.js'
import { createModelLoader } from '../engine/model-loader.js'
import { createFaceAnalyzer, type FaceAnalyzer } from './create-face-analyzer.js'
import type { FrameAnalysis } from './frame-analysis.js'

const state = { runs: 0 }
const person = createSimulatedPerson({ seed: 125 })
const camera = { width: 320, height: 240, horizontalFieldOfViewDegrees: 36 }
const [scene] = sampleScenes(125, 1, { camera, maximumYawDegrees: 14, distanceM: [0.42, 0.55] })
const { frame } = renderFrame(person, scene!)
const wall: Frame = { ...frame, image: { ...frame.image, data: new Uint8Array(320 * 240 * 3).fill(120) } }

describe('the face analyzer', () => {
  const made: { analyzer?: FaceAnalyzer } = {}
  beforeAll(async () => {
    const backend = createNodeBackend()
    const loader = createModelLoader({
      backend: {
        ...backend,
        async load(model, options) {
          const session = await backend.load(model, options)
          const run: InferenceSession['run'] = (...given) => {
            state.runs++
            return session.run(...given)
          }
          return { ...session, run }
        },
      },
      bytesOf: (manifest) => loadDefaultModel(manifest),
      onProgress: undefined,
      signal: undefined,
    })
    made.analyzer = createFaceAnalyzer({ ...(await loadFaceFinders(loader)), depth: 'ignore' })
  })

  /** What `onFrame` is told while the preprocessor takes the watched frames, and how often a model ran. */
  async function watch(given: readonly Frame[], challenge?: { actions: readonly string[] }) {
    const { preprocessor, watch: watching } = made.analyzer!
    const told: FrameAnalysis[] = []
    state.runs = 0
    const asked = challenge && { challenge: { ...challenge, issuedAtMs: 0, expiresAtMs: 1e6 } }
    for await (const one of watching(given, { onFrame: (analysis) => told.push(analysis), ...asked })) {
      await preprocessor.process(one)
    }
    return { told, runs: state.runs }
  }

  it('tells of the very pass the engine makes: the same as analyze, with no model run twice', async () => {
    state.runs = 0
    const alone = await made.analyzer!.analyze(frame)
    const once = state.runs
    expect(alone).toMatchObject({ usable: true, reasons: [], faces: [{}], face: {}, pose: {}, quality: {} })
    expect(alone.mesh?.points.length).toBe(3 * 468)
    const { told, runs } = await watch([frame])
    expect(told).toEqual([alone])
    expect(runs).toBe(once)
  })

  it('says why a frame is of no use, and shows no face of another frame', async () => {
    const { told } = await watch([frame, wall])
    expect(told[1]).toMatchObject({ usable: false, faces: [], reasons: [{ code: 'no_face' }] })
    expect(told[1]).not.toHaveProperty('mesh')
  })

  it('follows a challenge where there is one', async () => {
    const { told } = await watch([frame], { actions: ['turn-left'] })
    expect(told[0]?.challenge).toMatchObject({ status: 'in-progress', step: 0, action: 'turn-left' })
    expect((await watch([frame])).told[0]).not.toHaveProperty('challenge')
  })
})
