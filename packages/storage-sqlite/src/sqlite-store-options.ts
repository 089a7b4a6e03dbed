import { assertKnownOptions } from '@faceward/plugin-kit'
import { type Clock, ConfigurationError } from '@faceward/spec'

export interface SqliteStoreOptions {
  /** The database file. Its folder is made when missing; both are readable by their owner only. */
  readonly path: string
  /** What time it is, for `createdAtMs` and expiry. Default: the system's clock. */
  readonly clock?: Pick<Clock, 'now'>
  /** How long to wait for other processes before `unavailable`; default 5,000. */
  readonly busyTimeoutMs?: number
  /** The file never grows beyond this; a write that would makes `full`. Default: no bound but the disk. */
  readonly maximumBytes?: number
}

export interface ParsedSqliteStoreOptions {
  readonly path: string
  readonly clock: Pick<Clock, 'now'>
  readonly busyTimeoutMs: number
  readonly maximumBytes: number | undefined
}

/** @throws ConfigurationError `invalid-options`. */
export function parseSqliteStoreOptions(options: SqliteStoreOptions): ParsedSqliteStoreOptions {
  assertKnownOptions('openSqliteStore', options, ['path', 'clock', 'busyTimeoutMs', 'maximumBytes'])
  const { path, clock = { now: () => Date.now() }, busyTimeoutMs = 5000, maximumBytes } = options
  const issues = [
    ...(typeof path === 'string' && path.length > 0 && !path.includes('\0') && path !== ':memory:'
      ? []
      : [{ key: 'path', message: 'the path of a file; for memory use @faceward/storage-memory' }]),
    ...(Number.isInteger(busyTimeoutMs) && busyTimeoutMs >= 0 && busyTimeoutMs <= 600_000
      ? []
      : [{ key: 'busyTimeoutMs', message: 'a whole number from 0 to 600,000' }]),
    ...(maximumBytes === undefined || (Number.isSafeInteger(maximumBytes) && maximumBytes >= 65_536)
      ? []
      : [{ key: 'maximumBytes', message: 'a whole number from 65,536' }]),
  ]
  if (issues.length > 0) {
    const text = issues.map(({ key, message }) => `${key}: ${message}`).join('; ')
    throw new ConfigurationError(`openSqliteStore was given wrong options: ${text}.`, {
      code: 'invalid-options',
      issues,
    })
  }
  return { path, clock, busyTimeoutMs, maximumBytes }
}
