import { made } from '../page/elements.js'
import { MOVEMENTS } from '../words/movements.js'

/** The movements that are asked for, and how far somebody is with them. */
export function drawSteps(list: HTMLElement, actions: readonly string[], step: number): void {
  if (list.children.length !== actions.length) {
    list.replaceChildren(...actions.map((action) => made('li', MOVEMENTS[action] ?? action)))
  }
  Array.from(list.children).forEach((item, index) => {
    setState(item, index < step ? 'done' : index === step ? 'now' : 'later')
  })
}

/** Colour alone tells nobody who cannot see it. */
export function setState(item: Element, state: 'done' | 'now' | 'later'): void {
  if (!(item instanceof HTMLElement) || item.dataset['state'] === state) return
  item.dataset['state'] = state
  if (state === 'now') item.setAttribute('aria-current', 'step')
  else item.removeAttribute('aria-current')
}
