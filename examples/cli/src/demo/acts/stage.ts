import type { NodeEngine } from '@faceward/node'
import type { DemoPicture } from '../demo-report.js'

/** Told what the demo is at. */
export type DemoProgress = (title: string, done: number, total: number) => void

/** What an act of the demo plays with. */
export interface Stage {
  readonly engine: NodeEngine
  /** What was rendered, by path. */
  readonly pictures: ReadonlyMap<string, DemoPicture>
  readonly signal: AbortSignal
  readonly onProgress: DemoProgress
}
