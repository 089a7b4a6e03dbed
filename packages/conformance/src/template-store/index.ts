export { type BrokenTemplateStore, brokenTemplateStores } from './broken-template-stores.js'
export { performStoreJob, type StoreJob, type StoreJobResult } from './store-job.js'
export { templateStoreCases } from './template-store-cases.js'
export type { StoreFault, StorePlace, TemplateStoreHarness } from './template-store-harness.js'
