import { createApiKey, type Scope } from '@faceward/adapters'
import { parseConfiguration } from '@faceward/core'
import { systemClock, systemRandom } from '@faceward/node'
import { ConfigurationError } from '@faceward/spec'

const DAY_MS = 86_400_000

/** `keys create`: prints a new key, and the entry for API_KEYS. @throws ConfigurationError for wrong names. */
export async function createKey(options: {
  readonly id: string
  /** `enroll+verify+replace+delete+admin+scores.read+challenges.alternatives`, or some of them. */
  readonly scopes: string
  readonly tenant: string | undefined
  /** `90d`, or a date such as `2027-01-01`; undefined = the key does not expire. */
  readonly expires: string | undefined
}): Promise<void> {
  const { id, scopes, tenant = '', expires } = options
  const expiry = expires === undefined ? '' : expiryOf(expires, systemClock.now())
  const entryFor = (sha256: string) => [id, sha256, scopes, tenant, expiry].join(':').replace(/:{1,2}$/, '')
  // Read as the server will, so that a wrong name is found here.
  const [checked] = parseConfiguration({}, { API_KEYS: entryFor('0'.repeat(64)) }).apiKeys
  const { secret, record } = await createApiKey({
    id,
    scopes: (checked?.scopes ?? []) as readonly Scope[],
    random: systemRandom,
  })
  console.error('Give this key to the caller; it is shown once and kept nowhere:')
  console.log(secret)
  console.error(
    'Add this to API_KEYS of the server (comma separated), or to the file of API_KEYS_FILE (a line each):',
  )
  console.log(entryFor(record.sha256))
}

/**
 * When a key ends, as it stands in API_KEYS: of a number of days from now, or of a date that is still to come.
 * @throws ConfigurationError
 */
export function expiryOf(given: string, nowMs: number): string {
  const [, days] = /^([1-9]\d{0,4})d$/.exec(given) ?? []
  if (days !== undefined) return new Date(nowMs + Number(days) * DAY_MS).toISOString().replace(/\.\d+Z$/, 'Z')
  const isIso = /^\d{4}-\d\d-\d\d(T[0-9:.]+(Z|[+-]\d\d:\d\d))?$/.test(given)
  if (isIso && Date.parse(given) > nowMs) return given
  const message = "expected days such as '90d', or a date to come such as '2027-01-01'"
  throw new ConfigurationError(`--expires: ${message}.`, {
    code: 'invalid-options',
    issues: [{ key: '--expires', message }],
  })
}
