export { nodeXchachaAead } from './node-aead.js'
