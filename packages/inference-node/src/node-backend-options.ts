import { ConfigurationError } from '@faceward/spec'

export interface NodeBackendOptions {
  /**
   * Threads one run may use, 1 to 64; 1 by default. A run blocks the thread it is started on whatever this is, so more
   * threads shorten one run only while the other cores are idle.
   */
  readonly intraOpThreads?: number
}

export interface WorkerBackendOptions extends NodeBackendOptions {
  /** Threads that run models at the same time, 1 to 64; 1 by default. Each holds every model. */
  readonly threads?: number
}

const MOST_THREADS = 64

/** Fills in the defaults. @throws ConfigurationError `invalid-options`. */
export function parseNodeBackendOptions(options: NodeBackendOptions): Required<NodeBackendOptions> {
  return parse('createNodeBackend', { intraOpThreads: 1 }, options)
}

/** Fills in the defaults. @throws ConfigurationError `invalid-options`. */
export function parseWorkerBackendOptions(options: WorkerBackendOptions): Required<WorkerBackendOptions> {
  return parse('createWorkerBackend', { intraOpThreads: 1, threads: 1 }, options)
}

/** Every option of a backend is a number of threads. */
function parse<Counts extends Readonly<Record<string, number>>>(
  where: string,
  defaults: Counts,
  options: object,
): Counts {
  const counts = { ...defaults, ...options }
  const issues = Object.entries<unknown>(counts).flatMap(([key, count]) => {
    if (!Object.hasOwn(defaults, key)) return [{ key, message: 'unknown option' }]
    const fits = Number.isInteger(count) && Number(count) >= 1 && Number(count) <= MOST_THREADS
    return fits ? [] : [{ key, message: `expected a whole number from 1 to ${MOST_THREADS}` }]
  })
  if (issues.length > 0) {
    const what = issues.map(({ key, message }) => `${key}: ${message}`).join('; ')
    throw new ConfigurationError(`${where}: ${what}.`, { code: 'invalid-options', issues })
  }
  return counts
}
