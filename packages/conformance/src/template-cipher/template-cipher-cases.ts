import type { ConformanceCase } from '../conformance-case.js'
import { keyCases } from './key-cases.js'
import { refusalCases } from './refusal-cases.js'
import { sealingCases } from './sealing-cases.js'
import type { TemplateCipherHarness } from './template-cipher-harness.js'

/** What every template cipher must do. */
export function templateCipherCases(harness: TemplateCipherHarness): readonly ConformanceCase[] {
  return [...sealingCases(harness), ...refusalCases(harness), ...keyCases(harness)]
}
