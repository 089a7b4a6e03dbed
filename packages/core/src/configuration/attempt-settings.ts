import * as z from 'zod/mini'
import { type Setting, text } from './setting.js'

const whole = (least: number, most: number) => z.int().check(z.minimum(least), z.maximum(most))
const DAY_MS = 86_400_000
const yesOrNo = {
  schema: z._default(z.boolean(), false),
  fromText: text.boolean,
  expected: 'true or false',
} as const

/** Settings of challenges: when one is needed, and who may say what a person cannot do. */
export const CHALLENGE_SETTINGS = {
  REQUIRE_CHALLENGE: {
    schema: z._default(z.enum(['none', 'frames', 'enroll', 'verify', 'both']), 'none'),
    fromText: text.string,
    expected: 'none, frames, enroll, verify or both',
  },
  CHALLENGE_ALTERNATIVES: yesOrNo,
} as const satisfies Record<string, Setting>

/** Settings of how many attempts may fail. */
export const ATTEMPT_SETTINGS = {
  ATTEMPTS_WITH_PAD: yesOrNo,
  ATTEMPTS_FREE: {
    schema: z.optional(whole(1, 10)),
    fromText: text.number,
    expected: 'a whole number from 1 to 10',
  },
  ATTEMPT_DELAY_MS: {
    schema: z._default(whole(0, DAY_MS), 30_000),
    fromText: text.number,
    expected: `a whole number from 0 to ${DAY_MS}`,
  },
  ATTEMPTS_STOP_AFTER: {
    schema: z.optional(whole(1, 1000)),
    fromText: text.number,
    expected: 'a whole number from 1 to 1000',
  },
  CLIENT_FAILURES_BURST: {
    schema: z._default(whole(0, 1_000_000), 200),
    fromText: text.number,
    expected: 'a whole number from 0 to 1000000',
  },
  CLIENT_FAILURES_PER_MINUTE: {
    schema: z._default(whole(1, 1_000_000), 10),
    fromText: text.number,
    expected: 'a whole number from 1 to 1000000',
  },
  TENANT_FAILURES_BURST: {
    schema: z._default(whole(0, 1_000_000), 1000),
    fromText: text.number,
    expected: 'a whole number from 0 to 1000000',
  },
  TENANT_FAILURES_PER_MINUTE: {
    schema: z._default(whole(1, 1_000_000), 30),
    fromText: text.number,
    expected: 'a whole number from 1 to 1000000',
  },
} as const satisfies Record<string, Setting>
