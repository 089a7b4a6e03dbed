import type { Dispatcher } from 'undici'
import { DownloadFailure, networkFailure } from './download-failure.js'
import { isAllowed, type ModelAddress } from './model-addresses.js'

export interface FileRequest {
  readonly dispatcher: Dispatcher
  readonly signal: AbortSignal
  /** Ask for the rest of a file only, if it is still this version. */
  readonly range: { readonly offset: number; readonly validator: string } | undefined
}

export interface FileResponse {
  /** For messages: who answered in the end. */
  readonly host: string
  readonly status: number
  header(name: string): string | undefined
  readonly body: Dispatcher.ResponseData['body']
}

const MAXIMUM_REDIRECTS = 5
const REDIRECTS: readonly number[] = [301, 302, 303, 307, 308]

/** Asks for a file, following a few redirects, none of them to plain http unless that was asked for. */
export async function requestFile(address: ModelAddress, request: FileRequest): Promise<FileResponse> {
  const seen: string[] = []
  for (let { url } = address; ; ) {
    assertAllowed({ url, plainHttpAllowed: address.plainHttpAllowed }, seen.length > 0)
    // A password belongs to the address it was given for, not to where that one points.
    const response = await send(url, request, url.origin === address.url.origin ? address.url : undefined)
    if (!REDIRECTS.includes(response.status)) return response
    await response.body.dump().catch(() => undefined)
    const location = response.header('location')
    if (location === undefined || !URL.canParse(location, url)) {
      throw new DownloadFailure(`${url.host} redirects to nowhere. Name a mirror.`)
    }
    seen.push(url.href)
    url = new URL(location, url)
    if (seen.includes(url.href) || seen.length > MAXIMUM_REDIRECTS) {
      throw new DownloadFailure(
        `${address.url.host} redirects in a circle or more than ${MAXIMUM_REDIRECTS} times. Name a mirror.`,
      )
    }
  }
}

async function send(url: URL, request: FileRequest, credentials: URL | undefined): Promise<FileResponse> {
  const { request: send } = await import('undici')
  const bare = new URL(url)
  bare.username = ''
  bare.password = ''
  try {
    const { statusCode, headers, body } = await send(bare, {
      dispatcher: request.dispatcher,
      signal: request.signal,
      headers: {
        'user-agent': 'faceward-models-node',
        // The pinned bytes are the file's, not a compressed form of them.
        'accept-encoding': 'identity',
        ...authorization(credentials),
        ...(request.range === undefined
          ? {}
          : { range: `bytes=${request.range.offset}-`, 'if-range': request.range.validator }),
      },
    })
    // Whoever stops reading early must not bring the process down with an error nobody listens to.
    body.on('error', () => undefined)
    return {
      host: url.host,
      status: statusCode,
      body,
      header: (name) => [headers[name]].flat()[0],
    }
  } catch (cause) {
    throw networkFailure(url.host, cause)
  }
}

function authorization(url: URL | undefined): Readonly<Record<string, string>> {
  if (url === undefined || (url.username === '' && url.password === '')) return {}
  const pair = `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`
  return { authorization: `Basic ${Buffer.from(pair).toString('base64')}` }
}

function assertAllowed(address: ModelAddress, redirected: boolean): void {
  if (isAllowed(address)) return
  const { protocol, host } = address.url
  throw new DownloadFailure(
    redirected
      ? `The server redirects to ${protocol}//${host}, which is not https. Name a mirror.`
      : `${protocol}//${host} is not https. Name it as the mirror if you trust the way there.`,
  )
}
