import { fileURLToPath } from 'node:url'
import { createSimulatedPerson, renderFrame, sampleScenes } from '@faceward/capture-simulated'
import { installedWasmFiles } from '@faceward/inference-web/node'
import { DEFAULT_MODELS, loadDefaultModel } from '@faceward/model-pack'
import type { Image, ModelManifest } from '@faceward/spec'
import { bundleForBrowser, type StaticServer } from '../../../tooling/src/chromium.mjs'
import { servePageOf } from '../../../tooling/src/chromium-tests.mjs'

/** What an application that uses this package serves: nothing inline, nothing from elsewhere. */
const POLICY =
  "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; connect-src 'self'; img-src data:"

const WASM_FOLDER = fileURLToPath(new URL('.', installedWasmFiles().binary))

interface ServedFile {
  readonly content: Uint8Array
  readonly type: string
}

/** The model files by path, as `faceward models export` writes them; filled by `servePage`. */
export const MODEL_FILES = new Map<string, ServedFile>()

const pathOf = (name: string) => fileURLToPath(new URL(name, import.meta.url))

/** As in a browser that has no WebAssembly: page and worker may not compile any. */
export const WITHOUT_WEBASSEMBLY = POLICY.replace(" 'wasm-unsafe-eval'", '')

/** A server with the test page, the default worker beside it, and the models below `/models`. */
export async function servePage(policy = POLICY): Promise<StaticServer> {
  const worker = await bundleForBrowser({ entry: pathOf('../src/worker-script.ts') })
  const server = await servePageOf(pathOf('./browser-page.ts'), {
    paths: {
      '/worker-script.js': { content: worker, type: 'text/javascript' },
      '/models/wasm': { folder: WASM_FOLDER },
    },
    headers: { 'content-security-policy': policy },
  })
  for (const manifest of Object.values(DEFAULT_MODELS) as ModelManifest[]) {
    const { id, onnx: content } = await loadDefaultModel(manifest)
    MODEL_FILES.set(`/models/${id}/${id}.onnx`, { content, type: 'application/octet-stream' })
  }
  for (const [path, served] of MODEL_FILES) server.set(path, served)
  return server
}

const CAMERA = { width: 320, height: 240, horizontalFieldOfViewDegrees: 36 }

/** Pictures of a simulated person, 320 x 240 rgb8. */
export function picturesOf(seed: number, count: number): readonly Image[] {
  const person = createSimulatedPerson({ seed })
  const scenes = sampleScenes(seed, count, { camera: CAMERA, maximumYawDegrees: 14, distanceM: [0.42, 0.55] })
  return scenes.map((scene) => renderFrame(person, scene).frame.image)
}
