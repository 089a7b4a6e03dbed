/** The element of an id, of the kind that is expected there. */
export function element<Kind extends Element>(id: string, kind: new () => Kind): Kind {
  const found = document.getElementById(id)
  if (!(found instanceof kind)) throw new TypeError(`The page has no ${kind.name} #${id}.`)
  return found
}

/** A new element with text in it. */
export function made(name: string, text = '', className = ''): HTMLElement {
  const one = document.createElement(name)
  one.textContent = text
  if (className !== '') one.className = className
  return one
}
