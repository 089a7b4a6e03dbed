export {
  type FernetMessage,
  type OpenFernetOptions,
  openFernet,
  type SealFernetOptions,
  sealFernet,
} from './fernet.js'
export { deriveFernetKey, parseFernetKey } from './fernet-key.js'
