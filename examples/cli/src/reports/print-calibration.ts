import type { Calibration } from '@faceward/spec'
import { formatTable } from '../terminal/table.js'
import type { Terminal } from '../terminal/terminal.js'
import { oneIn, percent } from './words.js'

/** What the similarity scale means: the error rates that were measured, on what, and how often. */
export function printCalibration(terminal: Terminal, { operatingPoints, provenance }: Calibration): void {
  const { dataset, matedComparisons, nonMatedComparisons, date, extrapolated } = provenance
  const count = (comparisons: number) => comparisons.toLocaleString('en-US')
  terminal.line(`  What similarity means, measured on ${dataset} (${date}):`)
  terminal.line(
    `  ${count(matedComparisons)} comparisons of the same person, ${count(nonMatedComparisons)} of different ones.`,
  )
  const rows = operatingPoints.map(({ similarity, fmr, fmrUpper95, fnmr }) => [
    `  ${similarity.toFixed(2)}`,
    oneIn(fmr),
    oneIn(fmrUpper95),
    percent(fnmr),
  ])
  const heading = ['  at least', 'strangers who reach it', 'at most (95 %)', 'right persons who do not']
  terminal.line(formatTable(heading, rows))
  if (extrapolated) terminal.line('  Points beyond what the sample supports come from the fitted curve.')
}
