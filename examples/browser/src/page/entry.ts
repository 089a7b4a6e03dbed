import { made } from './elements.js'

/** A name and its value in a list of figures. */
export function entry(name: string, value: string): HTMLElement {
  const one = made('div')
  one.append(made('dt', name), made('dd', value))
  return one
}
