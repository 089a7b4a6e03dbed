/** How long the end of the process waits for a camera to stop. */
const LONGEST_WAIT_MS = 3000
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
/** On the listeners of this package, whatever copy of it they are of. */
const MARK = Symbol.for('@faceward/capture-realsense/stop-at-exit')

/**
 * Stops a camera when the process ends before the session was closed: threads of librealsense that outlive its end
 * crash it. A signal that nobody else listens to is taken as without this: the process ends by it, after the camera.
 * Returns what takes the precaution back.
 *
 * @param stop stops the camera and blocks until it has stopped, or for at most so long
 */
export function stopAtExit(stop: (longestWaitMs: number) => void): () => void {
  const atExit = () => stop(LONGEST_WAIT_MS)
  const onSignal = Object.assign(
    (signal: NodeJS.Signals) => {
      // An application that listens decides itself; if it exits, atExit follows.
      if (process.listeners(signal).some((listener) => !(MARK in listener))) return
      stop(LONGEST_WAIT_MS)
      release()
      process.kill(process.pid, signal)
    },
    { [MARK]: true },
  )
  const release = () => {
    process.off('exit', atExit)
    for (const signal of SIGNALS) process.off(signal, onSignal)
  }
  process.on('exit', atExit)
  for (const signal of SIGNALS) process.on(signal, onSignal)
  return release
}
