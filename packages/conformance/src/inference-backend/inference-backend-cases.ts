import type { ConformanceCase } from '../conformance-case.js'
import { answerCases } from './answer-cases.js'
import type { InferenceBackendCaseOptions, InferenceBackendContext } from './inference-backend-context.js'
import { lifecycleCases } from './lifecycle-cases.js'
import { refusalCases } from './refusal-cases.js'

/** What every inference backend must do, shown on models of one operator that are built in code. */
export function inferenceBackendCases(options: InferenceBackendCaseOptions): readonly ConformanceCase[] {
  const context: InferenceBackendContext = {
    ...options,
    async withSession(model, check) {
      const backend = await options.createBackend()
      const session = await backend.load(model)
      try {
        await check(session, backend)
      } finally {
        await session.dispose()
      }
    },
  }
  return [...answerCases(context), ...refusalCases(context), ...lifecycleCases(context)]
}
