import type { Tried } from './run/run-mutants.js'

export interface PackageScore {
  readonly packageName: string
  readonly mutants: number
  readonly caught: number
  /** Of the caught: the tests did not end in time. */
  readonly stuck: number
  readonly equivalent: number
  readonly survived: readonly Tried[]
}

/** Sums up the runs of one package; what is known to change nothing counts for nothing. */
export function scoreOf(
  packageName: string,
  tried: readonly Tried[],
  isEquivalent: (of: Tried) => boolean,
): PackageScore {
  const caught = tried.filter(({ outcome }) => outcome !== 'survived')
  const missed = tried.filter(({ outcome }) => outcome === 'survived')
  const survived = missed.filter((one) => !isEquivalent(one))
  return {
    packageName,
    mutants: tried.length,
    caught: caught.length,
    stuck: caught.filter(({ outcome }) => outcome === 'stuck').length,
    equivalent: missed.length - survived.length,
    survived,
  }
}

/** The share caught of those that change something. */
export const shareCaught = ({ mutants, caught, equivalent }: PackageScore): number =>
  caught / Math.max(1, mutants - equivalent)

/** The figures as a Markdown table, and below it what survived. */
export function scoreTable(scores: readonly PackageScore[]): string {
  const rows = scores.map((score) => {
    const { packageName, mutants, caught, stuck, equivalent, survived } = score
    const share = `${(100 * shareCaught(score)).toFixed(0)} %`
    return `| ${[packageName, mutants, caught, stuck, survived.length, equivalent, share].join(' | ')} |`
  })
  const survivors = scores.flatMap(({ survived }) =>
    survived.map(
      ({ mutation: { file, line, operator, before, after } }) =>
        `${file}:${line} (${operator})\n    ${clipped(before)}\n -> ${clipped(after)}`,
    ),
  )
  return [
    '| package | mutants | caught | of these stuck | survived | equivalent | score |',
    '|---|---|---|---|---|---|---|',
    ...rows,
    '',
    ...survivors,
  ].join('\n')
}

const clipped = (text: string) => (text.length > 160 ? `${text.slice(0, 160)}…` : text)
