import { fileURLToPath } from 'node:url'
import { createSimulatedPerson, renderFrame, sampleScenes } from '@faceward/capture-simulated'
import { installedWasmFiles } from '@faceward/inference-web/node'
import { DEFAULT_MODELS, packageFiles } from '@faceward/model-pack'
import { servedFiles } from '@faceward/models'
import type { Image, ModelManifest, ModelOrigin } from '@faceward/spec'
import { bundleForBrowser, type StaticServer, serve } from '../../../tooling/src/chromium.mjs'

const WASM_FOLDER = fileURLToPath(new URL('.', installedWasmFiles().binary))

const entry = (name: string) => fileURLToPath(new URL(name, import.meta.url))
const script = async (name: string) => ({
  content: await bundleForBrowser({ entry: entry(name) }),
  type: 'text/javascript',
})

/** A server with the test page and with what `faceward models export` writes, below `/models`. */
export async function servePage(): Promise<StaticServer> {
  const server = await serve({
    '/page.js': await script('./browser-page.ts'),
    '/models/wasm': { folder: WASM_FOLDER },
  })
  for (const manifest of Object.values(DEFAULT_MODELS) as ModelManifest[]) {
    for (const file of servedFiles(manifest)) {
      const origin = manifest.origin as Extract<ModelOrigin, { kind: 'npm' }>
      const content = await packageFiles.read(file, origin, {})
      server.set(`/models/${file.servedPath}`, { content, type: 'application/octet-stream' })
    }
  }
  return server
}

const CAMERA = { width: 320, height: 240, horizontalFieldOfViewDegrees: 36 }

/** Pictures of a simulated person, 320 x 240 rgb8. */
export function picturesOf(seed: number, count: number): readonly Image[] {
  const person = createSimulatedPerson({ seed })
  const scenes = sampleScenes(seed, count, { camera: CAMERA, maximumYawDegrees: 14, distanceM: [0.42, 0.55] })
  return scenes.map((scene) => renderFrame(person, scene).frame.image)
}
