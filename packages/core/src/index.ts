export { configurationTable } from './configuration/configuration-table.js'
export {
  type Configuration,
  type ConfigurationOptions,
  parseConfiguration,
} from './configuration/parse-configuration.js'
export { createEngine } from './engine/create-engine.js'
export type { EngineOptions } from './engine/engine-options.js'
export type { EngineParts } from './engine/engine-parts.js'
export { NEW_SUBJECT_ID, newSubjectIdFault } from './engine/subject-id.js'
export { createTemplateVault, type StoredTemplate, type TemplateVault } from './templates/template-vault.js'
