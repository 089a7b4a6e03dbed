export { installedWasmFiles } from './wasm-files.js'
