import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { PATIENT } from './test-clock.js'

const ROOT = fileURLToPath(new URL('../../..', import.meta.url))

/** The example server as a process of its own, run from its sources. */
export interface ServerProcess {
  readonly url: string
  readonly process: ChildProcess
  /** The log's lines so far. */
  readonly log: readonly Readonly<Record<string, unknown>>[]
  /** The exit code after a signal. */
  stop(signal?: NodeJS.Signals): Promise<number | null>
}

/** Starts it on a free port with a data folder of its own, which is removed when it stops. */
export async function startProcess(
  environment: Readonly<Record<string, string>> = {},
): Promise<ServerProcess> {
  const home = mkdtempSync(join(tmpdir(), 'faceward-server-'))
  const loader = resolve(ROOT, 'scripts/run-typescript.mjs')
  const main = resolve(ROOT, 'examples/express/src/main.ts')
  const child = spawn(process.execPath, ['--conditions=@faceward/source', '--import', loader, main], {
    cwd: resolve(ROOT, 'examples/express'),
    env: {
      ...process.env,
      ...PATIENT,
      NODE_OPTIONS: '',
      FACEWARD_HOME: home,
      API_PORT: '0',
      ...environment,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const log: Record<string, unknown>[] = []
  lines(child.stdout, (line) => log.push(JSON.parse(line) as Record<string, unknown>))
  const exited = once(child, 'exit').then(([code]) => {
    rmSync(home, { recursive: true, force: true })
    return code as number | null
  })
  const said: string[] = []
  const listening = new Promise<string>((found) => {
    lines(child.stderr, (line) => {
      said.push(line)
      const [, url] = /listens on (http:\S+)/.exec(line) ?? []
      if (url !== undefined) found(url)
    })
  })
  const url = await Promise.race([
    listening,
    exited.then((code) => {
      throw new Error(`The server ended with ${code} before it listened:\n${said.join('\n')}`)
    }),
  ])
  return {
    url,
    process: child,
    log,
    stop(signal = 'SIGTERM') {
      child.kill(signal)
      return exited
    },
  }
}

function lines(stream: NodeJS.ReadableStream, take: (line: string) => void): void {
  let rest = ''
  stream.setEncoding('utf8').on('data', (chunk: string) => {
    const parts = (rest + chunk).split('\n')
    rest = parts.pop() ?? ''
    for (const line of parts) take(line)
  })
}
