import type { ScoreHistogram } from '../recognition/score-histogram.js'
import { createChartFrame, linePath, pixel, roundTicks } from './chart-frame.js'
import { escapeHtml } from './markup.js'

/** Where the scores of the two kinds lie, with thresholds of interest. */
export function histogramChart(
  histogram: ScoreHistogram,
  options: {
    readonly label: string
    readonly thresholds: readonly { readonly at: number; readonly text: string }[]
  },
): string {
  const { from, to, mated, nonMated } = histogram
  const highest = 1.15 * Math.max(...mated, ...nonMated)
  const frame = createChartFrame(
    {
      label: options.label,
      place: (value) => (value - from) / (to - from || 1),
      ticks: roundTicks(from, to),
    },
    {
      label: 'share of comparisons',
      place: (value) => value / highest,
      ticks: roundTicks(0, highest * 100).map(({ value, text }) => ({
        value: value / 100,
        text: `${text} %`,
      })),
    },
  )
  const width = (to - from) / mated.length
  const steps = (shares: readonly number[]): readonly (readonly [number, number])[] => [
    [frame.x(from), frame.y(0)],
    ...shares.flatMap((share, i): readonly (readonly [number, number])[] => [
      [frame.x(from + i * width), frame.y(share)],
      [frame.x(from + (i + 1) * width), frame.y(share)],
    ]),
    [frame.x(to), frame.y(0)],
  ]
  const area = (shares: readonly number[], color: string): string =>
    `<path d="${linePath(steps(shares))}Z" fill="${color}" fill-opacity=".22" stroke="${color}" stroke-width="1.5"/>`
  const name = (shares: readonly number[], text: string, color: string): string => {
    const peak = shares.indexOf(Math.max(...shares))
    return `<text x="${pixel(frame.x(from + (peak + 0.5) * width))}" y="${pixel(frame.y(shares[peak]!) - 5)}" text-anchor="middle" fill="${color}" style="paint-order:stroke" stroke="var(--paper)" stroke-width="4">${escapeHtml(text)}</text>`
  }
  // The names of two lines stand on the outer sides, since thresholds lie close together.
  const lines = options.thresholds.map(({ at, text }, i) => {
    const side = i === 0 && options.thresholds.length > 1 ? 'text-anchor="end" dx="-4"' : 'dx="4"'
    const x = pixel(frame.x(at))
    return `<path d="M${x} ${pixel(frame.y(highest))}V${pixel(frame.y(0))}" stroke="var(--accent)" stroke-dasharray="5 3"/><text x="${x}" y="${pixel(frame.y(highest) + 10)}" ${side} fill="var(--accent)" style="paint-order:stroke" stroke="var(--paper)" stroke-width="4">${escapeHtml(text)}</text>`
  })
  const marks = [
    area(nonMated, 'var(--other)'),
    area(mated, 'var(--mated)'),
    ...lines,
    name(nonMated, 'different people', 'var(--other)'),
    name(mated, 'same person', 'var(--mated)'),
  ]
  return frame.draw(marks.join(''), `Histogram of ${options.label} for mated and non-mated comparisons`)
}
