import { connect } from 'node:net'
import type { FuzzRequest } from './fuzz-requests.js'

/** What came back on a connection until it was closed. */
export interface Exchange {
  /** Of every answer on it. */
  readonly statuses: readonly number[]
  readonly text: string
  /** The server did not close in time. */
  readonly hung: boolean
}

/** How long a client waits that will not send the rest. */
const WAITS_MS = 1000
const LONGEST_MS = 90_000
const MOST_KEPT = 65_536

/** Sends the bytes on a connection of its own from a loopback address, and takes what comes. */
export function exchange(
  to: { readonly host: string; readonly port: number },
  from: string,
  { bytes, unfinished }: Pick<FuzzRequest, 'bytes' | 'unfinished'>,
): Promise<Exchange> {
  return new Promise((resolve) => {
    const socket = connect({ host: to.host, port: to.port, localAddress: from })
    let text = ''
    let hung = false
    const timer = setTimeout(() => {
      hung = true
      socket.destroy()
    }, LONGEST_MS)
    socket.setEncoding('latin1')
    socket.on('data', (chunk: string) => {
      if (text.length < MOST_KEPT) text += chunk
    })
    // The server may refuse in mid-body and reset: what it said before counts.
    socket.on('error', () => undefined)
    socket.on('close', () => {
      clearTimeout(timer)
      const statuses = [...text.matchAll(/^HTTP\/1\.1 (\d{3})/gm)].map(([, status]) => Number(status))
      resolve({ statuses: statuses.filter((status) => status >= 200), text, hung })
    })
    socket.write(bytes)
    // Who has sent all of it waits for the answer: ending sooner would be going away.
    if (unfinished) setTimeout(() => socket.end(), WAITS_MS)
  })
}
