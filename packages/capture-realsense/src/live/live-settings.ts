import { isAbsolute } from 'node:path'
import { assertKnownOptions, invalidOption } from '@faceward/plugin-kit'

/** Options of {@link createRealsenseCapture}. */
export interface RealsenseCaptureOptions {
  /** Which camera, where several are connected; the first unless told. */
  readonly serial?: string
  /** Of the colour pictures; 640 x 480 unless told. Only sizes that the camera offers. */
  readonly color?: { readonly width: number; readonly height: number }
  /** Of the depth maps; 640 x 480 unless told. */
  readonly depth?: { readonly width: number; readonly height: number }
  /** Of both; 30 unless told. */
  readonly framesPerSecond?: number
  /** The infrared pattern projector, where the camera has one; on unless told. */
  readonly emitter?: boolean
  /** Frames that are left out at the start, while exposure settles; 15 unless told. */
  readonly warmUpFrames?: number
  /** How long the camera may be silent before it counts as lost, milliseconds; 5,000 unless told. */
  readonly maximumGapMs?: number
  /**
   * The vendor's library, by absolute path; searched for by its usual names unless told. Whoever chooses it runs code
   * in this process: take it from the operator's configuration only.
   */
  readonly libraryPath?: string
}

/** The same, complete. */
export interface LiveSettings {
  readonly serial?: string
  readonly libraryPath?: string
  readonly color: { readonly width: number; readonly height: number }
  readonly depth: { readonly width: number; readonly height: number }
  readonly framesPerSecond: number
  readonly emitter: boolean
  readonly warmUpFrames: number
  readonly maximumGapMs: number
}

const FACTORY = 'createRealsenseCapture'
const KEYS = [
  'serial',
  'color',
  'depth',
  'framesPerSecond',
  'emitter',
  'warmUpFrames',
  'maximumGapMs',
  'libraryPath',
] as const
const USUAL_SIZE = { width: 640, height: 480 }

/** @throws ConfigurationError `invalid-options` */
export function liveSettings(options: RealsenseCaptureOptions): LiveSettings {
  assertKnownOptions(FACTORY, options, KEYS)
  const { serial, libraryPath, color = USUAL_SIZE, depth = USUAL_SIZE } = options
  const { framesPerSecond = 30, emitter = true, warmUpFrames = 15, maximumGapMs = 5000 } = options
  for (const [key, size] of Object.entries({ color, depth })) {
    if (!isCount(size.width, 1, 4096) || !isCount(size.height, 1, 4096))
      refuse(key, 'expected a width and a height')
  }
  if (!isCount(framesPerSecond, 1, 300)) refuse('framesPerSecond', 'expected a whole number from 1 to 300')
  if (!isCount(warmUpFrames, 0, 1000)) refuse('warmUpFrames', 'expected a whole number from 0 to 1000')
  if (!isCount(maximumGapMs, 100, 600_000)) refuse('maximumGapMs', 'expected 100 to 600000 milliseconds')
  if (typeof emitter !== 'boolean') refuse('emitter', 'expected true or false')
  if (serial !== undefined && !/^\w{1,64}$/.test(serial)) refuse('serial', 'expected a serial number')
  assertLibraryPath(FACTORY, libraryPath)
  return {
    color: { width: color.width, height: color.height },
    depth: { width: depth.width, height: depth.height },
    framesPerSecond,
    emitter,
    warmUpFrames,
    maximumGapMs,
    ...(serial === undefined ? {} : { serial }),
    ...(libraryPath === undefined ? {} : { libraryPath }),
  }
}

/** A name without a folder would be looked for in places that others may write to. */
export function assertLibraryPath(factory: string, path: string | undefined): void {
  if (path !== undefined && !isAbsolute(path)) refuse('libraryPath', 'expected an absolute path', factory)
}

const isCount = (value: number, least: number, most: number) =>
  Number.isInteger(value) && value >= least && value <= most

function refuse(key: string, message: string, factory = FACTORY): never {
  throw invalidOption(factory, key, message)
}
