export { type FrameFromImageOptions, frameFromImage, type LoadProgress } from '@faceward/composition'
export { createNodeEngine, type NodeEngine } from './engine/create-node-engine.js'
export {
  createNodeRecognition,
  type NodeRecognition,
  type NodeRecognitionOptions,
} from './engine/create-node-recognition.js'
export type { NodeEngineOptions } from './engine/node-engine-options.js'
export { type NodeStoreOptions, openNodeStore } from './engine/open-node-store.js'
export { type NodeVault, openNodeVault, STORE_FILE } from './engine/open-node-vault.js'
export { DEVELOPMENT_KEY_FILE } from './engine/template-keys.js'
export { type DataFolderOptions, defaultDataFolder } from './environment/default-data-folder.js'
export {
  type DevelopmentKey,
  type DevelopmentKeyFileOptions,
  developmentKeyFile,
} from './environment/development-key-file.js'
export { environmentWithFiles } from './environment/environment-with-files.js'
export { systemClock } from './environment/system-clock.js'
export { systemRandom } from './environment/system-random.js'
export { createDepthDecoder, type DeclaredDepth, type DepthDecoder } from './images/depth-decoder.js'
export {
  createDepthPngDecoder,
  type DeclaredDepthPng,
  type DepthPngDecoder,
} from './images/depth-png-decoder.js'
export {
  createProcessDecoder,
  type ProcessDecoder,
  type ProcessDecoderOptions,
} from './images/process-decoder/create-process-decoder.js'
export { createSharpDecoder, type SharpDecoderOptions } from './images/sharp-decoder.js'
