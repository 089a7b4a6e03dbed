import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { DEFAULT_MODELS, packageFiles } from '@faceward/model-pack'
import { servedFiles } from '@faceward/models'
import type { ModelManifest, ModelOrigin } from '@faceward/spec'

const require = createRequire(import.meta.url)
const WASM_FILES = ['ort-wasm-simd-threaded.mjs', 'ort-wasm-simd-threaded.wasm']

/** Writes the default models as they were published, and the WebAssembly runtime, where the engine in a page looks. */
export async function writeServedModels(folder: string): Promise<void> {
  for (const manifest of Object.values(DEFAULT_MODELS) as readonly ModelManifest[]) {
    const origin = manifest.origin as Extract<ModelOrigin, { kind: 'npm' }>
    for (const file of servedFiles(manifest)) {
      const path = join(folder, file.servedPath)
      mkdirSync(dirname(path), { recursive: true })
      writeFileSync(path, await packageFiles.read(file, origin, {}))
    }
  }
  const wasm = dirname(require.resolve('onnxruntime-web/ort-wasm-simd-threaded.wasm'))
  mkdirSync(join(folder, 'wasm'), { recursive: true })
  for (const name of WASM_FILES) copyFileSync(join(wasm, name), join(folder, 'wasm', name))
}
