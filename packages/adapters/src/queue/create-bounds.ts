import type { ResolvedOptions } from '../face-api-options.js'
import { createInferenceQueue, type InferenceQueue } from './inference-queue.js'
import { createPixelBudget, type PixelBudget } from './pixel-budget.js'
import { createQuota, type Quota } from './quota.js'

/** What all requests of an API together may take. */
export interface Bounds {
  readonly queue: InferenceQueue
  readonly bodies: Quota
  readonly pixels: PixelBudget
}

export function createBounds({ rules, keys }: Pick<ResolvedOptions, 'rules' | 'keys'>): Bounds {
  // With one key there is nobody to share with; keys may come and go.
  const share = () => (keys?.current().length === 1 ? 1 : rules.queueShare)
  const total = Math.max(rules.bodyMemoryBytes, rules.bodyLimitBytes)
  return {
    queue: createInferenceQueue({ ...rules, share }),
    bodies: createQuota({ total, share: () => Math.max(rules.bodyLimitBytes, Math.floor(total * share())) }),
    pixels: createPixelBudget(Math.max(rules.decodedPixels, rules.maximumPixels)),
  }
}
