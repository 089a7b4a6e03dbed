import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

export const ROOT = fileURLToPath(new URL('../../../..', import.meta.url))
const MAIN = resolve(ROOT, 'examples/express/dist/main.js')

/** The built reference server as a process of its own, as its users start it. */
export interface ServerProcess {
  readonly host: string
  readonly port: number
  /** All it wrote to standard error so far. */
  readonly complaints: () => string
  /** Lines of its log so far. */
  readonly log: readonly string[]
  /** Undefined while it runs. */
  readonly ended: () => number | null | undefined
  /** Megabytes that it holds in memory. */
  residentMb(): number
  stop(): Promise<void>
}

/** A folder for the data of a server. */
export interface DataFolder {
  readonly path: string
  remove(): void
}

export function temporaryFolder(): DataFolder {
  const path = mkdtempSync(join(tmpdir(), 'faceward-attacked-'))
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) }
}

/** Of the caller's environment only what a process needs: no setting of this shell reaches the server. */
const inherited = () =>
  Object.fromEntries(['PATH', 'HOME', 'XDG_CACHE_HOME'].flatMap((name) => named(name, process.env[name])))
const named = (name: string, value: string | undefined): [string, string][] =>
  value === undefined ? [] : [[name, value]]

/**
 * Starts it on a free loopback port.
 * @throws Error with what it said, when it ends before it listens.
 */
export async function startServer(
  folder: DataFolder,
  environment: Readonly<Record<string, string>> = {},
): Promise<ServerProcess> {
  const child = spawn(process.execPath, [MAIN], {
    cwd: ROOT,
    env: { ...inherited(), FACEWARD_HOME: folder.path, API_PORT: '0', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const state: { said: string; rest: string; ended?: number | null } = { said: '', rest: '' }
  const log: string[] = []
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    const lines = (state.rest + text).split('\n')
    state.rest = lines.pop() ?? ''
    log.push(...lines)
  })
  const exited = once(child, 'exit').then(([code, signal]) => {
    state.ended = code ?? null
    return (code ?? signal) as number | string
  })
  const listening = new Promise<URL>((found) => {
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      state.said += text
      const [, url] = /listens on (http:\S+)\n/.exec(state.said) ?? []
      if (url !== undefined) found(new URL(url))
    })
  })
  const { hostname, port } = await Promise.race([
    listening,
    exited.then((code) => {
      throw new Error(`The server ended with ${code} before it listened: ${state.said.trim()}`)
    }),
  ])
  return {
    host: hostname,
    port: Number(port),
    complaints: () => state.said,
    log,
    ended: () => state.ended,
    residentMb() {
      const [, kilobytes] = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8')) ?? []
      return Number(kilobytes ?? 0) / 1024
    },
    async stop() {
      if (state.ended === undefined) child.kill('SIGTERM')
      await exited
    },
  }
}
