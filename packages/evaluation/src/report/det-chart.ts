import type { RecognitionReport } from '../recognition/recognition-report.js'
import { probit } from '../statistics/probit.js'
import { type Axis, createChartFrame, linePath, pixel } from './chart-frame.js'
import { escapeHtml } from './markup.js'

const TICKS = [1e-6, 1e-5, 1e-4, 1e-3, 0.01, 0.05, 0.2, 0.4, 0.6, 0.8, 0.95] as const

const tickText = (value: number): string =>
  value >= 0.001 ? `${Number((value * 100).toPrecision(3))} %` : `1e${Math.round(Math.log10(value))}`

function probitAxis(label: string, from: number, to: number): Axis {
  const low = probit(from)
  const span = probit(to) - low
  return {
    label,
    place: (value) => (probit(value) - low) / span,
    ticks: TICKS.filter((value) => value >= from && value <= to).map((value) => ({
      value,
      text: tickText(value),
    })),
  }
}

/**
 * The detection error trade-off on normal-deviate axes (Martin et al. 1997): normally distributed scores make
 * it straight. Left of the dashed line the sample is too small to claim an FMR (3/N).
 */
export function detChart(report: RecognitionReport): string {
  const { curve, comparisons, atSimilarity, equalErrorRate, atFmr } = report
  const floor = 3 / comparisons.nonMated
  const seen = curve.filter(({ fmr, fnmr }) => fmr > 0 && fnmr > 0 && fmr < 1 && fnmr < 1)
  const lowest = (values: readonly number[]): number => Math.max(1e-7, Math.min(0.01, ...values) / 1.5)
  const left = lowest([...seen.map(({ fmr }) => fmr), floor])
  const frame = createChartFrame(
    probitAxis('false match rate (FMR)', left, 0.5),
    probitAxis('false non-match rate (FNMR)', lowest(seen.map(({ fnmr }) => fnmr)), 0.95),
  )
  const inside = seen.filter(({ fmr }) => fmr <= 0.5)
  const line = linePath(inside.map(({ fmr, fnmr }) => [frame.x(fmr), frame.y(fnmr)]))
  const limit = pixel(frame.x(floor))
  const whiskers = atFmr
    .filter(({ supported, interval95 }) => supported && interval95)
    .map(({ targetFmr, interval95 }) => {
      const at = pixel(frame.x(targetFmr))
      return `<path d="M${at} ${pixel(frame.y(1 - interval95!.lower))}V${pixel(frame.y(1 - interval95!.upper))}" stroke="var(--mated)" stroke-width="6" stroke-opacity=".3"/>`
    })
  const dot = (fmr: number, fnmr: number, text: string): string =>
    fmr <= 0 || fmr > 0.5
      ? ''
      : `<circle cx="${pixel(frame.x(fmr))}" cy="${pixel(frame.y(fnmr))}" r="4" fill="var(--accent)"/><text x="${pixel(frame.x(fmr) + 8)}" y="${pixel(frame.y(fnmr) - 6)}" fill="var(--accent)" style="paint-order:stroke" stroke="var(--paper)" stroke-width="4">${escapeHtml(text)}</text>`
  const marks = [
    `<path d="M${limit} ${pixel(frame.y(0.95))}V${pixel(frame.y(0))}" stroke="var(--soft)" stroke-dasharray="4 4"/>`,
    `<text x="${limit}" y="${pixel(frame.y(0.95) + 12)}" dx="5" fill="var(--soft)">3/N</text>`,
    ...whiskers,
    `<path d="${line}" fill="none" stroke="var(--mated)" stroke-width="2"/>`,
    dot(equalErrorRate.rate, equalErrorRate.rate, 'EER'),
    ...atSimilarity.map(({ similarity, fmr, fnmr }) => dot(fmr.measured, fnmr.measured, `at ${similarity}`)),
  ]
  return frame.draw(
    marks.join(''),
    'Detection error trade-off: false non-match rate against false match rate',
  )
}
