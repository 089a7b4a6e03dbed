import { malformed } from './conversion-error.js'

/** For formats whose files may be written for a batch of their own. */
export interface BatchOptions {
  /** How many pictures it takes at once, or `free`; by default as the file says. */
  readonly batch?: number | 'free'
}

/** @throws ModelLoadError `malformed-model`. */
export function assertBatch(batch: number | 'free' | undefined): void {
  if (typeof batch === 'number' && !(Number.isInteger(batch) && batch > 0)) {
    throw malformed(`a batch of ${batch} was asked for`)
  }
}
