import type { ConformanceCase } from '../conformance-case.js'
import { deletionCases } from './deletion-cases.js'
import { durabilityCases } from './durability-cases.js'
import { lifecycleCases } from './lifecycle-cases.js'
import { listingCases } from './listing-cases.js'
import { recordCases } from './record-cases.js'
import { revisionCases } from './revision-cases.js'
import type { TemplateStoreHarness } from './template-store-harness.js'
import { writeCases } from './write-cases.js'

/** What every template store must do. Each case works at a fresh place. */
export function templateStoreCases(harness: TemplateStoreHarness): readonly ConformanceCase[] {
  return [
    ...recordCases(harness),
    ...revisionCases(harness),
    ...writeCases(harness),
    ...deletionCases(harness),
    ...listingCases(harness),
    ...lifecycleCases(harness),
    ...durabilityCases(harness),
  ]
}
