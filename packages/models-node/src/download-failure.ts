import { ModelLoadError, type ModelManifest } from '@faceward/spec'
import { systemCode } from './cache-failure.js'

/** Why one try to fetch a model's bytes failed, in words for the one who must do something about it. */
export class DownloadFailure extends Error {
  override readonly name = 'DownloadFailure'
  readonly code: 'download-failed' | 'integrity-mismatch' | 'not-found'
  /** Trying again unchanged may help. */
  readonly retryable: boolean
  /** The server said how long to wait. */
  readonly retryAfterMs: number | undefined

  constructor(
    message: string,
    details: {
      readonly code?: 'download-failed' | 'integrity-mismatch' | 'not-found'
      readonly retryable?: boolean
      readonly retryAfterMs?: number
      readonly cause?: unknown
    } = {},
  ) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause })
    this.code = details.code ?? 'download-failed'
    this.retryable = details.retryable ?? false
    this.retryAfterMs = details.retryAfterMs
  }
}

const WITHOUT_NETWORK =
  'Behind a proxy set HTTPS_PROXY (and NO_PROXY), or name a mirror; without a network fetch the file elsewhere and read it with loadModelFile.'

/** A connection that could not be made or broke. */
export function networkFailure(host: string, cause: unknown): DownloadFailure {
  const code = rootCode(cause)
  const message = cause instanceof Error ? cause.message : ''
  if (/^(CERT_|UNABLE_TO_|SELF_SIGNED|DEPTH_ZERO|ERR_TLS|ERR_SSL)/.test(code)) {
    return new DownloadFailure(
      `The certificate of ${host} is not trusted (${code}). If a proxy inspects TLS here, put its certificate's file in NODE_EXTRA_CA_CERTS.`,
      { cause },
    )
  }
  if (/\b407\b/.test(message)) {
    return new DownloadFailure(
      'The proxy wants a name and a password: put them in HTTPS_PROXY as http://name:password@host:port.',
      { cause },
    )
  }
  if (code === 'ERR_PROXY_TUNNEL') {
    return new DownloadFailure(
      `The proxy gave no tunnel to ${host}: it closed the connection or cannot be reached. Check HTTPS_PROXY, or name a mirror the proxy allows.`,
      { retryable: true, cause },
    )
  }
  return new DownloadFailure(
    `The connection to ${host} failed${code === '' ? '' : ` (${code})`}. ${WITHOUT_NETWORK}`,
    { retryable: true, cause },
  )
}

/** The server answered, but not with the file. */
export function statusFailure(host: string, status: number, retryAfterMs?: number): DownloadFailure {
  const said = `${host} answered ${status}.`
  if (status === 404 || status === 410) {
    return new DownloadFailure(
      `${said} The file is not there: update faceward, correct the mirror, or fetch the file elsewhere and read it with loadModelFile.`,
      { code: 'not-found' },
    )
  }
  if (status === 407) {
    return new DownloadFailure(
      `${said} The proxy wants a name and a password: put them in HTTPS_PROXY as http://name:password@host:port.`,
    )
  }
  if (status === 401 || status === 403) {
    return new DownloadFailure(
      `${said} Access is refused: give the mirror's name and password in its address, or ask whoever runs the proxy.`,
    )
  }
  if (status === 408 || status === 429 || status >= 500) {
    return new DownloadFailure(
      `${said} The server is busy or broken: try again later, or name a mirror.`,
      retryAfterMs === undefined ? { retryable: true } : { retryable: true, retryAfterMs },
    )
  }
  return new DownloadFailure(`${said} That is no answer a file server gives: name a mirror.`)
}

/** The bytes that came are not the model; asking again gives the same ones. */
export function wrongContent(host: string, what: string): DownloadFailure {
  return new DownloadFailure(
    `What ${host} gave is not the pinned file: ${what}. Nothing was kept. It was replaced at its source, or something between (a login page, a Git LFS pointer, a filter) answered instead. Use another mirror, or update faceward.`,
    { code: 'integrity-mismatch' },
  )
}

/** The error a user of `pullModel` sees, of one failure for each address that was tried. */
export function toModelLoadError(
  manifest: ModelManifest,
  failures: readonly DownloadFailure[],
): ModelLoadError {
  // Wrong bytes at one address matter more than silence at another.
  const wrong = failures.find(({ code }) => code === 'integrity-mismatch')
  const main = wrong ?? failures[0]!
  const others = failures.length - 1
  const more = others === 0 ? '' : ` ${others} more address${others === 1 ? '' : 'es'} failed too.`
  return new ModelLoadError(`The model ${manifest.id} was not downloaded. ${main.message}${more}`, {
    code: main.code,
    retryable: wrong === undefined && failures.some(({ retryable }) => retryable),
    cause: others === 0 ? main : new AggregateError(failures),
  })
}

function rootCode(cause: unknown): string {
  const inner = cause instanceof AggregateError ? (cause.errors[0] as unknown) : undefined
  return systemCode(cause) ?? systemCode((cause as { cause?: unknown })?.cause) ?? systemCode(inner) ?? ''
}
