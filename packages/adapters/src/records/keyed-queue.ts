/** Runs work one after the other for each name. */
export type KeyedQueue = <Result>(name: string, work: () => Promise<Result>) => Promise<Result>

/**
 * A queue for each name: within a process, updates of one record then need no second try. Between processes
 * compare-and-set decides.
 */
export function createKeyedQueue(): KeyedQueue {
  const tails = new Map<string, Promise<unknown>>()
  return async (name, work) => {
    const before = tails.get(name) ?? Promise.resolve()
    const result = before.then(work, work)
    const tail = result.catch(() => undefined)
    tails.set(name, tail)
    try {
      return await result
    } finally {
      if (tails.get(name) === tail) tails.delete(name)
    }
  }
}
