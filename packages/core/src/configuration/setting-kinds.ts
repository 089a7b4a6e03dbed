import * as z from 'zod/mini'
import { text } from './setting.js'

export const share = z.number().check(z.minimum(0), z.maximum(1))
export const some = z.string().check(z.minLength(1))
export const whole = (least: number, most: number) => z.int().check(z.minimum(least), z.maximum(most))
export const HEX_KEY = /^[0-9a-f]{64}$/i

/** A number from 0 to 1. */
export const shareSetting = (value: number) => ({
  schema: z._default(share, value),
  fromText: text.number,
  expected: 'a number from 0 to 1',
})

export const yesOrNo = (value: boolean) => ({
  schema: z._default(z.boolean(), value),
  fromText: text.boolean,
  expected: 'true or false',
})

export const wholeSetting = (least: number, most: number, value: number) => ({
  schema: z._default(whole(least, most), value),
  ...wholeText(least, most),
})

/** A whole number that need not be set. */
export const optionalWholeSetting = (least: number, most: number) => ({
  schema: z.optional(whole(least, most)),
  ...wholeText(least, most),
})

const wholeText = (least: number, most: number) => ({
  fromText: text.number,
  expected: `a whole number from ${least} to ${most}`,
})
