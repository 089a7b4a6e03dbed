import { ConfigurationError } from '@faceward/spec'

export interface NodeBackendOptions {
  /**
   * Threads one run may use, 1 to 64; 1 by default. A run blocks Node's own thread whatever this is, so more
   * threads shorten one run only while the other cores are idle.
   */
  readonly intraOpThreads?: number
}

const MAXIMUM_THREADS = 64

/** Fills in the defaults. @throws ConfigurationError `invalid-options`. */
export function parseNodeBackendOptions(options: NodeBackendOptions): Required<NodeBackendOptions> {
  const { intraOpThreads = 1, ...unknown } = options
  const issues = Object.keys(unknown).map((key) => ({ key, message: 'unknown option' }))
  if (!Number.isInteger(intraOpThreads) || intraOpThreads < 1 || intraOpThreads > MAXIMUM_THREADS) {
    issues.push({ key: 'intraOpThreads', message: `expected a whole number from 1 to ${MAXIMUM_THREADS}` })
  }
  if (issues.length > 0) {
    const what = issues.map(({ key, message }) => `${key}: ${message}`).join('; ')
    throw new ConfigurationError(`createNodeBackend: ${what}.`, { code: 'invalid-options', issues })
  }
  return { intraOpThreads }
}
