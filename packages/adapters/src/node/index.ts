export {
  type ApiKeyFile,
  type ApiKeyFileChange,
  type ApiKeyFileOptions,
  openApiKeyFile,
} from './api-key-file.js'
export { createNodeHandler, type NodeHandlerOptions } from './create-node-handler.js'
export { createPinoSink } from './create-pino-sink.js'
export {
  createPrometheusSink,
  type PrometheusSink,
  type PrometheusSinkOptions,
} from './create-prometheus-sink.js'
