/** The version of the plugin interfaces in this package. `createEngine` checks it once for every part. */
export const SPECIFICATION_VERSION = 'v1'

/** The specification versions this release can work with. */
export const SUPPORTED_SPECIFICATION_VERSIONS: readonly string[] = [SPECIFICATION_VERSION]

/** What every part of an engine says of itself. */
export interface Plugin {
  /** The interface version the part was written for. */
  readonly specificationVersion: typeof SPECIFICATION_VERSION
  /** A name for people and logs, unique among the parts of its kind, such as `'yunet-2023mar'`. */
  readonly id: string
}

/** Options every asynchronous method takes. An abort rejects with `signal.reason`. */
export interface CallOptions {
  readonly signal?: AbortSignal
}
