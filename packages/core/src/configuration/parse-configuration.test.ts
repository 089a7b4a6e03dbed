import { readFileSync } from 'node:fs'
import { ConfigurationError } from '@faceward/spec'
import { describe, expect, it } from 'vitest'
import { configurationTable } from './configuration-table.js'
import { parseConfiguration } from './parse-configuration.js'

function refusal(options: object, environment: Record<string, string> = {}): ConfigurationError {
  try {
    parseConfiguration(options, environment)
  } catch (error) {
    if (ConfigurationError.isInstance(error)) return error
    throw error
  }
  throw new Error('nothing was refused')
}

describe('parseConfiguration', () => {
  it('has the documented defaults', () => {
    expect(parseConfiguration()).toMatchObject({
      acceptThreshold: 0.85,
      rejectThreshold: 0.45,
      enrollmentMinSamples: 3,
      fusionWeights: { rgb: 0.4, depth: 0.25, liveness: 0.2, motion: 0.15 },
      embeddingDim: 512,
      apiHost: '127.0.0.1',
      encryptTemplates: true,
    })
  })

  it.each([
    ['ACCEPT_THRESHOLD', '0.9', 'acceptThreshold', 0.9],
    ['CAPTURE_RESOLUTION', '1280x720', 'captureResolution', { width: 1280, height: 720 }],
    ['PREFER_DEPTH', 'no', 'preferDepth', false],
    [
      'FUSION_WEIGHTS',
      '0.5,0.2,0.2,0.1',
      'fusionWeights',
      { rgb: 0.5, depth: 0.2, liveness: 0.2, motion: 0.1 },
    ],
    [
      'FUSION_WEIGHTS',
      'motion=0,rgb=1,depth=0,liveness=0',
      'fusionWeights',
      { rgb: 1, depth: 0, liveness: 0, motion: 0 },
    ],
    [
      'FUSION_WEIGHTS',
      '{"rgb":1,"depth":0,"liveness":0,"motion":0}',
      'fusionWeights',
      { rgb: 1, depth: 0, liveness: 0, motion: 0 },
    ],
    ['API_PORT', '0', 'apiPort', 0],
    ['EDGE_FALLBACK_URL', 'https://edge.example/v2', 'edgeFallbackUrl', 'https://edge.example/v2'],
  ])('reads %s=%s', (name, value, option, expected) => {
    expect(parseConfiguration({}, { [name]: value })).toHaveProperty(option, expected)
  })

  it('lets options win over the environment, and counts an empty variable as unset', () => {
    expect(parseConfiguration({ apiPort: 1 }, { API_PORT: '2' }).apiPort).toBe(1)
    expect(parseConfiguration({}, { API_PORT: '' }).apiPort).toBe(8080)
  })

  it.each([
    ['ACCEPT_THRESHOLD', '85%'],
    ['ACCEPT_THRESHOLD', ' '],
    ['ACCEPT_THRESHOLD', '1.2'],
    ['CAPTURE_RESOLUTION', '640'],
    ['CAPTURE_RESOLUTION', '640x'],
    ['PREFER_DEPTH', 'maybe'],
    ['FUSION_WEIGHTS', 'rgb=1'],
    ['FUSION_WEIGHTS', '{"rgb":'],
    ['FUSION_WEIGHTS', 'rgb=1,depth=0,liveness=0,motion=0,luck=1'],
    ['ENCRYPT_TEMPLATES', 'false'],
    ['NEVER_STORE_RAW_IMAGES', 'false'],
    ['API_PORT', '80.5'],
    ['DEVICE', 'toaster'],
    ['EDGE_FALLBACK_URL', 'file:///etc/passwd'],
    ['RE_VERIFY_BAND', '0.4'],
    ['BIOMETRIC_TEMPLATE_KEY', 'zz'],
    ['API_KEYS', 'bank:zz:verify'],
    ['API_KEYS', `bank:${'ab'.repeat(32)}:fly`],
    ['API_KEYS', `bank:${'ab'.repeat(32)}:verify:a:b`],
    ['API_KEYS', `bank:${'ab'.repeat(32)}:verify:a:`],
    ['API_KEYS', `bank:${'ab'.repeat(32)}:verify:a:2027-02-30`],
    ['API_KEYS', `bank:${'ab'.repeat(32)}:verify:a:2027`],
    ['API_KEYS', ','],
    ['API_KEYS', '# nobody'],
    ['SCORE_DISCLOSURE', 'some'],
    ['REQUIRE_CHALLENGE', 'yes'],
    ['CHALLENGE_ALTERNATIVES', 'turn-left'],
    ['ATTEMPTS_FREE', '11'],
    ['CLIENT_FAILURES_PER_MINUTE', '0'],
    ['API_TIMEOUT_MS', '0'],
    ['BIOMETRIC_TEMPLATE_KEY', 'ab'.repeat(31)],
  ])('refuses %s=%s by name and says what to do', (name, value) => {
    const error = refusal({}, { [name]: value })
    expect(error.issues.map(({ key }) => key)).toEqual([name])
    expect(error.message).toMatch(/expected .+\. Correct it/)
  })

  it('never shows a value that was given', () => {
    const secret = 'c0ffee'.repeat(9)
    expect(refusal({}, { BIOMETRIC_TEMPLATE_KEY: secret }).message).not.toContain('c0ffee')
    expect(JSON.stringify(refusal({ biometricTemplateKey: secret }).issues)).not.toContain('c0ffee')
  })

  it('names every wrong key at once, and unknown options', () => {
    const { issues } = refusal({ acceptThreshhold: 0.9 }, { API_PORT: 'x', DEVICE: 'y' })
    expect(issues.map(({ key }) => key)).toEqual(['acceptThreshhold', 'DEVICE', 'API_PORT'])
  })

  it('takes the key from the variable that TEMPLATE_KEY_ENV names', () => {
    const key = '0123456789abcdef'.repeat(4)
    const environment = {
      TEMPLATE_KEY_ENV: 'VAULT_KEY',
      VAULT_KEY: key,
      BIOMETRIC_TEMPLATE_KEY: 'not looked at',
    }
    expect(parseConfiguration({}, environment).biometricTemplateKey).toBe(key)
  })

  it('reads API keys as hashes with scopes and tenant', () => {
    const sha256 = 'ab'.repeat(32)
    const written = `bank:${sha256}:enroll+replace+scores.read, kiosk:${sha256}:verify+challenges.alternatives:branch-7`
    expect(parseConfiguration({}, { API_KEYS: written }).apiKeys).toEqual([
      { id: 'bank', sha256, scopes: ['enroll', 'replace', 'scores:read'], tenantId: 'default' },
      { id: 'kiosk', sha256, scopes: ['verify', 'challenges:alternatives'], tenantId: 'branch-7' },
    ])
  })

  it('reads keys on lines of their own, with comments and expiries', () => {
    const sha256 = 'ab'.repeat(32)
    const written = `# the bank\nbank:${sha256}:verify::2027-01-01\n\nkiosk:${sha256}:verify:b7:2027-01-01T10:00:00+02:00\n`
    expect(parseConfiguration({}, { API_KEYS: written }).apiKeys).toMatchObject([
      { id: 'bank', tenantId: 'default', expiresAtMs: Date.UTC(2027, 0, 1) },
      { id: 'kiosk', tenantId: 'b7', expiresAtMs: Date.UTC(2027, 0, 1, 8) },
    ])
  })

  it('takes white space off both ends of a secret, as files and copies bring it', () => {
    const key = '0123456789abcdef'.repeat(4)
    const environment = { BIOMETRIC_TEMPLATE_KEY: ` ${key}\n`, BIOMETRIC_TEMPLATE_SALT: `${key}\r\n` }
    const expected = { biometricTemplateKey: key, biometricTemplateSalt: key }
    expect(parseConfiguration({}, environment)).toMatchObject(expected)
    expect(parseConfiguration({ biometricTemplateKey: `${key}\n` }).biometricTemplateKey).toBe(key)
  })

  it('names white space that is inside a secret, and no default where there is none', () => {
    const halves = `${'01234567'.repeat(4)}\n${'89abcdef'.repeat(4)}`
    const { message } = refusal({}, { BIOMETRIC_TEMPLATE_KEY: halves })
    expect(message).toMatch(/it has no default\. White space around it is ignored, but there is some inside/)
    for (const [name, value] of [
      ['BIOMETRIC_TEMPLATE_KEY', 'zz'],
      ['API_KEYS', 'zz'],
      ['RETENTION_MAX_AGE_DAYS', '0'],
    ] as const) {
      expect(refusal({}, { [name]: value }).message, name).not.toMatch(/use the default/)
    }
    expect(refusal({}, { API_PORT: 'x' }).message).toMatch(/or remove it to use the default/)
  })

  it('reads the band as both thresholds, which must agree with them', () => {
    expect(parseConfiguration({}, { RE_VERIFY_BAND: '0.5-0.9' })).toMatchObject({
      rejectThreshold: 0.5,
      acceptThreshold: 0.9,
    })
    expect(refusal({}, { RE_VERIFY_BAND: '0.5-0.9', ACCEPT_THRESHOLD: '0.8' }).issues[0]?.key).toBe(
      'ACCEPT_THRESHOLD',
    )
    expect(refusal({ rejectThreshold: 0.85 }).issues[0]?.key).toBe('REJECT_THRESHOLD')
    expect(refusal({}, { RE_VERIFY_BAND: '0.9-0.5' }).issues[0]?.key).toBe('REJECT_THRESHOLD')
  })

  it('is documented setting by setting', () => {
    const page = readFileSync(new URL('../../../../docs/configuration.md', import.meta.url), 'utf8')
    expect(page).toContain(configurationTable())
  })
})
