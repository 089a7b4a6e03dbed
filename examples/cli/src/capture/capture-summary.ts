import type { DepthMap, DepthProvenance, Frame, FrameSource } from '@faceward/spec'
import { type DepthRange, measuredRange } from './depth-picture.js'

interface Size {
  readonly width: number
  readonly height: number
}

/** What was seen in a capture. */
export interface CaptureSummary {
  readonly source: FrameSource
  readonly frames: number
  /** Frames the source had and the reader was too slow for. */
  readonly dropped: number
  /** By the source's own clock; absent for stills, whose times mean nothing. */
  readonly framesPerSecond?: number
  readonly color: Size
  readonly depth?: Size & {
    readonly frames: number
    readonly registeredToColor: boolean
    readonly provenance: DepthProvenance
    /** Of the last map: share of the pixels with a value, and where they lie. */
    readonly measuredShare: number
    readonly range?: DepthRange
  }
}

/** Counts frames as they pass. */
export interface CaptureTally {
  count(frame: Frame): void
  /** Undefined when no frame came. */
  summary(): CaptureSummary | undefined
}

export function createTally(): CaptureTally {
  const state: { first?: Frame; last?: Frame; lastDepth?: DepthMap; frames: number; depths: number } = {
    frames: 0,
    depths: 0,
  }
  return {
    count(frame) {
      state.first ??= frame
      state.last = frame
      state.frames++
      if (frame.depth === undefined) return
      state.lastDepth = frame.depth
      state.depths++
    },
    summary() {
      const { first, last, lastDepth, frames, depths } = state
      if (first === undefined || last === undefined) return undefined
      const { width, height } = last.image
      const seconds = (last.timestampMs - first.timestampMs) / 1000
      const hasRate = last.source.kind === 'stream' && seconds > 0
      return {
        source: last.source,
        frames,
        dropped: last.sequence - first.sequence + 1 - frames,
        ...(hasRate ? { framesPerSecond: (frames - 1) / seconds } : {}),
        color: { width, height },
        ...(lastDepth === undefined ? {} : { depth: { frames: depths, ...describeDepth(lastDepth) } }),
      }
    },
  }
}

function describeDepth(depth: DepthMap): Omit<NonNullable<CaptureSummary['depth']>, 'frames'> {
  const { width, height, data, registeredToColor, provenance } = depth
  const range = measuredRange(depth)
  return {
    width,
    height,
    registeredToColor,
    provenance,
    measuredShare: data.filter((metres) => metres > 0).length / data.length,
    ...(range === undefined ? {} : { range }),
  }
}
