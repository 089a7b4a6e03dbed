import { readFileSync } from 'node:fs'
import { nistAttemptLimits } from '@faceward/adapters'
import { describe, expect, it } from 'vitest'
import { readServerSettings } from './server-settings.js'

const page = (name: string) => readFileSync(new URL(`../../../../docs/${name}`, import.meta.url), 'utf8')

/** The rows of a page's table of defaults: what the server is started with, and what it then asks for. */
function rowsOf(name: string) {
  const [, table = ''] = page(name).split(/^\| started with .*\n\|[-|]+\n/m)
  const lines = table.slice(0, table.search(/\n(?!\|)/)).split('\n')
  return lines.map((line) => {
    const [started = '', challenge, assurance] = line.split('|').slice(1, -1)
    const environment = [...started.matchAll(/`([A-Z_]+)=([^`]+)`/g)].map(([, key, value]) => [key, value])
    return {
      environment: Object.fromEntries(environment) as Record<string, string>,
      challenge: challenge?.replaceAll('`', '').trim(),
      assurance: assurance?.replaceAll('`', '').trim(),
    }
  })
}

function asked(environment: Record<string, string>) {
  // Keys, as a server in production has them.
  const API_KEYS = `bank:${'ab'.repeat(32)}:verify`
  const { requireChallenge, requireAssurance } = readServerSettings({ API_KEYS, ...environment }).engine
  return { challenge: requireChallenge, assurance: requireAssurance ?? 'unset' }
}

describe('what the server asks for by default', () => {
  it.each(['configuration.md', 'production.md'])('is what docs/%s says', (name) => {
    const rows = rowsOf(name)
    expect(rows.length).toBeGreaterThanOrEqual(4)
    for (const { environment, ...said } of rows)
      expect(asked(environment), JSON.stringify(environment)).toEqual(said)
  })

  it('gives way to what is set, and an empty variable sets nothing', () => {
    const production = { NODE_ENV: 'production' }
    expect(asked({ ...production, REQUIRE_CHALLENGE: '', REQUIRE_ASSURANCE: '' })).toEqual({
      challenge: 'both',
      assurance: 'challenge',
    })
    expect(asked({ ...production, REQUIRE_ASSURANCE: 'none' }).assurance).toBe('none')
    expect(asked({ ...production, REQUIRE_CHALLENGE: 'enroll' })).toEqual({
      challenge: 'enroll',
      assurance: 'unset',
    })
    expect(asked({ REQUIRE_CHALLENGE: 'none' }).challenge).toBe('none')
  })
})

describe('the limits', () => {
  it('are those of docs/production.md', () => {
    const { perClient, perTenant, ...one } = nistAttemptLimits({ withPad: false })
    const more = nistAttemptLimits({ withPad: true })
    const text = page('production.md')
    expect(text).toContain(
      `${one.freeFailures} free, then ${one.delayMs / 1000} s each, stop at ${one.stopAfter}`,
    )
    expect(text).toContain(`(${more.freeFailures} and ${more.stopAfter} with \`ATTEMPTS_WITH_PAD\`)`)
    expect(text).toContain(`${perClient.burst} at once, then ${perClient.perMinute} a minute`)
    expect(text).toContain(`${perTenant.burst} at once, then ${perTenant.perMinute} a minute`)
  })
})
