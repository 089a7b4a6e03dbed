/** `width=640;height=480;` as librealsense writes it into strings; a value may hold `=`, but no `;`. */
export function keyValues(text: string): Readonly<Record<string, string>> {
  const pairs = text.split(';').flatMap((part): [string, string][] => {
    const at = part.indexOf('=')
    return at < 1 ? [] : [[part.slice(0, at), part.slice(at + 1)]]
  })
  return Object.fromEntries(pairs)
}

/** `1,0,-0.5` as numbers. */
export function numberList(text: string | undefined): readonly number[] {
  return text === undefined || text === '' ? [] : text.split(',').map(Number)
}
