import type { LivenessSummary } from '@faceward/spec'
import type { Terminal } from '../terminal/terminal.js'
import { ABSTENTIONS, ASSURANCES, score } from './words.js'

/** What is known of liveness, in a line; with `all`, each cue with its score or why it did not judge. */
export function printLiveness(terminal: Terminal, liveness: LivenessSummary, all: boolean): void {
  terminal.line(
    liveness.status === 'scored'
      ? `  Liveness ${score(liveness.score)}, judged from ${ASSURANCES[liveness.assurance]}.`
      : `  Liveness was not judged (assurance: ${liveness.assurance}).`,
  )
  if (!all) return
  for (const { cueId, result } of liveness.cues) {
    const finding =
      result.status === 'scored' ? score(result.score) : `did not judge: ${ABSTENTIONS[result.reason]}`
    terminal.line(terminal.style('quiet', `    ${cueId}: ${finding}`))
  }
}
