import { ConfigurationError } from '@faceward/spec'
import { describe, expect, it } from 'vitest'
import { createGatedPolicy } from './gated-policy.js'
import { type GatedPolicyOptions, parseGatedPolicyOptions } from './gated-policy-options.js'

describe('gated policy options', () => {
  it('lets the floor follow the accept threshold unless it is named', () => {
    expect(parseGatedPolicyOptions({ acceptThreshold: 0.9 }).similarityFloor).toBe(0.9)
    expect(parseGatedPolicyOptions({ acceptThreshold: 0.9, similarityFloor: 0.7 }).similarityFloor).toBe(0.7)
  })

  it.each<[string, object]>([
    ['acceptThreshold', { acceptThreshold: 1.01 }],
    ['acceptThreshold', { acceptThreshold: Number.NaN }],
    ['rejectThreshold', { rejectThreshold: -0.1 }],
    ['rejectThreshold', { rejectThreshold: 0.85 }],
    ['rejectThreshold', { acceptThreshold: 0.5, rejectThreshold: 0.6, similarityFloor: 0.9 }],
    ['similarityFloor', { similarityFloor: 0.44 }],
    ['similarityFloor', { similarityFloor: '0.9' }],
    ['minimumLiveness', { minimumLiveness: 2 }],
    ['requireAssurance', { requireAssurance: 'high' }],
    ['unassessedLiveness', { unassessedLiveness: 'accept' }],
    ['threshold', { threshold: 0.8 }],
  ])('names %s when it is wrong', (key, options) => {
    const create = () => createGatedPolicy(options as GatedPolicyOptions)
    expect(create).toThrow(ConfigurationError)
    expect(create).toThrow(
      expect.objectContaining({ code: 'invalid-options', issues: [expect.objectContaining({ key })] }),
    )
  })

  it('names every wrong key at once, and no value', () => {
    const create = () => createGatedPolicy({ minimumLiveness: 7.25, requireAssurance: 'full' as never })
    expect(create).toThrow(/minimumLiveness.*requireAssurance/)
    expect(create).not.toThrow(/7\.25|full/)
  })
})
