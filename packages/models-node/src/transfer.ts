import type { PartialDownload } from './partial-download.js'

/** How far a download is. */
export interface DownloadProgress {
  /** Including what an earlier download left. */
  readonly receivedBytes: number
  readonly totalBytes: number
}

/** The bytes of one file as they come in, in memory and in its partial download. */
export interface Transfer {
  /** As long as declared; filled up to `received`. */
  readonly bytes: Uint8Array
  readonly received: number
  /** Part of the bytes came from an earlier connection. */
  readonly pieced: boolean
  /** Where to go on, if what is there came from this address. */
  resumePoint(url: string): { readonly offset: number; readonly validator: string } | undefined
  /** The server begins at the first byte. */
  restart(url: string, validator: string | undefined): Promise<void>
  /** The server goes on at `received`. */
  resume(): void
  /** @throws RangeError when more comes than was declared. */
  add(chunk: Uint8Array): Promise<void>
  /** What came is not the file: nothing of it is kept. */
  forget(): Promise<void>
  /** Leaves what is there for the next download. */
  keep(): Promise<void>
  discard(): Promise<void>
}

/** A crash loses at most this much; a write to the disk for each packet would cost more than the network. */
const FLUSH_BYTES = 1 << 20

export function createTransfer(
  totalBytes: number,
  partial: PartialDownload,
  onProgress: ((progress: DownloadProgress) => void) | undefined,
): Transfer {
  const bytes = new Uint8Array(totalBytes)
  const kept =
    partial.kept !== undefined && partial.kept.bytes.length <= totalBytes ? partial.kept : undefined
  if (kept !== undefined) bytes.set(kept.bytes)
  const length = kept?.bytes.length ?? 0
  const state = {
    received: length,
    flushed: length,
    pieced: false,
    validator: kept?.validator,
    isFrom: kept?.isFrom ?? ((_: string) => false),
  }

  async function flush(): Promise<void> {
    const { flushed, received } = state
    if (flushed === received) return
    state.flushed = received
    await partial.append(bytes.subarray(flushed, received))
  }

  return {
    bytes,
    get received() {
      return state.received
    },
    get pieced() {
      return state.pieced
    },
    resumePoint(url) {
      const { received, validator } = state
      if (received === 0 || validator === undefined || !state.isFrom(url)) return undefined
      return { offset: received, validator }
    },
    async restart(url, validator) {
      Object.assign(state, { received: 0, flushed: 0, pieced: false, validator })
      state.isFrom = (other) => other === url
      await partial.restart(validator === undefined ? undefined : { url, validator })
      onProgress?.({ receivedBytes: 0, totalBytes })
    },
    resume() {
      state.pieced = true
      onProgress?.({ receivedBytes: state.received, totalBytes })
    },
    async add(chunk) {
      if (state.received + chunk.length > totalBytes) throw new RangeError('more than declared')
      bytes.set(chunk, state.received)
      state.received += chunk.length
      if (state.received - state.flushed >= FLUSH_BYTES) await flush()
      onProgress?.({ receivedBytes: state.received, totalBytes })
    },
    async forget() {
      Object.assign(state, { received: 0, flushed: 0, validator: undefined })
      await partial.restart(undefined)
    },
    async keep() {
      await flush().catch(() => undefined)
      await partial.release()
    },
    discard: () => partial.discard(),
  }
}
