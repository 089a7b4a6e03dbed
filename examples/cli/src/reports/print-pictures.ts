import type { FrameReport } from '@faceward/spec'
import { formatTable } from '../terminal/table.js'
import type { Terminal } from '../terminal/terminal.js'
import { score } from './words.js'

/** One picture given to a command, with what became of it. */
export interface PictureReport {
  readonly path: string
  readonly used: boolean
  readonly reasons: FrameReport['reasons']
  readonly liveness?: number
  readonly similarity?: number
}

/** One line a picture: all of them, or those that could not be used. */
export function printPictures(terminal: Terminal, pictures: readonly PictureReport[], all: boolean): void {
  const shown = all ? pictures : pictures.filter(({ used, reasons }) => !used && reasons.length > 0)
  if (shown.length === 0) return
  const isCompared = shown.some(({ similarity }) => similarity !== undefined)
  const rows = shown.map(({ path, used, reasons, liveness, similarity }) => [
    `  ${path}`,
    used ? 'used' : terminal.style('quiet', 'not used'),
    ...(isCompared ? [score(similarity)] : []),
    score(liveness),
    reasons.map(({ message }) => message).join(' '),
  ])
  terminal.line(
    formatTable(['  picture', '', ...(isCompared ? ['similarity'] : []), 'liveness', 'why'], rows),
  )
}
