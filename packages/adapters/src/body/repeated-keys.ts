/**
 * True when an object in the JSON text has a key twice. JSON.parse keeps the last; another reader on the way,
 * such as a gateway that checks user_id, may keep the first (RFC 8259 section 4), so such bodies are refused.
 * The text must be valid JSON.
 */
export function hasRepeatedKeys(text: string): boolean {
  const open: (Set<string> | undefined)[] = []
  let at = 0
  while (at < text.length) {
    const character = text[at]
    if (character === '"') {
      const end = endOfString(text, at)
      const keys = open.at(-1)
      if (keys !== undefined && isKey(text, end)) {
        const key = JSON.parse(text.slice(at, end)) as string
        if (keys.has(key)) return true
        keys.add(key)
      }
      at = end
      continue
    }
    if (character === '{') open.push(new Set())
    else if (character === '[') open.push(undefined)
    else if (character === '}' || character === ']') open.pop()
    at++
  }
  return false
}

/** The place behind a string's closing quote: the next quote that an even number of backslashes precedes. */
function endOfString(text: string, start: number): number {
  for (let quote = text.indexOf('"', start + 1); ; quote = text.indexOf('"', quote + 1)) {
    let backslashes = 0
    while (text[quote - 1 - backslashes] === '\\') backslashes++
    if (backslashes % 2 === 0) return quote + 1
  }
}

const COLON = /[ \t\n\r]*:/y

function isKey(text: string, end: number): boolean {
  COLON.lastIndex = end
  return COLON.test(text)
}
