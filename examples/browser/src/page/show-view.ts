import { element } from './elements.js'

const VIEWS = ['home', 'capture', 'result', 'problem'] as const
export type View = (typeof VIEWS)[number]

/** Shows one view and puts the focus on its heading, where a screen reader goes on. */
export function showView(view: View, { focus = true } = {}): void {
  for (const name of VIEWS) element(name, HTMLElement).hidden = name !== view
  if (!focus) return
  element(`${view}-title`, HTMLElement).focus({ preventScroll: true })
  window.scrollTo({ top: 0 })
}
