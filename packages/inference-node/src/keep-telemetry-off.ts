import { isMainThread } from 'node:worker_threads'
import { InferenceError } from '@faceward/spec'

const NAME = 'ORT_DISABLE_TELEMETRY'
const PATIENCE_MS = 5000

/**
 * Since 1.29 the official Linux builds of onnxruntime keep a database of what was run in the user's cache folder and
 * send it to Microsoft, unless the environment tells them not to before the first session. Nothing here leaves the
 * machine unasked, so no model is loaded before they were told. What the environment says already stands.
 *
 * @throws InferenceError where the library cannot be told.
 */
export async function keepTelemetryOff(): Promise<void> {
  if ('Bun' in globalThis) await tellBun()
  else if (!isMainThread) await tellMainThread()
  process.env[NAME] ??= '1'
}

/**
 * A thread's `process.env` is a copy that the library does not see; only Node's own thread reaches the environment of
 * the process. What it is asked by the inspector it does even while it is busy, and no port is opened for that.
 */
async function tellMainThread(): Promise<void> {
  try {
    const { Session } = await import('node:inspector')
    const session = new Session()
    session.connectToMainThread()
    try {
      await answerOf(session, `process.env.${NAME} ??= '1'`)
    } finally {
      session.disconnect()
    }
  } catch (cause) {
    // Set when this thread was started, so by whoever started the process or by the backend that made the thread.
    if (process.env[NAME] !== undefined) return
    throw untold(cause)
  }
}

function answerOf(session: import('node:inspector').Session, expression: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error('the main thread does not answer')), PATIENCE_MS)
    session.post('Runtime.evaluate', { expression, returnByValue: true }, (failure, answer) => {
      clearTimeout(late)
      if (failure === null && answer.result.type === 'string') resolve()
      else reject(failure ?? new Error('the main thread has no environment'))
    })
  })
}

/** Bun keeps `process.env` to itself, in every thread: the C library's own is set by its foreign functions. */
async function tellBun(): Promise<void> {
  try {
    const ffi = 'bun:ffi'
    const { dlopen } = (await import(ffi)) as BunForeignFunctions
    const library = process.platform === 'darwin' ? 'libSystem.B.dylib' : 'libc.so.6'
    // Telemetry is in the Linux builds; Windows has its own setting, and no such function.
    if (process.platform === 'win32') return
    const { symbols, close } = dlopen(library, {
      setenv: { args: ['cstring', 'cstring', 'int'], returns: 'int' },
    })
    const text = (value: string) => new TextEncoder().encode(`${value}\0`)
    const failed = symbols.setenv(text(NAME), text(process.env[NAME] ?? '1'), 1)
    close()
    if (failed !== 0) throw new Error('setenv failed')
  } catch (cause) {
    throw untold(cause)
  }
}

interface BunForeignFunctions {
  dlopen(
    library: string,
    symbols: object,
  ): {
    readonly symbols: { setenv(name: Uint8Array, value: Uint8Array, overwrite: number): number }
    close(): void
  }
}

function untold(cause: unknown): InferenceError {
  return new InferenceError(
    `onnxruntime would keep a record of what is run and send it to Microsoft, and cannot be told not to from here: start the process with ${NAME}=1.`,
    { code: 'backend-failure', cause },
  )
}
