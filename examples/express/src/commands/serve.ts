import { pino } from 'pino'
import { readServerSettings } from '../server/server-settings.js'
import { type RunningServer, startServer } from '../server/start-server.js'

const HARD_STOP_MS = 25_000

/** `serve`: runs until SIGTERM or SIGINT, then lets what is under way end. */
export async function serve(environment: NodeJS.ProcessEnv): Promise<void> {
  const settings = readServerSettings(environment)
  const logger = pino({ level: settings.logLevel, base: null })
  const server = await startServer({ settings, environment, logger })
  announce(server, settings.engine.apiKeys.length)
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

function announce({ url, where }: RunningServer, keys: number): void {
  const lines = [
    `faceward listens on ${url}  (try it at ${url}/docs/)`,
    `templates: ${where}`,
    keys === 0
      ? 'no API keys: open to this machine only, scores are told to everybody on it'
      : `${keys} API keys; scores go to keys with scores:read`,
    '',
    `curl -s ${url}/health`,
  ]
  console.error(lines.join('\n'))
}
