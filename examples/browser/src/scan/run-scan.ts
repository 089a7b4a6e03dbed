import type { Frame } from '@faceward/spec'
import type { FrameAnalysis, WebEngine } from '@faceward/web'
import { guidanceFor } from '../capture/guidance.js'

/** Usable frames a decision is made of, and frames it is given up after. */
const ENOUGH = 12
const MOST = 60

/** Has frames of a scan judged until enough of them show a face. */
export async function runScan(what: {
  readonly frames: AsyncIterable<Frame>
  readonly engine: Pick<WebEngine, 'verify'>
  readonly onFrame: (guidance: string, frame: Frame) => void
  readonly onDeciding: () => void
}): ReturnType<WebEngine['verify']> {
  const { engine, onDeciding } = what
  const state: { frame?: Frame; usable: number } = { usable: 0 }
  async function* frames(): AsyncGenerator<Frame> {
    let taken = 0
    for await (const frame of what.frames) {
      // The worker takes the pixels; depth is still to be drawn.
      state.frame = {
        ...frame,
        ...(frame.depth && { depth: { ...frame.depth, data: frame.depth.data.slice() } }),
      }
      yield frame
      if (state.usable >= ENOUGH || ++taken >= MOST) break
    }
    onDeciding()
  }
  const onFrame = (analysis: FrameAnalysis): void => {
    if (analysis.usable) state.usable++
    const { frame } = state
    if (frame === undefined) return
    const share = Math.min(100, Math.round((100 * state.usable) / ENOUGH))
    what.onFrame(guidanceFor(analysis, frame.image) ?? `Hold it steady, ${share} %`, frame)
  }
  return engine.verify({ subjectId: 'me', frames: frames(), onFrame })
}
