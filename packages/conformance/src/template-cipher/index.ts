export { type BrokenTemplateCipher, brokenTemplateCiphers } from './broken-template-ciphers.js'
export { templateCipherCases } from './template-cipher-cases.js'
export type { TemplateCipherHarness } from './template-cipher-harness.js'
