import { assertKnownOptions } from '@faceward/plugin-kit'
import { type Clock, ConfigurationError } from '@faceward/spec'
import type { PoolConfig } from 'pg'

export interface PostgresStoreOptions {
  /** `postgresql://user@host:5432/database`, or with `?host=/folder` for a socket. */
  readonly url: string
  /** The schema the records are in, made when missing. Default `faceward`. */
  readonly schema?: string
  /**
   * `verify`: encrypted, and the server's certificate is checked. `off`: neither. Default: `off` for a socket
   * or this machine, `verify` for any other. There is nothing between: unchecked encryption keeps nobody out.
   */
  readonly tls?: 'verify' | 'off'
  /** The certificate authority in PEM, when the server's is not one of the system's. */
  readonly tlsAuthority?: string
  /** Connections at once, 1 to 100; default 10. */
  readonly maximumConnections?: number
  /** How long to wait for a connection before `unavailable`; default 5,000. */
  readonly connectTimeoutMs?: number
  /** How long a statement may take on the server before `unavailable`; default 30,000. */
  readonly statementTimeoutMs?: number
  /** `refuse` when another role makes the tables: then an old schema is an error. Default `apply`. */
  readonly migrations?: 'apply' | 'refuse'
  /** What time it is, for `createdAtMs` and expiry. Default: the system's clock. */
  readonly clock?: Pick<Clock, 'now'>
}

export interface ParsedPostgresStoreOptions {
  readonly pool: PoolConfig
  readonly schema: string
  readonly migrations: 'apply' | 'refuse'
  readonly clock: Pick<Clock, 'now'>
}

const KNOWN = [
  'url',
  'schema',
  'tls',
  'tlsAuthority',
  'maximumConnections',
  'connectTimeoutMs',
  'statementTimeoutMs',
  'migrations',
  'clock',
]

/** @throws ConfigurationError `invalid-options`; its message holds no value, for the URL may hold a password. */
export function parsePostgresStoreOptions(options: PostgresStoreOptions): ParsedPostgresStoreOptions {
  assertKnownOptions('openPostgresStore', options, KNOWN)
  const {
    schema = 'faceward',
    tlsAuthority,
    maximumConnections = 10,
    connectTimeoutMs = 5000,
    statementTimeoutMs = 30_000,
    migrations = 'apply',
    clock = { now: () => Date.now() },
  } = options
  const url = parseUrl(options.url)
  const tls = options.tls ?? tlsOf(url)
  const wrong = [
    ...check('url', url !== undefined, 'a postgresql:// URL'),
    ...check('schema', /^[a-z_][a-z0-9_]{0,62}$/.test(schema), 'a name of a-z, 0-9 and _'),
    ...check(
      'tls',
      tls === 'verify' || tls === 'off',
      "'verify' or 'off' (the URL’s sslmode: require or disable)",
    ),
    ...check('maximumConnections', isWhole(maximumConnections, 1, 100), 'a whole number from 1 to 100'),
    ...check('connectTimeoutMs', isWhole(connectTimeoutMs, 1, 600_000), 'a whole number from 1 to 600,000'),
    ...check(
      'statementTimeoutMs',
      isWhole(statementTimeoutMs, 1, 600_000),
      'a whole number from 1 to 600,000',
    ),
    ...check('migrations', migrations === 'apply' || migrations === 'refuse', "'apply' or 'refuse'"),
  ]
  if (wrong.length > 0 || url === undefined) {
    const text = wrong.map(({ key, message }) => `${key}: ${message}`).join('; ')
    throw new ConfigurationError(`openPostgresStore was given wrong options: ${text}.`, {
      code: 'invalid-options',
      issues: wrong,
    })
  }
  // The driver reads sslmode too, and differently.
  url.searchParams.delete('sslmode')
  return {
    schema,
    migrations,
    clock,
    pool: {
      connectionString: url.href,
      ssl:
        tls === 'verify'
          ? { rejectUnauthorized: true, ...(tlsAuthority ? { ca: tlsAuthority } : {}) }
          : false,
      max: maximumConnections,
      connectionTimeoutMillis: connectTimeoutMs,
      statement_timeout: statementTimeoutMs,
      idleTimeoutMillis: 30_000,
      keepAlive: true,
      application_name: 'faceward',
    },
  }
}

function parseUrl(text: string): URL | undefined {
  if (typeof text !== 'string' || !/^postgres(?:ql)?:\/\//.test(text) || !URL.canParse(text)) return undefined
  return new URL(text)
}

function tlsOf(url: URL | undefined): 'verify' | 'off' | undefined {
  const mode = url?.searchParams.get('sslmode')
  if (mode === 'disable') return 'off'
  if (mode === 'require' || mode === 'verify-ca' || mode === 'verify-full') return 'verify'
  // prefer, allow and no-verify ask for encryption that checks nobody.
  if (mode != null) return undefined
  const host = url?.searchParams.get('host') ?? url?.hostname ?? ''
  return /^(?:\/.*|localhost|127\.\d+\.\d+\.\d+|\[?::1\]?|)$/.test(host) ? 'off' : 'verify'
}

function isWhole(value: number, least: number, most: number): boolean {
  return Number.isInteger(value) && value >= least && value <= most
}

function check(key: string, holds: boolean, message: string) {
  return holds ? [] : [{ key, message }]
}
