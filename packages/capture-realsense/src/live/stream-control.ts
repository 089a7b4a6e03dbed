/**
 * Whole numbers that both threads see at once, so that neither has to come round to its messages: the camera's
 * thread waits in the library, and at the end of the process the main thread runs no event loop any more.
 */
export interface StreamControl {
  readonly shared: SharedArrayBuffer
  /** Main thread: the camera is to stop. */
  requestStop(): void
  isStopRequested(): boolean
  /** Camera's thread: everything was given back. */
  markEnded(): void
  /** Blocks until the camera's thread has ended, or for so long. */
  waitForEnd(milliseconds: number): void
  /** Frames sent and not yet received. */
  readonly inFlight: number
  countSent(): void
  countReceived(): void
}

const PLACE = { stop: 0, ended: 1, inFlight: 2 } as const

export function createStreamControl(
  shared = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT * Object.keys(PLACE).length),
): StreamControl {
  const cells = new Int32Array(shared)
  return {
    shared,
    requestStop: () => void Atomics.store(cells, PLACE.stop, 1),
    isStopRequested: () => Atomics.load(cells, PLACE.stop) === 1,
    markEnded() {
      Atomics.store(cells, PLACE.ended, 1)
      Atomics.notify(cells, PLACE.ended)
    },
    waitForEnd: (milliseconds) => void Atomics.wait(cells, PLACE.ended, 0, milliseconds),
    get inFlight() {
      return Atomics.load(cells, PLACE.inFlight)
    },
    countSent: () => void Atomics.add(cells, PLACE.inFlight, 1),
    countReceived: () => void Atomics.sub(cells, PLACE.inFlight, 1),
  }
}
