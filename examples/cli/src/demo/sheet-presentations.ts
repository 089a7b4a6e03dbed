import { whyDecided } from '../reports/why-decided.js'
import { score, VERDICTS } from '../reports/words.js'
import { type DemoPresentation, isAsExpected } from './demo-report.js'
import { CARD_HEIGHT, type CardPlace, cardsHeight, cardsSvg } from './sheet-cards.js'
import { COLORS, picture, text, wrap } from './sheet-drawing.js'

const PICTURE = { width: 112, height: 84 }

/** How high the part of the sheet with so many sessions is. */
export const presentationsHeight = cardsHeight

/** The sessions before the camera: a frame of each, what was decided and why. */
export function presentationsSvg(
  presentations: readonly DemoPresentation[],
  at: CardPlace,
): readonly string[] {
  const [first] = presentations
  if (first === undefined) return []
  const name = first.claimed.name
  const title = `Sessions before the camera: all claim to be ${name}; the first is ${name} herself, the others are attacks.`
  return cardsSvg(title, presentations, at, card)
}

function card(presentation: DemoPresentation, at: CardPlace): string {
  const { title, verification, expected, still } = presentation
  const { sign, word, tone } = VERDICTS[verification.decision]
  const { ink, fill } = COLORS[tone]
  const right = isAsExpected(presentation)
  const border = right ? `stroke="${COLORS.line}"` : `stroke="${COLORS.bad.ink}" stroke-width="3"`
  const beside = at.x + PICTURE.width + 20
  return [
    `<rect x="${at.x}" y="${at.y}" width="${at.width}" height="${CARD_HEIGHT}" rx="8" fill="${fill}" ${border}/>`,
    picture({ png: still }, at.x + 10, at.y + 10, PICTURE.width, PICTURE.height),
    ...wrap(title, 20).map((line, i) => text(beside, at.y + 26 + i * 15, line, 12.5)),
    text(beside, at.y + 62, `${sign} ${word}`, 14, { weight: 600, fill: ink }),
    text(
      beside,
      at.y + 82,
      right ? `liveness ${score(verification.liveness.score)}` : `expected ${expected}`,
      12,
    ),
    ...wrap(whyDecided(verification), 46, 3).map((line, i) =>
      text(at.x + 10, at.y + 112 + i * 14, line, 10.5, { fill: COLORS.quiet }),
    ),
  ].join('')
}
