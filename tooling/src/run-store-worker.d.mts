/**
 * Runs `test/store-worker.ts` of a store's package in a process of its own: with `args`, which say where the store is, and
 * the job as JSON behind them. Resolves to the JSON it prints.
 */
export function runStoreWorker<Result>(work: {
  readonly packageFolder: string
  readonly external: readonly string[]
  readonly args: readonly string[]
  readonly job: object
}): Promise<Result>
