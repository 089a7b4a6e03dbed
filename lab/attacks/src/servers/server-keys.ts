import { createApiKey, type Scope } from '@faceward/adapters'
import { parseConfiguration } from '@faceward/core'
import { systemRandom } from '@faceward/node'

/** Keys for a server: the secrets by name, and what API_KEYS says of them. */
export interface ServerKeys {
  readonly secrets: Readonly<Record<string, string>>
  readonly setting: string
}

/** Makes keys of these scopes (`enroll+verify`, `:tenant` behind it for another one); scopes not known here are left out. */
export async function makeKeys(wanted: Readonly<Record<string, string>>): Promise<ServerKeys> {
  const made = await Promise.all(
    Object.entries(wanted).map(async ([id, text]) => {
      const [scopes = '', ...tenant] = text.split(':')
      const known = scopes.split('+').filter(isKnown)
      const { secret, record } = await createApiKey({ id, scopes: known as Scope[], random: systemRandom })
      return { id, secret, entry: [id, record.sha256, known.join('+'), ...tenant].join(':') }
    }),
  )
  return {
    secrets: Object.fromEntries(made.map(({ id, secret }) => [id, secret])),
    setting: made.map(({ entry }) => entry).join(','),
  }
}

function isKnown(scope: string): boolean {
  try {
    parseConfiguration({}, { API_KEYS: `any:${'1'.repeat(64)}:${scope}` })
    return true
  } catch {
    return false
  }
}
