import { isAbsolute, normalize } from 'node:path'
import { malformedRecording } from '../recording-file.js'

/** A line of `rgb.txt` or `depth.txt`. */
export interface ListedPicture {
  readonly timestampMs: number
  /** Inside the recording's folder. */
  readonly file: string
}

/** Colour and depth of one moment lie at most so far apart. */
const LARGEST_LAG_MS = 20

/** Reads a list: comments with `#`, then a time in seconds and a file a line. @throws CaptureError */
export function parseList(text: string): ListedPicture[] {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '' && !line.startsWith('#'))
  return lines.map((line) => {
    const [time = '', file = ''] = line.trim().split(/\s+/)
    const timestampMs = Number(time) * 1000
    if (!Number.isFinite(timestampMs) || file === '') throw malformedRecording('a line is no time and file')
    const path = normalize(file)
    if (isAbsolute(path) || path.startsWith('..')) throw malformedRecording('a file lies outside its folder')
    return { timestampMs, file: path }
  })
}

/** Each colour picture in order of time, with the depth nearest to it, where one is near enough. */
export function matchTimes(
  colors: readonly ListedPicture[],
  depths: readonly ListedPicture[],
): { readonly color: ListedPicture; readonly depth?: ListedPicture }[] {
  const inOrder = (list: readonly ListedPicture[]) => [...list].sort((a, b) => a.timestampMs - b.timestampMs)
  const sorted = inOrder(depths)
  let at = 0
  return inOrder(colors).map((color) => {
    const lag = (depth: ListedPicture | undefined) =>
      depth === undefined ? Number.POSITIVE_INFINITY : Math.abs(depth.timestampMs - color.timestampMs)
    while (lag(sorted[at + 1]) <= lag(sorted[at])) at++
    const depth = sorted[at]
    return depth !== undefined && lag(depth) <= LARGEST_LAG_MS ? { color, depth } : { color }
  })
}
