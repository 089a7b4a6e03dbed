import type { Setting } from './setting.js'
import { optionalWholeSetting, yesOrNo } from './setting-kinds.js'

/** Settings of consent, and of how long templates are kept. */
export const RETENTION_SETTINGS = {
  REQUIRE_CONSENT: yesOrNo(false),
  RETENTION_MAX_AGE_DAYS: optionalWholeSetting(1, 36_500),
  RETENTION_UNUSED_DAYS: optionalWholeSetting(1, 36_500),
} as const satisfies Record<string, Setting>
