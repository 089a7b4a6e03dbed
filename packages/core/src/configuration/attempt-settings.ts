import * as z from 'zod/mini'
import { type Setting, text } from './setting.js'
import { optionalWholeSetting, wholeSetting, yesOrNo } from './setting-kinds.js'

const DAY_MS = 86_400_000

/** Settings of challenges: when one is needed, and who may say what a person cannot do. */
export const CHALLENGE_SETTINGS = {
  REQUIRE_CHALLENGE: {
    schema: z._default(z.enum(['none', 'frames', 'enroll', 'verify', 'both']), 'none'),
    fromText: text.string,
    expected: 'none, frames, enroll, verify or both',
  },
  CHALLENGE_ALTERNATIVES: yesOrNo(false),
} as const satisfies Record<string, Setting>

/** Settings of how many attempts may fail. */
export const ATTEMPT_SETTINGS = {
  ATTEMPTS_WITH_PAD: yesOrNo(false),
  ATTEMPTS_FREE: optionalWholeSetting(1, 10),
  ATTEMPT_DELAY_MS: wholeSetting(0, DAY_MS, 30_000),
  ATTEMPTS_STOP_AFTER: optionalWholeSetting(1, 1000),
  CLIENT_FAILURES_BURST: wholeSetting(0, 1_000_000, 200),
  CLIENT_FAILURES_PER_MINUTE: wholeSetting(1, 1_000_000, 10),
  TENANT_FAILURES_BURST: wholeSetting(0, 1_000_000, 1000),
  TENANT_FAILURES_PER_MINUTE: wholeSetting(1, 1_000_000, 30),
} as const satisfies Record<string, Setting>
