import { type PictureDecoderOptions, parsePictureDecoderOptions } from '@faceward/composition'
import { outsideRange, refuseIssues } from '@faceward/plugin-kit'
import type { ImageDecoder } from '@faceward/spec'
import { createDecodePool } from './decode-pool.js'
import { startDecodeProcess } from './decode-process.js'

/** Options of {@link createProcessDecoder}. */
export interface ProcessDecoderOptions extends PictureDecoderOptions {
  /** Pictures decoded at the same time, each in a process of its own; 2 by default. */
  readonly processes?: number
  /** What one picture may take; 3,000 ms by default. */
  readonly timeoutMs?: number
  /** A process that holds more memory after a picture is ended; 512 MiB by default. */
  readonly maximumProcessBytes?: number
}

/** A decoder that holds processes until it is disposed. */
export interface ProcessDecoder extends ImageDecoder {
  /**
   * Starts the processes, so that the first pictures need not wait for them.
   * @throws ConfigurationError where none can be started.
   */
  start(): Promise<void>
  /** Ends the processes, also what is under way; resolves when none is left. */
  dispose(): Promise<void>
}

/**
 * Decodes as `createSharpDecoder` does, in processes of its own: native code cannot be stopped from inside, a process
 * can be ended. A picture that takes too long, whatever makes it so, is refused as `too-costly`, its process is ended
 * and the next picture gets a new one; so is one whose caller stops waiting. The processes get none of the environment's
 * secrets, start with the first picture, keep no other process alive, and end with the one that started them.
 *
 * @throws ConfigurationError for an unknown or wrong option, and from `decode` where no process can be started.
 */
export function createProcessDecoder(options: ProcessDecoderOptions = {}): ProcessDecoder {
  const { processes = 2, timeoutMs = 3000, maximumProcessBytes = 536_870_912, ...picture } = options
  refuseIssues('createProcessDecoder', [
    ...outsideRange('processes', processes, 1, 64),
    ...outsideRange('timeoutMs', timeoutMs, 1, 600_000),
    ...outsideRange('maximumProcessBytes', maximumProcessBytes, 1, Number.MAX_SAFE_INTEGER),
  ])
  const { maximumPixels } = parsePictureDecoderOptions(picture)
  const pool = createDecodePool(processes, () =>
    startDecodeProcess({
      script: new URL('./decode-child.js', import.meta.url),
      execArguments: loadingArguments(process.execArgv),
      decoderOptions: JSON.stringify(picture),
      maximumPixels,
      timeoutMs,
      maximumBytes: maximumProcessBytes,
    }),
  )
  return {
    decode: (bytes, { signal } = {}) => pool.decode(bytes, signal),
    start: () => pool.start(),
    dispose: () => pool.dispose(),
  }
}

/** Of Node's arguments those that say how modules are found, such as `--import`; not those that run or debug something. */
export function loadingArguments(given: readonly string[]): readonly string[] {
  const named = /^(?:--conditions|-C|--import|--loader|--experimental-loader)$/
  return given.flatMap((argument, index) => {
    if (named.test(argument)) return [argument, given[index + 1] ?? '']
    return /^--(?:conditions|import|loader|experimental-loader)=/.test(argument) ? [argument] : []
  })
}
