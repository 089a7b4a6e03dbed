import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'
import type { WasmFiles } from '../web-backend-options.js'

const require = createRequire(import.meta.url)

/**
 * The WebAssembly files of the installed onnxruntime-web, as `file:` addresses: for `createWebBackend` on Node, and for
 * tools that copy them to where a page finds them.
 */
export function installedWasmFiles(provider: 'wasm' | 'webgpu' = 'wasm'): WasmFiles & {
  readonly script: URL
  readonly binary: URL
} {
  const name = provider === 'webgpu' ? 'ort-wasm-simd-threaded.asyncify' : 'ort-wasm-simd-threaded'
  return { script: located(`${name}.mjs`), binary: located(`${name}.wasm`) }
}

const located = (file: string): URL => pathToFileURL(require.resolve(`onnxruntime-web/${file}`))
