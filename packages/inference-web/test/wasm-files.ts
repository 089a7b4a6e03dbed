import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'

const NAME = 'ort-wasm-simd-threaded'

/** The folder onnxruntime-web keeps its WebAssembly files in. */
export const WASM_FOLDER = dirname(createRequire(import.meta.url).resolve(`onnxruntime-web/${NAME}.wasm`))

/** As addresses for Node. */
export const WASM_FILES = {
  script: pathToFileURL(join(WASM_FOLDER, `${NAME}.mjs`)),
  binary: pathToFileURL(join(WASM_FOLDER, `${NAME}.wasm`)),
}
