import type { DepthMap, Frame } from '@faceward/spec'
import type { WebEngine } from '@faceward/web'
import { type AttemptView, runAttempt } from '../capture/run-attempt.js'
import { createDeviceService } from '../service/device-service.js'
import type { Answer } from '../service/face-service.js'

/** The session ended before the scan was complete. */
export class ScanEnded extends Error {}

/** What is shown of one frame of a scan. */
export interface ScanView extends AttemptView {
  readonly depth?: DepthMap
}

/**
 * Has somebody verified before an operator's device: guidance, stillness, a challenge, as before a webcam. A recording
 * passes every cue on its pictures alone, and most devices' depth proves nothing: so they are asked for something here as
 * well.
 *
 * @throws ScanEnded
 */
export async function runScan(what: {
  readonly frames: AsyncIterable<Frame>
  readonly engine: WebEngine
  readonly onView: (view: ScanView) => void
  readonly onDeciding: () => void
}): Promise<Answer> {
  const { engine, onView, onDeciding } = what
  const service = createDeviceService(engine)
  const state: { depth?: DepthMap | undefined } = {}
  async function* frames(): AsyncGenerator<Frame> {
    for await (const frame of what.frames) {
      // The worker takes the pixels; depth is still to be drawn.
      state.depth = frame.depth && { ...frame.depth, data: frame.depth.data.slice() }
      yield frame
    }
    // Nobody left the loop, so the session was ended.
    throw new ScanEnded()
  }
  const answer = await runAttempt({
    frames: frames(),
    analyze: (frame) => engine.analyze(frame),
    challenge: () => service.challenge('verify', []),
    answer: (performance) => service.answer('verify', performance),
    onView: (view) => onView({ ...view, ...(state.depth && { depth: state.depth }) }),
    onDeciding,
  })
  if (answer === undefined) throw new ScanEnded()
  return answer
}
