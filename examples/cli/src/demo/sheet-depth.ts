import { score, VERDICTS } from '../reports/words.js'
import { type DemoGlimpse, isGlimpseAsExpected } from './demo-report.js'
import { depthWords } from './page-depth.js'
import { CARD_HEIGHT, type CardPlace, cardsHeight, cardsSvg } from './sheet-cards.js'
import { COLORS, picture, text, wrap } from './sheet-drawing.js'

const PICTURE = 84

/** How high the part of the sheet with so many glimpses is. */
export const depthHeight = (count: number): number => (count === 0 ? 0 : cardsHeight(count))

/** What a depth sensor sees: each as a picture and as its relief, with what was decided. */
export function depthSvg(glimpses: readonly DemoGlimpse[], at: CardPlace): readonly string[] {
  if (glimpses.length === 0) return []
  const title =
    'With a depth sensor: each as a picture and as its relief; flat things are refused by that alone.'
  return cardsSvg(title, glimpses, at, card)
}

function card(glimpse: DemoGlimpse, at: CardPlace): string {
  const { title, color, relief, verification } = glimpse
  const { sign, word, tone } = VERDICTS[verification.decision]
  const { ink, fill } = COLORS[tone]
  const border = isGlimpseAsExpected(glimpse)
    ? `stroke="${COLORS.line}"`
    : `stroke="${COLORS.bad.ink}" stroke-width="3"`
  const side = PICTURE
  const lines = [
    `${depthWords(glimpse)}, liveness ${score(verification.liveness.score)}`,
    `assurance ${verification.assurance}`,
  ]
  return [
    `<rect x="${at.x}" y="${at.y}" width="${at.width}" height="${CARD_HEIGHT}" rx="8" fill="${fill}" ${border}/>`,
    picture(color, at.x + 10, at.y + 10, side, side),
    ...(relief ? [picture(relief, at.x + 16 + side, at.y + 10, side, side)] : []),
    ...wrap(title, 14, 3).map((line, i) => text(at.x + 26 + 2 * side, at.y + 24 + i * 15, line, 12)),
    text(at.x + 10, at.y + 112, `${sign} ${word}`, 13, { weight: 600, fill: ink }),
    ...lines.map((line, i) => text(at.x + 10, at.y + 127 + i * 13, line, 10.5, { fill: COLORS.quiet })),
  ].join('')
}
