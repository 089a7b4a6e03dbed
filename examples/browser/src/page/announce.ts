import { element } from './elements.js'

/** How long words have to stand before they are read out, so that a screen reader is not flooded. */
const SETTLED_MS = 700

const state: { timer?: ReturnType<typeof setTimeout> } = {}

/** Has a screen reader say something, once it has settled. */
export function announce(text: string): void {
  clearTimeout(state.timer)
  state.timer = setTimeout(() => {
    const announcer = element('announcer', HTMLElement)
    if (announcer.textContent !== text) announcer.textContent = text
  }, SETTLED_MS)
}
