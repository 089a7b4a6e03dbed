import { createWebXrCapture, findWebXrProblem, type TrustedDevice } from '@faceward/capture-webxr'
import { ConfigurationError } from '@faceward/spec'
import type { WebEngine } from '@faceward/web'
import { loadEngine } from '../load-engine.js'
import { loadDevices } from './load-devices.js'
import { runScan, ScanEnded, type ScanView } from './run-scan.js'
import { createOverlay } from './scan-overlay.js'
import { createPage } from './scan-page.js'

const UNDECIDED = 'Nothing was decided. Scan again when the person is ready.'

const state: { engine?: WebEngine; devices: readonly TrustedDevice[]; scan?: AbortController } = {
  devices: [],
}
const page = createPage(() => void (state.engine ? scan(state.engine) : prepare()))
const overlay = createOverlay(() => state.scan?.abort())

async function prepare(): Promise<void> {
  const problem = await findWebXrProblem()
  if (problem !== undefined) return page.notice(problem)
  page.loading({ done: 0, total: 0 })
  try {
    const engine = await loadEngine(page.loading)
    const subject = await engine.describeSubject({ subjectId: 'me' })
    if (subject === undefined) {
      page.notice('Nobody is enrolled on this device yet, so that a scan can match nobody.')
    }
    await readDevices()
    state.engine = engine
  } catch (error) {
    page.failed(error)
  } finally {
    page.loading(undefined)
  }
}

/** A list that cannot be read is said, and trusts nobody. */
async function readDevices(): Promise<void> {
  try {
    state.devices = await loadDevices()
  } catch (error) {
    if (!ConfigurationError.isInstance(error)) throw error
    page.notice(`The list of devices (devices.json) is left out. ${error.message}`)
  }
}

async function scan(engine: WebEngine): Promise<void> {
  const stop = new AbortController()
  const seen: { last?: ScanView } = {}
  state.scan = stop
  overlay.show()
  try {
    // At once: later the click no longer counts.
    const session = await createWebXrCapture({
      overlay: overlay.root,
      trustedDevices: state.devices,
    }).open({ signal: stop.signal })
    overlay.opened()
    const answer = await runScan({
      frames: session,
      engine,
      onView(view) {
        overlay.update(view)
        if (view.analysis.face !== undefined) seen.last = view
      },
      onDeciding() {
        overlay.deciding()
        void session.close()
      },
    })
    overlay.hide()
    page.answered(answer, seen.last)
  } catch (error) {
    overlay.hide()
    if (stop.signal.aborted) page.undecided('The scan was stopped', UNDECIDED)
    else if (error instanceof ScanEnded) page.undecided('The scan was ended by the device', UNDECIDED)
    else page.failed(error)
  }
}

void prepare()
