export { type BrokenCaptureProvider, brokenCaptureProviders } from './broken-capture-providers.js'
export { captureProviderCases } from './capture-provider-cases.js'
export type { CaptureProviderHarness } from './capture-provider-harness.js'
