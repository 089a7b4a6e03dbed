import { type ChildProcess, spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { errorOfCopy } from '@faceward/plugin-kit'
import { ConfigurationError, type Image, ImageDecodeError } from '@faceward/spec'
import { createPartReader, type DecodeReply, lengthOf } from './messages.js'

/** How a decoding process is started, and what it may use. */
export interface DecodeProcessOptions {
  readonly script: URL
  readonly execArguments: readonly string[]
  /** For `createSharpDecoder` in the process, as JSON. */
  readonly decoderOptions: string
  readonly maximumPixels: number
  /** Of one picture, from when the process has it. */
  readonly timeoutMs: number
  /** A process that holds more when it is done with a picture is ended. */
  readonly maximumBytes: number
}

/** One process that decodes one picture at a time. */
export interface DecodeProcess {
  /** True once it can decode no more. */
  readonly ended: boolean
  /** Resolves when it has started. @throws ConfigurationError when it does not. */
  readonly ready: Promise<void>
  /** @throws ImageDecodeError; the signal's reason. Whatever ends it early ends the process. */
  decode(bytes: Uint8Array, signal: AbortSignal | undefined): Promise<Image>
  /** Resolves when the process is gone. */
  end(): Promise<void>
}

interface Job {
  readonly bytes: Uint8Array
  readonly resolve: (image: Image) => void
  readonly reject: (reason: unknown) => void
}

const CHANNELS = 3
const MOST_TEXT_BYTES = 65_536

// The keys that open templates are none of a decoder's business.
const ENVIRONMENT = ['PATH', 'HOME', 'TMPDIR', 'NODE_OPTIONS', 'LD_LIBRARY_PATH', 'LANG', 'TZ', 'SystemRoot']

const tooCostly = (why: string) =>
  new ImageDecodeError(`Decoding the picture ${why}. Save it anew, smaller.`, { code: 'too-costly' })

/** Starts a process. Once it has started, and has nothing to do, it keeps nobody alive; it ends with its parent. */
export function startDecodeProcess(options: DecodeProcessOptions): DecodeProcess {
  const { script, execArguments, decoderOptions, maximumPixels, timeoutMs, maximumBytes } = options
  const child = spawn(process.execPath, [...execArguments, fileURLToPath(script), decoderOptions], {
    stdio: ['pipe', 'pipe', 'ignore'],
    env: Object.fromEntries(ENVIRONMENT.map((name) => [name, process.env[name]])),
  })
  const state: { ready: boolean; ended: boolean; job?: Job | undefined; limit?: NodeJS.Timeout } = {
    ready: false,
    ended: false,
  }
  const starting: { done: () => void; failed: (reason: unknown) => void } = {
    done: () => undefined,
    failed: () => undefined,
  }
  const ready = new Promise<void>((resolve, reject) => {
    starting.done = resolve
    starting.failed = reject
  })
  ready.catch(() => undefined)
  const gone = new Promise<void>((resolve) => void child.once('close', () => resolve()))

  /** Ends the job; with a reason, as a failure. */
  function settle(outcome: { readonly image: Image } | { readonly reason: unknown }): void {
    clearTimeout(state.limit)
    const { job } = state
    state.job = undefined
    keepAlive(child, false)
    if ('image' in outcome) job?.resolve(outcome.image)
    else job?.reject(outcome.reason)
  }
  function kill(reason: unknown): void {
    state.ended = true
    child.kill('SIGKILL')
    starting.failed(reason)
    settle({ reason })
  }
  function begin({ bytes }: Job): void {
    state.limit = setTimeout(() => kill(tooCostly(`took more than ${timeoutMs / 1000} s`)), timeoutMs)
    child.stdin.write(lengthOf(bytes))
    child.stdin.write(bytes)
  }
  function take(reply: DecodeReply, pixels: Uint8Array): void {
    if (reply.status === 'ready') {
      state.ready = true
      starting.done()
      if (state.job === undefined) keepAlive(child, false)
      else begin(state.job)
      return
    }
    if (reply.rssBytes > maximumBytes) {
      state.ended = true
      child.kill('SIGKILL')
    }
    if (reply.status === 'refused') {
      settle({ reason: errorOfCopy(reply.failure) })
      return
    }
    const { width, height } = reply
    if (pixels.length !== width * height * CHANNELS) throw new RangeError('The pixels are not all there.')
    settle({ image: { width, height, format: 'rgb8', data: pixels } })
  }

  const said: { reply?: DecodeReply | undefined } = {}
  const read = createPartReader(
    (part) => {
      const { reply } = said
      said.reply =
        reply === undefined ? (JSON.parse(new TextDecoder().decode(part)) as DecodeReply) : undefined
      if (reply !== undefined) take(reply, part)
    },
    () => (said.reply === undefined ? MOST_TEXT_BYTES : maximumPixels * CHANNELS),
  )
  child.stdout.on('data', (chunk: Uint8Array) => {
    try {
      if (!state.ended) read(chunk)
    } catch (cause) {
      kill(new ImageDecodeError('Decoding the picture went wrong.', { code: 'too-costly', cause }))
    }
  })
  const onEnd = (cause?: unknown) => {
    if (state.ended) return
    // A process that never was ready is broken machinery; one that a picture ended is the picture's doing.
    kill(state.ready ? tooCostly('ended the process that did it') : cannotStart(cause))
  }
  child.on('error', onEnd)
  child.on('exit', () => onEnd())
  child.stdin.on('error', () => undefined)
  child.stdout.on('error', () => undefined)

  return {
    get ended() {
      return state.ended
    },
    ready,
    decode(bytes, signal) {
      return new Promise((resolve, reject) => {
        // One that is still starting has nothing to stop, and is there for the next picture.
        const stop = () => (state.ready ? kill(signal?.reason) : settle({ reason: signal?.reason }))
        const done = () => signal?.removeEventListener('abort', stop)
        const job: Job = {
          bytes,
          resolve: (image) => {
            done()
            resolve(image)
          },
          reject: (reason) => {
            done()
            reject(reason)
          },
        }
        signal?.addEventListener('abort', stop, { once: true })
        state.job = job
        keepAlive(child, true)
        if (state.ready) begin(job)
      })
    },
    async end() {
      if (!state.ended) kill(tooCostly('was stopped'))
      keepAlive(child, true)
      await gone
    },
  }
}

const cannotStart = (cause: unknown) =>
  new ConfigurationError(
    'The process that decodes pictures does not start; is sharp installed for this machine?',
    {
      code: 'incompatible-composition',
      cause,
    },
  )

interface Referable {
  ref?(): void
  unref?(): void
}

/** Whether this process waits for the other one. */
function keepAlive(child: ChildProcess, alive: boolean): void {
  for (const handle of [child, child.stdin, child.stdout] as readonly (Referable | null)[]) {
    if (alive) handle?.ref?.()
    else handle?.unref?.()
  }
}
