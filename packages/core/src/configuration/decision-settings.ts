import { ASSURANCE_LEVELS } from '@faceward/spec'
import * as z from 'zod/mini'
import { readPair, type Setting, text } from './setting.js'
import { share, shareSetting, some, yesOrNo } from './setting-kinds.js'

const weights = z
  .strictObject({ rgb: share, depth: share, liveness: share, motion: share })
  .check(z.refine(({ rgb }) => rgb > 0, 'rgb must be above 0'))

/** `rgb=0.4,depth=0.25,liveness=0.2,motion=0.15` or `0.4,0.25,0.2,0.15` or the same as JSON. */
function readWeights(value: string): unknown {
  const trimmed = value.trim()
  if (trimmed.startsWith('{')) {
    try {
      return JSON.parse(trimmed)
    } catch {
      return undefined
    }
  }
  const names = ['rgb', 'depth', 'liveness', 'motion']
  const entries = trimmed.split(',').map((part, index) => {
    const [name, amount] = part.includes('=') ? part.split('=') : [names[index], part]
    return [name?.trim(), amount?.trim() ? Number(amount) : undefined]
  })
  return Object.fromEntries(entries)
}

/** Settings of how scores become a decision. */
export const DECISION_SETTINGS = {
  FUSION_WEIGHTS: {
    schema: z._default(weights, { rgb: 0.4, depth: 0.25, liveness: 0.2, motion: 0.15 }),
    fromText: readWeights,
    expected: 'four numbers from 0 to 1 such as rgb=0.4,depth=0.25,liveness=0.2,motion=0.15',
  },
  USE_ATTENTION_FUSION: yesOrNo(false),
  ATTENTION_FUSION_GATE: {
    schema: z.optional(some),
    fromText: text.string,
    expected: "the path of a file that 'faceward train-fusion' wrote",
  },
  ACCEPT_THRESHOLD: shareSetting(0.85),
  REJECT_THRESHOLD: shareSetting(0.45),
  RE_VERIFY_BAND: {
    schema: z.optional(z.strictObject({ from: share, to: share })),
    fromText: readPair(/\.\.|-/, 'from', 'to'),
    expected: 'two numbers from 0 to 1 such as 0.45-0.85',
  },
  REQUIRE_ASSURANCE: {
    schema: z.optional(z.enum(ASSURANCE_LEVELS)),
    fromText: text.string,
    expected: ASSURANCE_LEVELS.join(', '),
  },
} as const satisfies Record<string, Setting>
