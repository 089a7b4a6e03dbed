import * as z from 'zod/mini'
import { API_SETTINGS } from './api-settings.js'
import { ATTEMPT_SETTINGS, CHALLENGE_SETTINGS } from './attempt-settings.js'
import { CAPTURE_SETTINGS } from './capture-settings.js'
import { DECISION_SETTINGS } from './decision-settings.js'
import { RECOGNITION_SETTINGS } from './recognition-settings.js'
import { RETENTION_SETTINGS } from './retention-settings.js'
import { type Setting, text } from './setting.js'
import { wholeSetting } from './setting-kinds.js'
import { TEMPLATE_SETTINGS } from './template-settings.js'

/**
 * Every setting, in the order of the pipeline. The key in the options object is the variable's name in camel
 * case: `ACCEPT_THRESHOLD` is `acceptThreshold`.
 */
export const SETTINGS = {
  ...CAPTURE_SETTINGS,
  ...RECOGNITION_SETTINGS,
  ...DECISION_SETTINGS,
  ...TEMPLATE_SETTINGS,
  ...API_SETTINGS,
  ...CHALLENGE_SETTINGS,
  REPLAYED_FRAMES: {
    schema: z._default(z.enum(['alarm', 'refuse']), 'alarm'),
    fromText: text.string,
    expected: 'alarm or refuse',
  },
  ...ATTEMPT_SETTINGS,
  ...RETENTION_SETTINGS,
  ENROLLMENT_MIN_SAMPLES: wholeSetting(1, 100, 3),
  EDGE_FALLBACK_URL: {
    schema: z.optional(z.url({ protocol: /^https?$/ })),
    fromText: text.string,
    expected: 'an https address, or http on this machine',
  },
} as const satisfies Record<string, Setting>
