import { fileURLToPath } from 'node:url'
import { createNodeBackend } from '@faceward/inference-node'
import { installedWasmFiles } from '@faceward/inference-web/node'
import { DEFAULT_MODELS, loadDefaultModel } from '@faceward/model-pack'
import type { ModelManifest } from '@faceward/spec'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { hasChromium, launchChromium, type Page, type StaticServer } from '../../../tooling/src/chromium.mjs'
import { servePageOf, useChromium } from '../../../tooling/src/chromium-tests.mjs'
import { answer, type Question, webAnswer } from './answers.js'
import type { BrowserPage } from './browser-page.js'

declare const page: BrowserPage

const NAME = 'ort-wasm-simd-threaded'
const WASM_FILES = installedWasmFiles()
const WASM_FOLDER = fileURLToPath(new URL('.', WASM_FILES.binary))
const WASM = { script: `/wasm/${NAME}.mjs`, binary: `/wasm/${NAME}.wasm` }
const ONE_THREAD = { wasm: WASM, threads: 1 }

function questionOf({ id, input: { name, width, height } }: ModelManifest): Question {
  return { id, input: name!, dims: [1, 3, height, width] }
}

describe.skipIf(!hasChromium('@faceward/inference-web'))('in Chromium', () => {
  const entry = fileURLToPath(new URL('./browser-page.ts', import.meta.url))
  const paths = { '/wasm': { folder: WASM_FOLDER } }
  const chromium = useChromium(() => servePageOf(entry, { paths }))
  let isolated: StaticServer
  let plain: StaticServer
  const models = new Map<string, Uint8Array>()

  beforeAll(async () => {
    isolated = chromium.server
    plain = await servePageOf(entry, { paths, isolated: false })
    for (const manifest of Object.values(DEFAULT_MODELS) as ModelManifest[]) {
      const { onnx } = await loadDefaultModel(manifest)
      models.set(manifest.id, onnx)
      for (const server of [isolated, plain]) {
        server.set(`/models/${manifest.id}`, { content: onnx, type: 'application/octet-stream' })
      }
    }
  })
  afterAll(() => plain?.close())

  /** A page of its own, since onnxruntime-web has one setting a page. */
  async function onPage<Result>(at: StaticServer, work: (opened: Page) => Promise<Result>): Promise<Result> {
    const opened = await chromium.open({ at })
    try {
      return await work(opened.page)
    } finally {
      await opened.page.close()
    }
  }

  it.each([1, 2])('keeps every promise of the conformance kit with %i threads', async (threads) => {
    const { kept, broken } = await onPage(isolated, (opened) =>
      opened.evaluate((options) => page.conformance(options), { wasm: WASM, threads }),
    )
    expect(broken).toEqual([])
    expect(kept).toBeGreaterThan(20)
  })

  it.each(Object.entries(DEFAULT_MODELS) as [string, ModelManifest][])(
    'gives the bits of WebAssembly in Node for %s, and nearly those of native code',
    async (_, manifest) => {
      const question = questionOf(manifest)
      const onnx = models.get(manifest.id)!
      const { answers: inChromium } = await onPage(isolated, (opened) =>
        opened.evaluate(([options, asked]) => page.answer(options, asked), [ONE_THREAD, question] as const),
      )
      const inNode = await webAnswer({ wasm: WASM_FILES, threads: 1 }, question, onnx)
      expect(inChromium).toEqual(inNode)
      expect(inNode[0]).not.toEqual(inNode[1])
      const native = await answer(createNodeBackend(), question, onnx)
      for (const [index, outputs] of native.entries()) {
        for (const [name, values] of Object.entries(outputs)) {
          expect(furthest(values, inNode[index]![name]!)).toBeLessThan(1e-5)
        }
      }
    },
  )

  it('keeps every promise on WebGPU too, by a software adapter', async () => {
    const script = `/wasm/${NAME}.asyncify.mjs`
    const wasm = { script, binary: script.replace('.mjs', '.wasm') }
    const withGpu = await launchChromium({
      args: ['--enable-unsafe-webgpu', '--use-webgpu-adapter=swiftshader', '--enable-features=Vulkan'],
    })
    try {
      const { page: opened } = await chromium.open({ within: withGpu })
      const options = { wasm, threads: 1, provider: 'webgpu' as const }
      const { kept, broken, notices } = await opened.evaluate((given) => page.conformance(given), options)
      expect(notices).toEqual([])
      expect(broken).toEqual([])
      expect(kept).toBeGreaterThan(20)
    } finally {
      await withGpu.close()
    }
  })

  it('runs on one thread, and says so, where the page is not isolated', async () => {
    const question = questionOf(DEFAULT_MODELS.mesh)
    const ask = (server: StaticServer) =>
      onPage(server, (opened) =>
        opened.evaluate(([options, asked]) => page.answer(options, asked), [
          { wasm: WASM, threads: 2 },
          question,
        ] as const),
      )
    const { answers, notices } = await ask(plain)
    expect(notices).toEqual([expect.stringContaining('not cross-origin isolated')])
    expect(answers).toEqual((await ask(isolated)).answers)
  })

  it('tells files that are not there from a model that is none', async () => {
    const failure = (wasm: typeof WASM) =>
      onPage(isolated, (opened) => opened.evaluate((options) => page.failure(options), { wasm, threads: 1 }))
    expect(await failure(WASM)).toBe('ModelLoadError malformed-model')
    expect(await failure({ ...WASM, script: '/nowhere.mjs' })).toBe('InferenceError backend-failure')
    expect(await failure({ ...WASM, binary: '/nowhere.wasm' })).toBe('InferenceError backend-failure')
  })
})

/** The largest difference, as a share of the largest value. */
function furthest(one: readonly number[], other: readonly number[]): number {
  const scale = Math.max(1, ...one.map(Math.abs))
  return Math.max(...one.map((value, i) => Math.abs(value - other[i]!))) / scale
}
