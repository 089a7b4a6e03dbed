/** A PostgreSQL of its own in a temporary folder. */
export interface PostgresServer {
  readonly folder: string
  readonly data: string
  /** Connects as its super-user. */
  readonly url: string
  start(): Promise<void>
  /** kill -9 of every process of it at once, as a power cut without the power cut. */
  kill(): Promise<void>
  stop(): Promise<void>
}

/** The folder of its programs; undefined where it is not installed. */
export function findPostgres(): string | undefined
export function startPostgres(): Promise<PostgresServer>
