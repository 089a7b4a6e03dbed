import { text } from './sheet-drawing.js'

const COLUMNS = 4
const GAP = 12
const TITLE = 46
/** How high a card is, whatever it shows. */
export const CARD_HEIGHT = 148

/** Where a card stands, and how wide it is. */
export interface CardPlace {
  readonly x: number
  readonly y: number
  readonly width: number
}

/** How high a titled part of the sheet with so many cards is. */
export const cardsHeight = (count: number): number => TITLE + Math.ceil(count / COLUMNS) * (CARD_HEIGHT + GAP)

/** A titled part of the sheet: a card of each, in rows of four. */
export function cardsSvg<Shown>(
  title: string,
  shown: readonly Shown[],
  at: CardPlace,
  card: (one: Shown, at: CardPlace) => string,
): readonly string[] {
  const width = (at.width - (COLUMNS - 1) * GAP) / COLUMNS
  return [
    text(at.x, at.y + 28, title, 15),
    ...shown.map((one, i) =>
      card(one, {
        x: at.x + (i % COLUMNS) * (width + GAP),
        y: at.y + TITLE + Math.floor(i / COLUMNS) * (CARD_HEIGHT + GAP),
        width,
      }),
    ),
  ]
}
