import type { ApiEventSink, ApiKeyRecord } from '@faceward/adapters'
import { type ApiKeyFile, openApiKeyFile } from '@faceward/adapters/node'
import type { Logger } from 'pino'
import type { ServerSettings } from './server-settings.js'

const SOON_MS = 14 * 86_400_000

/**
 * The keys of API_KEYS_FILE, read anew when it changes; undefined where they come from API_KEYS. Says by name which
 * keys have expired or soon will, and raises an alarm when the file becomes unusable.
 * @throws ConfigurationError when it is unusable from the start.
 */
export async function watchApiKeys(
  { apiKeysFile: path, engine }: ServerSettings,
  events: ApiEventSink,
  logger: Logger,
): Promise<ApiKeyFile | undefined> {
  const tell = (keys: readonly ApiKeyRecord[]) => {
    const ends = ({ expiresAtMs = Infinity }: ApiKeyRecord) => expiresAtMs - Date.now()
    const namesOf = (some: readonly ApiKeyRecord[]) => some.map(({ id }) => id)
    const expired = namesOf(keys.filter((key) => ends(key) <= 0))
    const expiring = namesOf(keys.filter((key) => ends(key) > 0 && ends(key) < SOON_MS))
    logger[keys.length === 0 || expired.length + expiring.length > 0 ? 'warn' : 'info'](
      { event: 'api-keys', keys: keys.length, expired, expiring },
      'API keys read',
    )
  }
  if (path === undefined) {
    if (engine.apiKeys.length > 0) tell(engine.apiKeys)
    return undefined
  }
  const file = await openApiKeyFile({
    path,
    onChange(change) {
      if (change.status === 'taken') return tell(change.keys)
      events.emit({ type: 'alarm', kind: 'key-file-unusable', requestId: 'none', tenantId: 'default' })
      logger.error({ event: 'api-keys' }, `${change.why} The keys before still hold.`)
    },
  })
  tell(file.current())
  return file
}
