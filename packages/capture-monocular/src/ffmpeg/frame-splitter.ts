/** A raw picture with its time. */
export interface TimedPicture {
  readonly data: Uint8Array
  readonly timestampMs: number
}

/** Longest line of ffmpeg's that is kept; its last words are among the last. */
const LONGEST_TEXT = 16_384
const TIME = /Parsed_showinfo.*\bn:\s*\d+\s.*\bpts_time:\s*(-?[\d.]+)/

/** Pairs pictures from one pipe with times from another, in the order of both. */
export interface FrameSplitter {
  pushPixels(chunk: Uint8Array): void
  pushText(chunk: string): void
  /** The next picture whose pixels and time are both there. */
  take(): TimedPicture | undefined
  /** The end of ffmpeg's own text. */
  lastWords(): string
}

export function createFrameSplitter(bytesPerFrame: number): FrameSplitter {
  const pictures: Uint8Array[] = []
  const times: number[] = []
  const state = { partial: new Uint8Array(bytesPerFrame), filled: 0, text: '', line: '' }
  return {
    pushPixels(chunk) {
      let from = 0
      while (from < chunk.length) {
        const part = chunk.subarray(from, from + bytesPerFrame - state.filled)
        state.partial.set(part, state.filled)
        state.filled += part.length
        from += part.length
        if (state.filled < bytesPerFrame) continue
        pictures.push(state.partial)
        state.partial = new Uint8Array(bytesPerFrame)
        state.filled = 0
      }
    },
    pushText(chunk) {
      const lines = (state.line + chunk).split(/\r?\n/)
      state.line = (lines.pop() ?? '').slice(-LONGEST_TEXT)
      for (const line of lines) {
        const time = TIME.exec(line)
        if (time === null) state.text = `${state.text}${line}\n`.slice(-LONGEST_TEXT)
        else times.push(1000 * Number(time[1]))
      }
    },
    take() {
      if (pictures.length === 0 || times.length === 0) return undefined
      return { data: pictures.shift() as Uint8Array, timestampMs: times.shift() as number }
    },
    lastWords: () => `${state.text}${state.line}`,
  }
}
