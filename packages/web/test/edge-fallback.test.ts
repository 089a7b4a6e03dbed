import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createNodeBackend } from '@faceward/inference-node'
import { createInferenceService } from '@faceward/inference-remote/server'
import { DEFAULT_MODELS, loadDefaultModel } from '@faceward/model-pack'
import { createNodeEngine, frameFromImage } from '@faceward/node'
import type { Image, InferenceSession, ModelManifest } from '@faceward/spec'
import { createMemoryStore } from '@faceward/storage-memory'
import { getRequestListener } from '@hono/node-server'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { hasChromium, type Page, type StaticServer } from '../../../tooling/src/chromium.mjs'
import { useChromium } from '../../../tooling/src/chromium-tests.mjs'
import type { BrowserPage } from './browser-page.js'
import { picturesOf, servePage, WITHOUT_WEBASSEMBLY } from './served-page.js'

declare const page: BrowserPage

const ENROLMENT = ['ada-0', 'ada-1', 'ada-2']
const CLAIMS = ['ada-3', 'boris-0']

type Device = 'able' | 'unable'

describe.skipIf(!hasChromium('@faceward/web'))('EDGE_FALLBACK_URL in Chromium', () => {
  const pictures = new Map<string, Image>()
  const sessions: InferenceSession[] = []
  const chromium = useChromium(servePage)
  const servers = new Map<Device, StaticServer>()
  const state = { folder: '' }

  beforeAll(async () => {
    for (const [name, seed, count] of [
      ['ada', 125, 4],
      ['boris', 53, 1],
    ] as const) {
      for (const [index, image] of picturesOf(seed, count).entries()) pictures.set(`${name}-${index}`, image)
    }
    const backend = createNodeBackend()
    const models = await Promise.all(
      (Object.values(DEFAULT_MODELS) as ModelManifest[]).map(async (manifest) => {
        const session = await backend.load(await loadDefaultModel(manifest))
        sessions.push(session)
        return { id: manifest.id, session, sha256: manifest.file.sha256 }
      }),
    )
    state.folder = await mkdtemp(join(tmpdir(), 'faceward-web-edge-'))
    const listener = getRequestListener(createInferenceService({ models }), { overrideGlobalObjects: false })
    servers.set('able', chromium.server).set('unable', await servePage(WITHOUT_WEBASSEMBLY))
    for (const server of servers.values()) {
      // Below the page's own address, where its policy lets it go and no CORS is needed.
      server.set('/edge', { listener })
      for (const [name, { data }] of pictures) {
        server.set(`/frames/${name}`, { content: data, type: 'application/octet-stream' })
      }
    }
  })
  afterAll(async () => {
    await servers.get('unable')?.close()
    await Promise.all(sessions.map((session) => session.dispose()))
    await rm(state.folder, { recursive: true, force: true })
  })

  /** Starts an engine, and enrols and verifies with it where it starts. */
  async function tryOn(
    device: Device,
    { edge, worker }: { readonly edge?: 'own' | string; readonly worker?: 'none' },
  ) {
    const server = servers.get(device)!
    const before = server.requests.length
    const { page: opened } = await chromium.open({ at: server })
    const edgeFallbackUrl = edge === 'own' ? `${server.url}edge` : edge
    const configuration = edgeFallbackUrl === undefined ? {} : { edgeFallbackUrl }
    const options = { modelsUrl: '/models', threads: 1, configuration, ...(worker ? { worker } : {}) }
    try {
      const started = await opened.evaluate((given) => page.start('main', given), options)
      const decisions = 'failure' in started ? [] : await decide(opened)
      const asked = server.requests.slice(before).filter((path) => path.startsWith('/edge/'))
      return { started, decisions, asked }
    } finally {
      await opened.context().close()
    }
  }

  async function decide(opened: Page): Promise<readonly (string | undefined)[]> {
    const enrolled = await opened.evaluate((names) => page.enroll('main', 'ada', names), ENROLMENT)
    const decisions = ['decision' in enrolled ? enrolled.decision : enrolled.message]
    for (const claim of CLAIMS) {
      const verified = await opened.evaluate((name) => page.verify('main', 'ada', [name]), claim)
      decisions.push('result' in verified ? verified.result.decision : verified.message)
    }
    return decisions
  }

  async function decisionsInNode(): Promise<readonly string[]> {
    const engine = await createNodeEngine({
      environment: {},
      dataFolder: state.folder,
      parts: { store: createMemoryStore() },
      onNotice: () => {},
    })
    const frames = (names: readonly string[]) => names.map((name) => frameFromImage(pictures.get(name)!))
    try {
      const { decision } = await engine.enroll({ subjectId: 'ada', frames: frames(ENROLMENT) })
      const decisions: string[] = [decision]
      for (const claim of CLAIMS) {
        decisions.push((await engine.verify({ subjectId: 'ada', frames: frames([claim]) })).decision)
      }
      return decisions
    } finally {
      await engine.close()
    }
  }

  it('has a browser that may not run WebAssembly decide as Node does, on the page and in a worker, and says so once', async () => {
    const inNode = await decisionsInNode()
    expect(inNode).toEqual(['enrolled', 'accept', 'reject'])
    for (const where of [{ worker: 'none' }, {}] as const) {
      const { started, decisions, asked } = await tryOn('unable', { edge: 'own', ...where })
      expect(started).toMatchObject({ notices: [expect.stringMatching(/cannot run every model.*localhost/)] })
      expect(decisions).toEqual(inNode)
      expect(asked.filter((path) => path.endsWith('/infer')).length).toBeGreaterThan(10)
    }
  })

  it('is never asked by a browser that can run the models', async () => {
    const { started, decisions, asked } = await tryOn('able', { edge: 'own', worker: 'none' })
    expect(started).toMatchObject({ notices: [] })
    expect([decisions, asked]).toEqual([['enrolled', 'accept', 'reject'], []])
  })

  it('unset, a browser that may not run WebAssembly says what it lacks, and asks nobody', async () => {
    const { started, asked } = await tryOn('unable', { worker: 'none' })
    expect([started, asked]).toEqual([
      expect.objectContaining({ failure: 'InferenceError backend-failure' }),
      [],
    ])
  })

  it('is refused where it would carry faces in clear', async () => {
    const { started } = await tryOn('able', { edge: 'http://edge.example', worker: 'none' })
    expect(started).toMatchObject({
      failure: 'ConfigurationError invalid-options',
      message: expect.stringContaining('EDGE_FALLBACK_URL'),
    })
  })
})
