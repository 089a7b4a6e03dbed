export { calibrationSchema, modelManifestSchema } from './model-manifest.js'
export { type InputIssue, parseOptions, type ReadInput, readInput } from './read-input.js'
