import { createApiKey, type Scope } from '@faceward/adapters'
import { parseConfiguration } from '@faceward/core'
import { systemRandom } from '@faceward/node'

/** `keys create`: prints a new key, and the entry for API_KEYS. @throws ConfigurationError for wrong names. */
export async function createKey(options: {
  readonly id: string
  /** `enroll+verify+replace+delete+admin+scores.read+challenges.alternatives`, or some of them. */
  readonly scopes: string
  readonly tenant: string | undefined
}): Promise<void> {
  const { id, scopes, tenant } = options
  const entryFor = (sha256: string) =>
    [id, sha256, scopes, ...(tenant === undefined ? [] : [tenant])].join(':')
  // Read as the server will, so that a wrong name is found here.
  const [checked] = parseConfiguration({}, { API_KEYS: entryFor('0'.repeat(64)) }).apiKeys
  const { secret, record } = await createApiKey({
    id,
    scopes: (checked?.scopes ?? []) as readonly Scope[],
    random: systemRandom,
  })
  console.error('Give this key to the caller; it is shown once and kept nowhere:')
  console.log(secret)
  console.error('Add this to API_KEYS of the server (comma separated):')
  console.log(entryFor(record.sha256))
}
