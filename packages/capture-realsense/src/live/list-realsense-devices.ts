import { assertKnownOptions } from '@faceward/plugin-kit'
import { type CallOptions, CaptureError } from '@faceward/spec'
import { UDEV_ADVICE } from './camera-failure.js'
import { failureOfWorker } from './failure-of-worker.js'
import { assertLibraryPath, type RealsenseCaptureOptions } from './live-settings.js'
import type { RealsenseDevice } from './realsense-device.js'
import { type Surroundings, USUAL_SURROUNDINGS } from './surroundings.js'
import type { WorkerMessage } from './worker-message.js'

/** Options of {@link listRealsenseDevices}. */
export interface ListRealsenseOptions extends CallOptions, Pick<RealsenseCaptureOptions, 'libraryPath'> {}

/**
 * The cameras that are connected and may be opened; an empty list when there is none.
 *
 * @throws CaptureError `library-missing`; `permission-denied` when one is on USB that may not be opened.
 */
export function listRealsenseDevices(
  options: ListRealsenseOptions = {},
): Promise<readonly RealsenseDevice[]> {
  return listDevices(options, USUAL_SURROUNDINGS)
}

/** The same in surroundings of a test's choice. */
export async function listDevices(
  options: ListRealsenseOptions,
  { startWorker, isOnUsb }: Surroundings,
): Promise<readonly RealsenseDevice[]> {
  assertKnownOptions('listRealsenseDevices', options, ['libraryPath', 'signal'])
  const { libraryPath, signal } = options
  assertLibraryPath('listRealsenseDevices', libraryPath)
  signal?.throwIfAborted()
  const worker = startWorker({ kind: 'list', ...(libraryPath === undefined ? {} : { libraryPath }) })
  const said = await new Promise<WorkerMessage>((resolve, reject) => {
    worker.once('message', resolve)
    worker.once('error', reject)
    worker.once('exit', () => reject(new Error('The thread of the camera ended without a word.')))
    signal?.addEventListener('abort', () => reject(signal.reason), { once: true })
  })
  if (said.kind === 'failed') throw await failureOfWorker(said.failure, isOnUsb)
  const devices = said.kind === 'devices' ? said.devices : []
  if (devices.length > 0 || !(await isOnUsb())) return devices
  throw new CaptureError(`A RealSense camera is on USB, but this user may not open it: ${UDEV_ADVICE}.`, {
    code: 'permission-denied',
  })
}
