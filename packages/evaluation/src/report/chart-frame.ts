import { escapeHtml } from './markup.js'

/** One axis: from data to a place between 0 and 1. */
export interface Axis {
  readonly label: string
  place(value: number): number
  readonly ticks: readonly { readonly value: number; readonly text: string }[]
}

export interface ChartFrame {
  /** Data to pixels. */
  x(value: number): number
  y(value: number): number
  /** Wraps marks (SVG) in axes, grid and a title for those who cannot see it. */
  draw(marks: string, description: string): string
}

const WIDTH = 480
const HEIGHT = 360
const MARGIN = { left: 62, right: 14, top: 14, bottom: 46 }
const PLOT = { width: WIDTH - MARGIN.left - MARGIN.right, height: HEIGHT - MARGIN.top - MARGIN.bottom }

/** Two decimals are finer than a screen shows. */
export const pixel = (value: number): string => String(Math.round(value * 100) / 100)

/** Axes, grid and labels about a plot of 404 by 300 units. */
export function createChartFrame(horizontal: Axis, vertical: Axis): ChartFrame {
  const clamp = (value: number): number => Math.min(1, Math.max(0, value))
  const x = (value: number): number => MARGIN.left + clamp(horizontal.place(value)) * PLOT.width
  const y = (value: number): number => MARGIN.top + (1 - clamp(vertical.place(value))) * PLOT.height
  const bottom = MARGIN.top + PLOT.height
  const right = MARGIN.left + PLOT.width
  const grid = [
    ...horizontal.ticks.map(({ value, text }) => {
      const at = pixel(x(value))
      return `<path d="M${at} ${MARGIN.top}V${bottom}" stroke="var(--line)"/><text x="${at}" y="${bottom + 16}" text-anchor="middle" fill="var(--soft)">${escapeHtml(text)}</text>`
    }),
    ...vertical.ticks.map(({ value, text }) => {
      const at = pixel(y(value))
      return `<path d="M${MARGIN.left} ${at}H${right}" stroke="var(--line)"/><text x="${MARGIN.left - 8}" y="${at}" dy=".35em" text-anchor="end" fill="var(--soft)">${escapeHtml(text)}</text>`
    }),
    `<text x="${MARGIN.left + PLOT.width / 2}" y="${HEIGHT - 8}" text-anchor="middle" fill="var(--ink)">${escapeHtml(horizontal.label)}</text>`,
    `<text transform="translate(14 ${MARGIN.top + PLOT.height / 2}) rotate(-90)" text-anchor="middle" fill="var(--ink)">${escapeHtml(vertical.label)}</text>`,
  ]
  return {
    x,
    y,
    draw: (marks, description) =>
      `<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${escapeHtml(description)}"><title>${escapeHtml(description)}</title>${grid.join('')}${marks}</svg>`,
  }
}

/** A line through data points. */
export function linePath(points: readonly (readonly [number, number])[]): string {
  return points.map(([x, y], i) => `${i === 0 ? 'M' : 'L'}${pixel(x)} ${pixel(y)}`).join('')
}

/** Round steps for an axis from `from` to `to`: 1, 2 or 5 times a power of ten, about six of them. */
export function roundTicks(from: number, to: number): readonly { value: number; text: string }[] {
  const raw = (to - from) / 6
  const power = 10 ** Math.floor(Math.log10(raw))
  const step = power * ([1, 2, 5, 10].find((factor) => factor * power >= raw) ?? 10)
  const digits = Math.max(0, -Math.floor(Math.log10(step) + 1e-9))
  const ticks: { value: number; text: string }[] = []
  for (let i = Math.ceil(from / step - 1e-9); i * step <= to + step * 1e-9; i++) {
    ticks.push({ value: i * step, text: (i * step).toFixed(digits) })
  }
  return ticks
}
