export { calibrationSchema, modelManifestSchema } from './model-manifest.js'
