import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createSimulatedPerson, renderFrame, sampleScenes } from '@faceward/capture-simulated'
import { createNodeBackend } from '@faceward/inference-node'
import { createInferenceService } from '@faceward/inference-remote/server'
import { DEFAULT_MODELS, loadDefaultModel } from '@faceward/model-pack'
import type { Frame, InferenceSession, ModelManifest } from '@faceward/spec'
import { createMemoryStore } from '@faceward/storage-memory'
import { getRequestListener } from '@hono/node-server'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import type { NodeEngineOptions } from '../src/engine/node-engine-options.js'
import { createNodeEngine, createNodeRecognition, frameFromImage } from '../src/index.js'

/** Where the backend finds the library; this package does not depend on it. */
const ONNXRUNTIME = createRequire(new URL('../../inference-node/package.json', import.meta.url)).resolve(
  'onnxruntime-node',
)

const CAMERA = { width: 320, height: 240, horizontalFieldOfViewDegrees: 36 }

function framesOf(seed: number, count: number): readonly Frame[] {
  const person = createSimulatedPerson({ seed })
  const scenes = sampleScenes(seed, count, { camera: CAMERA, maximumYawDegrees: 14, distanceM: [0.42, 0.55] })
  return scenes.map((scene, sequence) => frameFromImage(renderFrame(person, scene).frame.image, { sequence }))
}

/** As on a machine for which onnxruntime-node has no binary. */
async function onBareDevice<Result>(work: () => Promise<Result>): Promise<Result> {
  vi.doMock(ONNXRUNTIME, () => {
    throw new Error('libonnxruntime.so.1: cannot open shared object file')
  })
  try {
    return await work()
  } finally {
    vi.doUnmock(ONNXRUNTIME)
  }
}

/** An edge with the default models, loaded on a machine that can. */
async function startEdge(
  asked: string[],
): Promise<{ server: Server; sessions: readonly InferenceSession[] }> {
  const backend = createNodeBackend()
  const models = await Promise.all(
    (Object.values(DEFAULT_MODELS) as ModelManifest[]).map(async (manifest) => ({
      id: manifest.id,
      session: await backend.load(await loadDefaultModel(manifest)),
      sha256: manifest.file.sha256,
    })),
  )
  const service = createInferenceService({ models })
  const fetched = (request: Request) => {
    asked.push(new URL(request.url).pathname)
    return service(request)
  }
  const server = createServer(getRequestListener(fetched, { overrideGlobalObjects: false }))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return { server, sessions: models.map(({ session }) => session) }
}

describe('EDGE_FALLBACK_URL', () => {
  const ada = framesOf(125, 4)
  const [boris] = framesOf(53, 1)
  const asked: string[] = []
  const state: { folder: string; url: string; edge?: Awaited<ReturnType<typeof startEdge>> } = {
    folder: '',
    url: '',
  }
  beforeAll(async () => {
    state.folder = await mkdtemp(join(tmpdir(), 'faceward-edge-'))
    state.edge = await startEdge(asked)
    state.url = `http://127.0.0.1:${(state.edge.server.address() as AddressInfo).port}`
  })
  afterAll(async () => {
    state.edge?.server.closeAllConnections()
    await new Promise((resolve) => state.edge?.server.close(resolve))
    await Promise.all(state.edge?.sessions.map((session) => session.dispose()) ?? [])
    await rm(state.folder, { recursive: true, force: true })
  })
  beforeEach(() => {
    asked.length = 0
  })

  const environment = (url: string | undefined) => ({
    BIOMETRIC_TEMPLATE_KEY: 'ffeeddccbbaa99887766554433221100f0e1d2c3b4a5968778695a4b3c2d1e0f',
    FACEWARD_CACHE: process.env['FACEWARD_CACHE'],
    XDG_CACHE_HOME: process.env['XDG_CACHE_HOME'],
    ...(url === undefined ? {} : { EDGE_FALLBACK_URL: url }),
  })
  const start = (url: string | undefined, options: NodeEngineOptions = {}) =>
    createNodeEngine({
      dataFolder: state.folder,
      environment: environment(url),
      parts: { store: createMemoryStore() },
      onNotice: () => {},
      ...options,
    })

  /** Enrols Ada, and verifies her and somebody else as her. */
  async function decisionsOf(url: string | undefined, onNotice: (message: string) => void) {
    const engine = await start(url, { onNotice })
    try {
      const enrolled = await engine.enroll({ subjectId: 'ada', frames: ada.slice(0, 3) })
      const mated = await engine.verify({ subjectId: 'ada', frames: ada.slice(3) })
      const stranger = await engine.verify({ subjectId: 'ada', frames: [boris!] })
      return { enrolled: enrolled.decision, mated, stranger }
    } finally {
      await engine.close()
    }
  }

  it('on a device that cannot run the models gives the same decisions, to the last bit, and says so once', async () => {
    const here = await decisionsOf(undefined, () => {})
    expect(asked).toEqual([])
    const notices: string[] = []
    const there = await onBareDevice(() => decisionsOf(state.url, (message) => notices.push(message)))
    expect(there).toEqual(here)
    expect([here.enrolled, here.mated.decision, here.stranger.decision]).toEqual([
      'enrolled',
      'accept',
      'reject',
    ])
    expect(notices).toEqual([expect.stringMatching(/cannot run every model.*127\.0\.0\.1.*onnxruntime-node/)])
    expect(asked.filter((path) => path.endsWith('/infer')).length).toBeGreaterThan(10)
  })

  it('is never asked where the device can run the models', async () => {
    const notices: string[] = []
    await decisionsOf(state.url, (message) => notices.push(message))
    expect([asked, notices]).toEqual([[], []])
  })

  it('unset, a device that cannot run the models says what it lacks', async () => {
    const failure = { name: 'InferenceError', code: 'backend-failure' }
    await expect(onBareDevice(() => start(undefined))).rejects.toMatchObject(failure)
    expect(asked).toEqual([])
  })

  it('leaves a backend that was given alone', async () => {
    const { load: _, ...backend } = createNodeBackend()
    const failing = { ...backend, load: () => Promise.reject(new Error('of my own')) }
    await expect(start(state.url, { backend: failing })).rejects.toThrow('of my own')
    expect(asked).toEqual([])
  })

  it('holds for recognition alone too', async () => {
    const recognition = await onBareDevice(() =>
      createNodeRecognition({ environment: environment(state.url), onNotice: () => {} }),
    )
    try {
      const processed = await recognition.preprocessor.process(ada[0]!)
      expect(processed.status).toBe('usable')
    } finally {
      await recognition.close()
    }
    expect(asked.length).toBeGreaterThan(0)
  })

  it('is refused at once where it would carry faces in clear, whatever the device can', async () => {
    await expect(start('http://edge.example')).rejects.toMatchObject({
      name: 'ConfigurationError',
      issues: [{ key: 'EDGE_FALLBACK_URL' }],
    })
  })
})
