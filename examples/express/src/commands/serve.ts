import type { Configuration } from '@faceward/core'
import { pino } from 'pino'
import { readServerSettings } from '../server/server-settings.js'
import { type RunningServer, startServer } from '../server/start-server.js'

const HARD_STOP_MS = 25_000

/** `serve`: runs until SIGTERM or SIGINT, then lets what is under way end. */
export async function serve(environment: NodeJS.ProcessEnv): Promise<void> {
  const settings = readServerSettings(environment)
  const logger = pino({ level: settings.logLevel, base: null })
  const server = await startServer({ settings, environment: settings.environment, logger })
  announce(server, settings.engine)
  // Ends a process unless somebody listens to it; here it means: read the keys now.
  if (settings.apiKeysFile !== undefined) process.on('SIGHUP', () => void server.refreshKeys())
  await new Promise<void>((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => resolve())
  })
  // A second signal does not wait.
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => process.exit(130))
  setTimeout(() => {
    logger.error({ event: 'shutdown', underWay: server.api.underWay }, 'stopped by force')
    process.exit(1)
  }, HARD_STOP_MS).unref()
  await server.stop()
  logger.info({ event: 'shutdown' }, 'stopped')
}

function announce({ url, where }: RunningServer, { apiKeys, requireChallenge }: Configuration): void {
  const stillsSuffice = requireChallenge !== 'verify' && requireChallenge !== 'both'
  const enrolsFromStills = requireChallenge !== 'enroll' && requireChallenge !== 'both'
  const key = apiKeys.length === 0 ? '' : " -H 'authorization: Bearer YOUR_KEY'"
  const lines = [
    `faceward listens on ${url}`,
    `open ${url}/ to enrol and verify with a camera; ${url}/docs/ describes the API`,
    `templates: ${where}`,
    apiKeys.length === 0
      ? 'no API keys: open to this machine only, scores are told to everybody on it'
      : `${apiKeys.length} API keys; scores go to keys with scores:read`,
    stillsSuffice
      ? 'a picture is enough to verify: whoever has one of the user may be let in; REQUIRE_CHALLENGE=both asks for an answered challenge'
      : 'a verification needs an answered challenge',
    '',
    `curl -s ${url}/health`,
    ...(enrolsFromStills
      ? [
          `curl -s${key} ${url}/enroll -F user_id=ada -F images=@one.jpg -F images=@two.jpg -F images=@three.jpg`,
        ]
      : []),
    ...(stillsSuffice ? [`curl -s${key} ${url}/verify -F user_id=ada -F images=@probe.jpg`] : []),
    '(no pictures at hand: npm run faceward -- simulate photos)',
  ]
  console.error(lines.join('\n'))
}
