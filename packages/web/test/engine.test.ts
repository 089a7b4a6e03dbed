import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createWebBackend } from '@faceward/inference-web'
import { installedWasmFiles } from '@faceward/inference-web/node'
import { DEFAULT_MODELS } from '@faceward/model-pack'
import { createNodeEngine, frameFromImage, type NodeEngine } from '@faceward/node'
import type { Image, InferenceBackend } from '@faceward/spec'
import { createMemoryStore } from '@faceward/storage-memory'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { hasChromium, openPage, type Page } from '../../../tooling/src/chromium.mjs'
import { useChromium } from '../../../tooling/src/chromium-tests.mjs'
import type { BrowserPage, StartOptions } from './browser-page.js'
import { MODEL_FILES, picturesOf, servePage } from './served-page.js'

declare const page: BrowserPage

/** Two people who look clearly different. */
const ADA = 125
const BORIS = 53
const ENROLMENT = ['ada-0', 'ada-1', 'ada-2']
const CLAIMS = ['ada-3', 'ada-4', 'boris-0', 'boris-1', 'wall']
const MODELS = { modelsUrl: '/models', threads: 1 }

describe.skipIf(!hasChromium('@faceward/web'))('the engine in Chromium', () => {
  const pictures = new Map<string, Image>()
  const chromium = useChromium(servePage)
  const state: { page?: Page; errors: readonly string[]; asked: string[] } = { errors: [], asked: [] }

  beforeAll(async () => {
    for (const [name, seed, count] of [
      ['ada', ADA, 5],
      ['boris', BORIS, 2],
    ] as const) {
      for (const [index, image] of picturesOf(seed, count).entries()) pictures.set(`${name}-${index}`, image)
    }
    const wall = new Uint8Array(320 * 240 * 3).fill(120)
    pictures.set('wall', { width: 320, height: 240, format: 'rgb8', data: wall })
    for (const [name, { data }] of pictures) {
      chromium.server.set(`/frames/${name}`, { content: data, type: 'application/octet-stream' })
    }
  })
  /** Every test begins in a browser without any data. */
  beforeEach(async () => {
    await state.page?.context().close()
    const context = await chromium.browser.newContext()
    const { page: opened, errors } = await openPage(context, chromium.server.url)
    const asked: string[] = []
    opened.on('request', (request) => asked.push(request.url()))
    await opened.addScriptTag({ url: '/page.js', type: 'module' })
    Object.assign(state, { page: opened, errors, asked })
  })

  const start = (options: Partial<StartOptions> = {}, name = 'main') =>
    state.page!.evaluate(([as, given]) => page.start(as, given), [name, { ...MODELS, ...options }] as const)
  const enroll = () => state.page!.evaluate((names) => page.enroll('main', 'ada', names), ENROLMENT)
  const verify = (picture: string, name = 'main') =>
    state.page!.evaluate(([as, claim]) => page.verify(as, 'ada', [claim]), [name, picture] as const)
  const use = (work: Parameters<BrowserPage['use']>[1]) =>
    state.page!.evaluate((what) => page.use('main', what), work)
  const asksFor = (part: string) => state.asked.filter((url) => url.includes(part)).length

  it('decides as Node does, in a worker and on the page, and asks nobody else for anything', async () => {
    const frames = (names: readonly string[]) =>
      names.map((name, sequence) => frameFromImage(pictures.get(name)!, { sequence }))
    const onNode = (backend?: InferenceBackend) =>
      withNodeEngine(backend, async (engine) => {
        await engine.enroll({ subjectId: 'ada', frames: frames(ENROLMENT) })
        const verified = []
        for (const claim of CLAIMS) {
          verified.push(await engine.verify({ subjectId: 'ada', frames: frames([claim]) }))
        }
        return verified
      })
    const inNode = await onNode()
    const webAssemblyInNode = await onNode(createWebBackend({ wasm: installedWasmFiles(), threads: 1 }))
    expect(inNode.map(({ decision }) => decision)).toEqual([
      'accept',
      'accept',
      'reject',
      'reject',
      're_verify',
    ])
    const answers: unknown[][] = []
    for (const where of [{}, { worker: 'none', databaseName: 'other' }]) {
      expect(await start(where)).toMatchObject({ notices: [], thresholds: { accept: 0.85, reject: 0.45 } })
      expect(await enroll()).toMatchObject({ decision: 'enrolled' })
      const results = []
      for (const [index, claim] of CLAIMS.entries()) {
        const answer = await verify(claim)
        if ('failure' in answer) throw new Error(answer.message)
        const { result, seen } = answer
        const expected = inNode[index]!
        expect(seen).toBe(1)
        expect(result.decision).toBe(expected.decision)
        expect(result.reasons).toEqual(expected.reasons)
        expect(result.similarity ?? 0).toBeCloseTo(expected.similarity ?? 0, 3)
        // WebAssembly is the same everywhere, to the last bit.
        expect(result).toEqual(webAssemblyInNode[index])
        results.push(result)
      }
      answers.push(results)
      await use('close')
    }
    expect(answers[0]).toEqual(answers[1])
    expect(state.asked.filter((url) => !url.startsWith(chromium.server.url))).toEqual([])
    expect(state.errors).toEqual([])
  })

  it('moves frames to the worker, and gives them back with what it saw', async () => {
    await start()
    const answer = await state.page!.evaluate(() => page.analyzeTwice('main', 'ada-0'))
    if ('failure' in answer) throw new Error(answer.message)
    expect(answer).toMatchObject({
      same: true,
      left: 0,
      refusal: { failure: 'InvalidRequestError invalid-request' },
      seen: { usable: true, reasons: [], faces: [{}], face: {}, pose: {}, quality: {} },
    })
    const wall = await state.page!.evaluate(() => page.analyzeTwice('main', 'wall'))
    expect(wall).toMatchObject({ seen: { usable: false, faces: [], reasons: [{ code: 'no_face' }] } })
  })

  it('stops when told, closes the camera, says why, and goes on working', async () => {
    await start()
    for (const how of ['abort', 'throw'] as const) {
      const ended = await state.page!.evaluate((way) => page.interrupted('main', 'ada-0', way), how)
      expect(ended).toEqual({ isReason: true, closed: 1 })
    }
    expect(await use('health')).toMatchObject({ status: 'ok' })
    expect(await use('badRequest')).toMatchObject({ failure: expect.stringMatching(/^InvalidRequestError/) })
    await use('close')
    expect(await use('health')).toMatchObject({ failure: 'DisposedError disposed' })
  })

  it('keeps templates and models: the next start asks for no model, and knows who was enrolled', async () => {
    await start()
    await enroll()
    await use('close')
    for (const path of MODEL_FILES.keys()) chromium.server.set(path, undefined)
    try {
      state.asked.length = 0
      expect(await start()).toMatchObject({ notices: [], progress: expect.arrayContaining(['4/4 0']) })
      expect(asksFor('.onnx')).toBe(0)
      expect(await verify('ada-3')).toMatchObject({ result: { decision: 'accept' } })
      expect(await start({ databaseName: 'another' }, 'another')).toMatchObject({ notices: [] })
      expect(await verify('ada-3', 'another')).toMatchObject({
        result: { reasons: [{ code: 'unknown_subject' }] },
      })
      expect(await use('list')).toEqual(['ada'])
      expect(await use('delete')).toMatchObject({ deletedRecords: expect.any(Number) })
      expect(await use('list')).toEqual([])
    } finally {
      for (const [path, served] of MODEL_FILES) chromium.server.set(path, served)
    }
  })

  it('fetches a damaged model anew once, and refuses it when it stays damaged', async () => {
    const [path, whole] = [...MODEL_FILES].find(([name]) => name.includes('faceres'))!
    const content = new Uint8Array(whole.content)
    content[1000]! ^= 1
    chromium.server.set(path, { ...whole, content })
    try {
      expect(await start()).toMatchObject({ failure: 'ModelLoadError integrity-mismatch' })
      expect(asksFor('faceres')).toBe(2)
      chromium.server.set(path, undefined)
      expect(await start()).toMatchObject({
        failure: 'ModelLoadError not-found',
        message: expect.stringContaining('faceward models export'),
      })
    } finally {
      chromium.server.set(path, whole)
    }
    expect(await start()).toMatchObject({ notices: [] })
    await use('close')
    expect(await state.page!.evaluate(() => page.spoilCache())).toBe(4)
    expect(await start()).toMatchObject({ notices: [] })
  })

  it('takes models and WebAssembly from addresses of their own', async () => {
    const name = '/models/wasm/ort-wasm-simd-threaded'
    const wasm = { script: `${name}.mjs`, binary: `${name}.wasm` }
    const modelFiles = Object.values(DEFAULT_MODELS).map(({ id }, index) => {
      chromium.server.set(`/assets/${index}`, MODEL_FILES.get(`/models/${id}/${id}.onnx`))
      return { manifest: { id }, url: `/assets/${index}` }
    })
    const begin = (options: StartOptions) =>
      state.page!.evaluate((given) => page.start('main', given), { threads: 1, ...options })
    expect(await begin({ wasm, modelFiles })).toMatchObject({ notices: [] })
    expect([asksFor('/assets/'), asksFor('.onnx')]).toEqual([4, 0])
    await use('close')
    expect(await begin({ wasm, modelFiles: modelFiles.slice(1), databaseName: 'other' })).toMatchObject({
      notices: [],
    })
    await state.page!.evaluate(() => page.spoilCache())
    expect(await begin({ wasm, modelFiles: modelFiles.slice(1) })).toMatchObject({
      failure: 'ConfigurationError invalid-options',
      message: expect.stringContaining(DEFAULT_MODELS.detector.id),
    })
  })

  it.each([
    [{ worker: '/no-such-script.js' }, 'InferenceError backend-failure'],
    [{ threads: 0.5 }, 'ConfigurationError invalid-options'],
    [{ modelsUrl: 'http://' }, 'ConfigurationError invalid-options'],
    [{ modelsUrl: '/elsewhere' }, 'ModelLoadError not-found'],
    [{ configuration: { device: 'cuda' } }, 'ConfigurationError invalid-options'],
    [{ configuration: { embeddingDim: 128 } }, 'ConfigurationError incompatible-composition'],
  ] as const)('says what is wrong with %j', async (options, failure) => {
    expect(await start(options)).toMatchObject({ failure })
  })

  it('lists and deletes without any model', async () => {
    expect(await start({ models: 'none' })).toMatchObject({ notices: [] })
    expect(await use('list')).toEqual([])
    expect(asksFor('/models/')).toBe(0)
  })
})

async function withNodeEngine<Result>(
  backend: InferenceBackend | undefined,
  use: (engine: NodeEngine) => Promise<Result>,
): Promise<Result> {
  const folder = await mkdtemp(join(tmpdir(), 'faceward-web-'))
  const engine = await createNodeEngine({
    environment: {},
    ...(backend ? { backend } : {}),
    dataFolder: folder,
    parts: { store: createMemoryStore() },
    onNotice: () => {},
  })
  try {
    return await use(engine)
  } finally {
    await engine.close()
    await rm(folder, { recursive: true, force: true })
  }
}
