import type { WasmFiles } from './web-backend-options.js'

/**
 * The two files of onnxruntime-web, for `createWebBackend` in a page that a bundler builds: it knows the expression and
 * copies them. Where nothing is bundled, serve copies of them and give their addresses.
 */
export const WASM_FILES: WasmFiles & { readonly script: URL; readonly binary: URL } = {
  script: new URL('onnxruntime-web/ort-wasm-simd-threaded.mjs', import.meta.url),
  binary: new URL('onnxruntime-web/ort-wasm-simd-threaded.wasm', import.meta.url),
}
