import { describe, expect, it } from 'vitest'
import { optionName, parseConfiguration } from './parse-configuration.js'
import type { Setting } from './setting.js'
import { SETTINGS } from './settings.js'

const accepts = (name: string, value: string) => {
  try {
    parseConfiguration({}, { [name]: value })
    return true
  } catch {
    return false
  }
}
/** `a whole number from 1 to 10`, `two numbers from 0 to 1 such as ...`: what the messages and docs tell people. */
const spans = Object.entries(SETTINGS).flatMap(([name, setting]) => {
  const { expected } = setting as Setting
  const [, whole, from, to] = /^a (whole )?number from (\d+) to (\d+)$/.exec(expected) ?? []
  return from === undefined ? [] : [[name, Number(from), Number(to), whole !== undefined] as const]
})

it('a good part of the settings are numbers in a span', () => {
  expect(spans.length).toBeGreaterThan(20)
})

describe.each(spans)('%s, a number from %d to %d', (name, from, to, isWhole) => {
  it('takes what its description says, ends included, and nothing else', () => {
    // The two thresholds must not meet: an end of one is taken where the other stays below or above it.
    const ends = [from, to].filter((end) => end !== { ACCEPT_THRESHOLD: 0, REJECT_THRESHOLD: 1 }[name])
    for (const end of ends) expect(accepts(name, String(end)), `${end}`).toBe(true)
    const beyond = isWhole ? 1 : 1e-9
    for (const value of [from - beyond, to + beyond])
      expect(accepts(name, String(value)), `${value}`).toBe(false)
    if (isWhole) expect(accepts(name, String(from + 0.5))).toBe(false)
  })
})

describe('a setting that is said to be', () => {
  it.each(
    Object.entries(SETTINGS)
      .filter(([, setting]) => (setting as Setting).expected === 'true or false')
      .map(([name]) => name),
  )('true or false is read as such: %s', (name) => {
    const read = (value: string) =>
      (parseConfiguration({}, { [name]: value }) as unknown as Record<string, unknown>)[optionName(name)]
    for (const yes of ['true', '1', 'yes', ' TRUE ']) expect(read(yes)).toBe(true)
    for (const no of ['false', '0', 'no', 'No']) expect(read(no)).toBe(false)
    expect(accepts(name, 'on')).toBe(false)
  })

  it.each(
    Object.entries(SETTINGS).flatMap(([name, setting]) => {
      const { expected } = setting as Setting
      const words = /^[a-z-]+(, [a-z-]+)*( or [a-z-]+)?$/.test(expected) ? expected.split(/, | or /) : []
      return words.length > 1 && !words.includes('true') ? [[name, words] as const] : []
    }),
  )('one of several words takes each of them: %s', (name, words) => {
    for (const word of words) expect(accepts(name, word), word).toBe(true)
    expect(accepts(name, `${words[0]}s`)).toBe(false)
  })
})

describe('the settings of a secret', () => {
  const named = (name: string, value: string) => accepts(name, value)

  it('are 32 bytes of key and 8 to 64 bytes of salt, in hexadecimal digits of either case', () => {
    const hex = (bytes: number) => '0123456789abcdef'.repeat(9).slice(0, 2 * bytes)
    for (const bytes of [31, 33]) expect(named('BIOMETRIC_TEMPLATE_KEY', hex(bytes))).toBe(false)
    expect(named('BIOMETRIC_TEMPLATE_KEY', hex(32).toUpperCase())).toBe(true)
    for (const bytes of [8, 64]) expect(named('BIOMETRIC_TEMPLATE_SALT', hex(bytes))).toBe(true)
    for (const bytes of [7, 65]) expect(named('BIOMETRIC_TEMPLATE_SALT', hex(bytes))).toBe(false)
    expect(named('BIOMETRIC_TEMPLATE_SALT', `${hex(8)}a`)).toBe(false)
  })

  it('turn no template and no picture loose: encryption cannot be switched off', () => {
    const read = parseConfiguration()
    expect([read.encryptTemplates, read.neverStoreRawImages]).toEqual([true, true])
    for (const name of ['ENCRYPT_TEMPLATES', 'NEVER_STORE_RAW_IMAGES']) {
      expect(accepts(name, 'true')).toBe(true)
      for (const off of ['false', '0', 'no']) expect(accepts(name, off)).toBe(false)
    }
  })
})

describe('the size of the capture', () => {
  it.each([
    ['160x120', true],
    ['8192x8192', true],
    ['1280X720', true],
    ['159x120', false],
    ['160x119', false],
    ['8193x8192', false],
    ['8192x8193', false],
    ['640x480x2', false],
    ['x480', false],
  ])('%s: %s', (size, right) => {
    expect(accepts('CAPTURE_RESOLUTION', size)).toBe(right)
  })
})

describe('API keys', () => {
  const key = (more: string) => `bank:${'ab'.repeat(32)}:${more}`
  it.each(['enroll', 'verify', 'replace', 'delete', 'admin', 'scores.read', 'challenges.alternatives'])(
    'can have the scope %s',
    (scope) => {
      const [read] = parseConfiguration({}, { API_KEYS: key(scope) }).apiKeys
      expect(read?.scopes).toEqual([scope.replace('.', ':')])
    },
  )

  it('need a name, a digest of 32 bytes and a scope', () => {
    const digest = 'ab'.repeat(32)
    for (const wrong of [`:${digest}:verify`, `a b:${digest}:verify`, `bank:${digest}`, `bank:${digest}:`])
      expect(accepts('API_KEYS', wrong), wrong).toBe(false)
    expect(accepts('API_KEYS', `bank:${'ab'.repeat(31)}:verify`)).toBe(false)
    expect(accepts('API_KEYS', `${'x'.repeat(64)}:${digest}:verify`)).toBe(true)
    expect(accepts('API_KEYS', `${'x'.repeat(65)}:${digest}:verify`)).toBe(false)
    expect(accepts('API_KEYS', key(`verify:${'t'.repeat(65)}`))).toBe(false)
  })

  it('never say a value that was refused', () => {
    expect(() => parseConfiguration({}, { API_KEYS: key('fly') })).toThrow(/^(?!.*abab)/s)
  })
})

describe('the weights of the fusion', () => {
  it('need a colour weight above 0, whatever the others are', () => {
    expect(accepts('FUSION_WEIGHTS', 'rgb=0.01,depth=0,liveness=0,motion=0')).toBe(true)
    expect(accepts('FUSION_WEIGHTS', 'rgb=0,depth=1,liveness=1,motion=1')).toBe(false)
    expect(accepts('FUSION_WEIGHTS', 'rgb=1.1,depth=0,liveness=0,motion=0')).toBe(false)
    expect(accepts('FUSION_WEIGHTS', 'rgb=,depth=0,liveness=0,motion=0')).toBe(false)
  })
})
