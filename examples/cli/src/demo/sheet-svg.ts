import { calibrationSentence } from '../reports/calibration-sentence.js'
import { score, VERDICTS } from '../reports/words.js'
import { type DemoComparison, type DemoProbe, type DemoReport, isAsExpected, tally } from './demo-report.js'
import { depthHeight, depthSvg } from './sheet-depth.js'
import { COLORS, picture, text, wrap } from './sheet-drawing.js'
import { presentationsHeight, presentationsSvg } from './sheet-presentations.js'

const MARGIN = 32
const PROBE = { width: 176, height: 132, gap: 20 }
const CELL = { width: 236, height: 132, gap: 12 }
const HEADER = { title: 92, portraits: 118 }
const FOOTER = 64
/** Where column `index` of the claims begins. */
const columnX = (index: number) => MARGIN + PROBE.width + PROBE.gap + index * (CELL.width + CELL.gap)
const rowY = (index: number) => HEADER.title + HEADER.portraits + index * (CELL.height + CELL.gap)

/** The contact sheet as SVG: a row for each probe, a column for each person it was claimed to be. */
export function sheetSvg(report: DemoReport): string {
  const { enrolments, probes } = report
  const width = columnX(enrolments.length) - CELL.gap + MARGIN
  const claims = rowY(probes.length)
  const sessions = report.presentations.length > 0 ? presentationsHeight(report.presentations.length) : 0
  const depth = claims + sessions
  const height = depth + depthHeight(report.glimpses.length) + FOOTER
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" font-family="Inter" fill="${COLORS.ink}">`,
    `<rect width="${width}" height="${height}" fill="${COLORS.paper}"/>`,
    ...title(report),
    ...enrolments.map(({ person, pictures }, index) => {
      const x = columnX(index)
      const y = HEADER.title
      const [first, ...rest] = pictures
      return [
        ...(first ? [picture(first, x, y, 112, 84)] : []),
        ...rest.slice(0, 2).map((it, i) => picture(it, x + 118, y + i * 43, 54, 41)),
        text(x, y + 104, `claims to be ${person.name}`, 14, { weight: 600 }),
      ].join('')
    }),
    ...probes.map((probe, index) => probeRow(probe, report, rowY(index))),
    ...presentationsSvg(report.presentations, { x: MARGIN, y: claims, width: width - 2 * MARGIN }),
    ...depthSvg(report.glimpses, { x: MARGIN, y: depth, width: width - 2 * MARGIN }),
    ...footer(report, height - FOOTER),
    '</svg>',
  ].join('\n')
}

function title(report: DemoReport): string[] {
  const { right, total } = tally(report)
  const verdict = right === total ? COLORS.good.ink : COLORS.bad.ink
  return [
    text(MARGIN, 46, 'faceward demo', 23, { weight: 600 }),
    text(MARGIN, 70, `${right} of ${total} as they should be`, 14, { weight: 600, fill: verdict }),
    text(columnX(0), 46, 'Each row is a new picture; each column is who it is claimed to be.', 15),
    text(
      columnX(0),
      70,
      'The people are simulated, the models are real: this shows that it works, not how accurate it is.',
      13,
      {
        fill: COLORS.quiet,
      },
    ),
    text(MARGIN, HEADER.title + 104, 'enrolled from', 14, { fill: COLORS.quiet }),
  ]
}

function probeRow(
  { person, title: what, picture: image, comparisons }: DemoProbe,
  report: DemoReport,
  y: number,
) {
  return [
    picture(image, MARGIN, y, PROBE.width, PROBE.height),
    `<rect x="${MARGIN}" y="${y + PROBE.height - 24}" width="${PROBE.width}" height="24" fill="#000000" fill-opacity="0.55"/>`,
    text(MARGIN + 8, y + PROBE.height - 8, `${person.name}, ${what}`, 11, { fill: '#ffffff' }),
    ...report.enrolments.flatMap((enrolment, index) => {
      const found = comparisons.find(({ claimed }) => claimed.id === enrolment.person.id)
      return found ? [cell(found, report.acceptThreshold, columnX(index), y)] : []
    }),
  ].join('')
}

function cell(comparison: DemoComparison, acceptThreshold: number, x: number, y: number): string {
  const { verification } = comparison
  const { sign, word, tone } = VERDICTS[verification.decision]
  const color = COLORS[tone]
  const isRight = isAsExpected(comparison)
  const border = isRight ? `stroke="${COLORS.line}"` : `stroke="${COLORS.bad.ink}" stroke-width="3"`
  const barWidth = CELL.width - 28
  const similarity = verification.similarity ?? 0
  return [
    `<rect x="${x}" y="${y}" width="${CELL.width}" height="${CELL.height}" rx="8" fill="${color.fill}" ${border}/>`,
    text(x + 14, y + 28, `${sign} ${word}`, 16, { weight: 600, fill: color.ink }),
    `<rect x="${x + 14}" y="${y + 40}" width="${barWidth}" height="7" rx="3.5" fill="#ffffff"/>`,
    `<rect x="${x + 14}" y="${y + 40}" width="${Math.max(4, barWidth * similarity)}" height="7" rx="3.5" fill="${color.ink}"/>`,
    `<rect x="${x + 14 + barWidth * acceptThreshold}" y="${y + 37}" width="1.5" height="13" fill="${COLORS.ink}"/>`,
    text(x + 14, y + 66, `similarity ${score(verification.similarity)}`, 12.5),
    text(x + 122, y + 66, `fused score ${score(verification.fusionScore)}`, 12.5),
    text(
      x + 14,
      y + 84,
      `liveness ${score(verification.liveness.score)}, from ${verification.assurance}`,
      12.5,
    ),
    ...wrap(verification.message, 36).map((line, i) =>
      text(x + 14, y + 104 + i * 15, line, 11.5, { fill: COLORS.quiet }),
    ),
    ...(isRight
      ? []
      : [
          text(x + CELL.width - 14, y + 28, `not ${comparison.expected}ed`, 12, {
            weight: 600,
            fill: COLORS.bad.ink,
            anchor: 'end',
          }),
        ]),
  ].join('')
}

function footer({ calibration, acceptThreshold }: DemoReport, y: number): string[] {
  if (!calibration) return []
  const sentence = `The mark on each bar is where accept begins. ${calibrationSentence(calibration, acceptThreshold)}`
  return wrap(sentence, 180).map((line, i) =>
    text(MARGIN, y + 28 + i * 18, line, 12.5, { fill: COLORS.quiet }),
  )
}
