import { calibrationSentence } from '../reports/calibration-sentence.js'
import { whyDecided } from '../reports/why-decided.js'
import { score, VERDICTS } from '../reports/words.js'
import { formatTable } from '../terminal/table.js'
import type { Terminal } from '../terminal/terminal.js'
import {
  type DemoGlimpse,
  type DemoPresentation,
  type DemoReport,
  isAsExpected,
  isGlimpseAsExpected,
} from './demo-report.js'
import { depthWords } from './page-depth.js'

/** The report in a terminal: who was taken for whom, and what came of the attacks. */
export function printReport(
  terminal: Terminal,
  { enrolments, probes, presentations, glimpses, leftOut, calibration, acceptThreshold }: DemoReport,
): void {
  terminal.line(
    'Each row is a new picture, each column who it is claimed to be; the number is the similarity.',
  )
  terminal.line()
  const rows = probes.map(({ person, title, comparisons }) => [
    `${person.name}, ${title}`,
    ...enrolments.map((enrolment) => {
      const found = comparisons.find(({ claimed }) => claimed.id === enrolment.person.id)
      if (!found) return ''
      const { sign, word, tone } = VERDICTS[found.verification.decision]
      const verdict = terminal.style(
        tone,
        `${sign} ${word.toLowerCase()} ${score(found.verification.similarity)}`,
      )
      return isAsExpected(found)
        ? verdict
        : `${verdict} ${terminal.style('bad', `(expected ${found.expected})`)}`
    }),
  ])
  terminal.line(formatTable(['picture', ...enrolments.map(({ person }) => `as ${person.name}?`)], rows))
  for (const { person, isEnrolled, message } of enrolments) {
    if (!isEnrolled) terminal.line(terminal.style('bad', `${person.name} was not enrolled: ${message}`))
  }
  terminal.line()
  printPresentations(terminal, presentations)
  printGlimpses(terminal, glimpses)
  for (const line of leftOut) terminal.line(line)
  if (!calibration) return
  terminal.line(calibrationSentence(calibration, acceptThreshold))
}

/** Each session before the camera, what was decided and why. */
function printPresentations(terminal: Terminal, presentations: readonly DemoPresentation[]): void {
  if (presentations.length === 0) return
  terminal.line(`Sessions before the camera, each claimed to be ${presentations[0]!.claimed.name}:`)
  terminal.line()
  const rows = presentations.map((presentation) => {
    const { title, expected, verification } = presentation
    const { sign, word, tone } = VERDICTS[verification.decision]
    const verdict = terminal.style(tone, `${sign} ${word.toLowerCase()}`)
    const unexpected = isAsExpected(presentation) ? '' : ` ${terminal.style('bad', `(expected ${expected})`)}`
    return [title, `${verdict}${unexpected}`, score(verification.liveness.score), whyDecided(verification)]
  })
  terminal.line(formatTable(['session', 'decision', 'liveness', 'why'], rows))
  terminal.line()
}

/** What a depth sensor adds. */
function printGlimpses(terminal: Terminal, glimpses: readonly DemoGlimpse[]): void {
  if (glimpses.length === 0) return
  terminal.line(`With a depth sensor, each claimed to be ${glimpses[0]!.claimed.name}:`)
  terminal.line()
  const rows = glimpses.map((glimpse) => {
    const { title, expected, verification } = glimpse
    const { sign, word, tone } = VERDICTS[verification.decision]
    const verdict = terminal.style(tone, `${sign} ${word.toLowerCase()}`)
    const unexpected = isGlimpseAsExpected(glimpse)
      ? ''
      : ` ${terminal.style('bad', `(expected ${glimpse.expectedAssurance ?? expected})`)}`
    return [title, `${verdict}${unexpected}`, depthWords(glimpse), verification.assurance]
  })
  terminal.line(formatTable(['before the sensor', 'decision', 'depth', 'assurance'], rows))
  terminal.line()
}
