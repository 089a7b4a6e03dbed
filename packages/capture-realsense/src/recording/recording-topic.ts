import type { StreamName } from './recording-event.js'

/** What a topic of a RealSense recording carries; the same in `.bag` and `.db3`. */
export type RecordingTopic =
  | { readonly part: 'device' | 'depth-unit' }
  | { readonly part: 'rate' | 'camera' | 'place' | 'image' | 'metadata'; readonly stream: StreamName }

const STREAM = /^\/device_0\/sensor_\d+\/(Depth|Color)_0\/(.+)$/
const DEPTH_UNIT = /^\/device_0\/sensor_\d+\/option\/Depth[ _]Units\/value$/
const PARTS: readonly (readonly [RegExp, 'rate' | 'camera' | 'place' | 'image' | 'metadata'])[] = [
  [/^info$/, 'rate'],
  [/^(info\/)?camera_info$/, 'camera'],
  [/^tf\/(ref_)?\d+$/, 'place'],
  [/^image\/data$/, 'image'],
  [/^image\/metadata$/, 'metadata'],
]

/** The first device's depth and colour; undefined for everything else that a recording holds. */
export function recordingTopic(topic: string): RecordingTopic | undefined {
  if (topic === '/device_0/info') return { part: 'device' }
  if (DEPTH_UNIT.test(topic)) return { part: 'depth-unit' }
  const [, name, rest] = STREAM.exec(topic) ?? []
  const part = PARTS.find(([pattern]) => rest !== undefined && pattern.test(rest))?.[1]
  if (part === undefined) return undefined
  return { part, stream: name === 'Depth' ? 'depth' : 'color' }
}
