import { type ChildProcessByStdio, spawn } from 'node:child_process'
import type { Readable } from 'node:stream'
import { assertKnownOptions, invalidOption } from '@faceward/plugin-kit'
import { type CaptureProvider, type CaptureSession, type Frame, SPECIFICATION_VERSION } from '@faceward/spec'
import { ffmpegArguments } from './ffmpeg-arguments.js'
import { runFailure, startFailure } from './ffmpeg-failure.js'
import type { FfmpegInput } from './ffmpeg-input.js'
import { createFrameSplitter, type TimedPicture } from './frame-splitter.js'

/** Options of {@link createFfmpegCapture}. */
export interface FfmpegCaptureOptions {
  readonly input: FfmpegInput
  /** The size of the frames, letterboxed; 640 x 480 unless told (CAPTURE_RESOLUTION). */
  readonly resolution?: { readonly width: number; readonly height: number }
  /** Asked of cameras; 30 unless told. Files keep their own times. */
  readonly framesPerSecond?: number
  /** Seconds of a file that are read at most, in milliseconds; 60,000 unless told. */
  readonly maximumDurationMs?: number
  /** The program; `ffmpeg` on the PATH unless told. */
  readonly ffmpegPath?: string
}

const KEYS = ['input', 'resolution', 'framesPerSecond', 'maximumDurationMs', 'ffmpegPath'] as const
const LIVE_LIMIT_MS = 24 * 3600 * 1000

/**
 * Frames of a camera or a file through ffmpeg, with the stream's own times. A consumer slower than a camera misses
 * frames (the newest is given, `sequence` shows the gap) and slows a file down instead. Leaving the loop, closing
 * the session or aborting ends the process.
 *
 * The session's loop throws CaptureError: `library-missing` without ffmpeg, with the command that installs it;
 * `device-unavailable`, `device-busy`, `permission-denied`, `malformed-recording`, `device-lost`.
 *
 * @throws ConfigurationError `invalid-options`
 */
export function createFfmpegCapture(options: FfmpegCaptureOptions): CaptureProvider {
  assertKnownOptions('createFfmpegCapture', options, KEYS)
  const { input, ffmpegPath = 'ffmpeg', framesPerSecond = 30, maximumDurationMs = 60_000 } = options
  const { width, height } = options.resolution ?? { width: 640, height: 480 }
  const isLive = input.kind === 'camera'
  for (const [key, value] of Object.entries({ width, height, framesPerSecond, maximumDurationMs })) {
    if (!(Number.isFinite(value) && value > 0)) refuse(key, 'expected a number above 0')
  }
  if ((input.kind === 'file' ? input.path : input.device) === '') refuse('input', 'expected a name')
  const settings = {
    input,
    width,
    height,
    framesPerSecond,
    maximumDurationMs: isLive ? LIVE_LIMIT_MS : maximumDurationMs,
  }
  const source = { id: 'ffmpeg', kind: 'stream', ...(isLive ? {} : { recorded: true }) } as const
  return {
    specificationVersion: SPECIFICATION_VERSION,
    id: 'ffmpeg',
    async open({ signal } = {}) {
      signal?.throwIfAborted()
      const reader = startReader(ffmpegPath, ffmpegArguments(settings), width * height * 3, isLive, signal)
      return sessionOf(reader, (picture, sequence) => ({
        image: { width, height, format: 'rgb8', data: picture.data },
        timestampMs: picture.timestampMs,
        sequence,
        source,
      }))
    },
  }
}

interface Reader {
  next(): Promise<{ readonly picture: TimedPicture; readonly sequence: number } | undefined>
  stop(): Promise<void>
}

type Process = ChildProcessByStdio<null, Readable, Readable>

function startReader(
  program: string,
  parameters: readonly string[],
  bytesPerFrame: number,
  isLive: boolean,
  signal: AbortSignal | undefined,
): Reader {
  const child: Process = spawn(program, parameters, { stdio: ['ignore', 'pipe', 'pipe'] })
  const splitter = createFrameSplitter(bytesPerFrame)
  const queue: { picture: TimedPicture; sequence: number }[] = []
  const state: { taken: number; stopped: boolean; failure?: unknown; wake?: () => void } = {
    taken: 0,
    stopped: false,
  }
  const ended = new Promise<void>((resolve) => {
    child.once('error', (error: NodeJS.ErrnoException) => {
      state.failure = startFailure(error, process.platform)
      resolve()
    })
    child.once('close', (code) => {
      if (code !== 0 && !state.stopped) state.failure ??= runFailure(splitter.lastWords(), state.taken > 0)
      resolve()
    })
  })
  const lifetime = { over: false }
  void ended.then(() => {
    lifetime.over = true
    state.wake?.()
  })
  const collect = (): void => {
    for (let picture = splitter.take(); picture !== undefined; picture = splitter.take()) {
      if (isLive) queue.length = 0
      queue.push({ picture, sequence: state.taken++ })
    }
    // A file waits for its reader; a camera cannot.
    if (!isLive && queue.length > 2) child.stdout.pause()
    if (queue.length > 0) state.wake?.()
  }
  child.stdout.on('data', (chunk: Uint8Array) => {
    splitter.pushPixels(chunk)
    collect()
  })
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    splitter.pushText(chunk)
    collect()
  })
  const stop = async (): Promise<void> => {
    state.stopped = true
    signal?.removeEventListener('abort', abort)
    child.kill('SIGKILL')
    child.stdout.resume()
    await ended
  }
  const abort = (): void => {
    state.failure = signal?.reason
    void stop()
  }
  signal?.addEventListener('abort', abort, { once: true })
  return {
    async next() {
      for (;;) {
        if (signal?.aborted) throw signal.reason
        // What waited when the session was closed is no longer wanted.
        const found = state.stopped ? undefined : queue.shift()
        if (found !== undefined) return found
        if (lifetime.over || state.stopped) {
          if (state.failure !== undefined) throw state.failure
          return undefined
        }
        if (child.stdout.isPaused()) child.stdout.resume()
        await new Promise<void>((resolve) => {
          state.wake = resolve
        })
      }
    },
    stop,
  }
}

function sessionOf(
  reader: Reader,
  frameOf: (picture: TimedPicture, sequence: number) => Frame,
): CaptureSession {
  async function* frames(): AsyncGenerator<Frame> {
    try {
      for (let found = await reader.next(); found !== undefined; found = await reader.next()) {
        yield frameOf(found.picture, found.sequence)
      }
    } finally {
      await reader.stop()
    }
  }
  return { [Symbol.asyncIterator]: frames, close: () => reader.stop() }
}

function refuse(key: string, message: string): never {
  throw invalidOption('createFfmpegCapture', key, message)
}
