import { Worker } from 'node:worker_threads'
import { isRealsenseOnUsb } from './find-on-usb.js'
import type { WorkerTask } from './worker-message.js'

/** What the live path needs of this process and this machine; tests give their own. */
export interface Surroundings {
  /** Starts the thread that owns a camera. */
  readonly startWorker: (task: WorkerTask) => Worker
  readonly isOnUsb: () => Promise<boolean>
}

export const USUAL_SURROUNDINGS: Surroundings = {
  startWorker: (task) => new Worker(new URL('./camera-worker.js', import.meta.url), { workerData: task }),
  isOnUsb: isRealsenseOnUsb,
}
