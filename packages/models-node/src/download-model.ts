import { join } from 'node:path'
import type { ModelManifest } from '@faceward/spec'
import type { Dispatcher } from 'undici'
import { DownloadFailure, toModelLoadError, wrongContent } from './download-failure.js'
import { downloadOnce } from './download-once.js'
import type { ModelAddress } from './model-addresses.js'
import { NO_PARTIAL_DOWNLOAD, openPartialDownload } from './partial-download.js'
import { createDispatcher } from './proxy-dispatcher.js'
import type { PullSettings } from './pull-options.js'
import { sha256 } from './sha256.js'
import { watchForStall } from './stall-watch.js'
import { createTransfer, type Transfer } from './transfer.js'

const FIRST_WAIT_MS = 500
const LONGEST_WAIT_MS = 30_000

/**
 * Fetches a model's bytes from the first address that has them, and hands them to `store` before what was kept
 * for going on later is deleted.
 */
export async function downloadModel(
  manifest: ModelManifest,
  addresses: readonly ModelAddress[],
  settings: PullSettings,
  store: (bytes: Uint8Array) => Promise<void>,
): Promise<Uint8Array> {
  const { file } = manifest
  const { folder } = settings.cache
  const dispatcher = await createDispatcher(settings.proxy, settings.environment)
  try {
    const partial =
      folder === undefined
        ? NO_PARTIAL_DOWNLOAD
        : await openPartialDownload(join(folder, 'partial'), file.sha256)
    const transfer = createTransfer(file.bytes, partial, settings.onProgress)
    try {
      await fromFirstAddress(manifest, addresses, { settings, dispatcher, transfer })
      await store(transfer.bytes)
    } catch (cause) {
      await transfer.keep()
      throw cause
    }
    await transfer.discard()
    return transfer.bytes
  } finally {
    await dispatcher.destroy()
  }
}

interface Job {
  readonly settings: PullSettings
  readonly dispatcher: Dispatcher
  readonly transfer: Transfer
}

async function fromFirstAddress(
  manifest: ModelManifest,
  addresses: readonly ModelAddress[],
  job: Job,
): Promise<void> {
  const failures: DownloadFailure[] = []
  for (const address of addresses) {
    try {
      return await fromAddress(manifest, address, job)
    } catch (cause) {
      job.settings.signal.throwIfAborted()
      if (!(cause instanceof DownloadFailure)) throw cause
      failures.push(cause)
    }
  }
  throw toModelLoadError(manifest, failures)
}

async function fromAddress(manifest: ModelManifest, address: ModelAddress, job: Job): Promise<void> {
  const { transfer } = job
  for (const last of [false, true]) {
    await withRetries(address, job)
    if (sha256(transfer.bytes) === manifest.file.sha256) return
    const { pieced } = transfer
    await transfer.forget()
    // Pieces of two versions may not fit together; one whole download tells.
    if (last || !pieced) throw wrongContent(address.url.host, 'its sha256 is another one')
  }
}

async function withRetries(address: ModelAddress, job: Job): Promise<void> {
  const { settings } = job
  for (let tries = 0; ; tries++) {
    try {
      return await withStallWatch(address, job)
    } catch (cause) {
      settings.signal.throwIfAborted()
      if (!(cause instanceof DownloadFailure) || !cause.retryable || tries >= settings.retries) throw cause
      const waitMs = cause.retryAfterMs ?? FIRST_WAIT_MS * 2 ** tries
      await settings.wait(Math.min(waitMs, LONGEST_WAIT_MS), settings.signal)
    }
  }
}

async function withStallWatch(address: ModelAddress, job: Job): Promise<void> {
  const { settings, dispatcher, transfer } = job
  const watch = watchForStall(settings.stallMs, settings.wait, () => {
    const seconds = settings.stallMs / 1000
    return new DownloadFailure(`Nothing came from ${address.url.host} for ${seconds} s.`, { retryable: true })
  })
  const signal = AbortSignal.any([settings.signal, watch.signal])
  try {
    await downloadOnce(address, { dispatcher, transfer, signal, onActivity: watch.touch })
  } catch (cause) {
    throw watch.signal.aborted ? watch.signal.reason : cause
  } finally {
    watch.stop()
  }
}
