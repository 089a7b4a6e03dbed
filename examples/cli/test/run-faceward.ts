import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const MAIN = fileURLToPath(new URL('../dist/main.js', import.meta.url))

/** What a run of the command left behind. */
export interface Run {
  readonly exitCode: number | null
  readonly stdout: string
  readonly stderr: string
}

/** How a test runs the command. */
export interface RunOptions {
  readonly environment?: Readonly<Record<string, string>>
  /** Sends SIGINT when this resolves. */
  readonly interruptWhen?: () => Promise<unknown>
}

/** Runs the built command as a process of its own, as a user would. */
export async function runFaceward(args: readonly string[], options: RunOptions = {}): Promise<Run> {
  if (!existsSync(MAIN)) {
    throw new Error(`${MAIN} is not built. Run: npm run build -- --filter=@faceward/cli`)
  }
  const environment = { ...placesOnly(process.env), NODE_ENV: 'test', ...options.environment }
  const child = spawn(process.execPath, [MAIN, ...args], {
    env: environment,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const written = { stdout: '', stderr: '' }
  child.stdout.setEncoding('utf8').on('data', (text) => {
    written.stdout += text
  })
  child.stderr.setEncoding('utf8').on('data', (text) => {
    written.stderr += text
  })
  options.interruptWhen?.().then(() => child.kill('SIGINT'))
  const exitCode = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject).on('close', resolve)
  })
  return { exitCode, ...written }
}

/** The rest of the environment could change a decision; these only say where things are. */
export function placesOnly(environment: NodeJS.ProcessEnv): Record<string, string> {
  const names = [
    'PATH',
    'HOME',
    'USERPROFILE',
    'SystemRoot',
    'TEMP',
    'TMPDIR',
    'FACEWARD_CACHE',
    'XDG_CACHE_HOME',
  ]
  return Object.fromEntries(names.flatMap((name) => (environment[name] ? [[name, environment[name]]] : [])))
}
