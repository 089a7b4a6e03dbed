import { Problem } from '../problems/problem.js'

/** Values, keys and escaped quotes: the largest stream, 600 frames with depth, has about 20,000. */
const MOST_TOKENS = 50_000
const DEEPEST = 16
/** Outside strings; a stream of 600 frames, indented, has a tenth. */
const MOST_WHITE_SPACE = 1_000_000
/** Of a number or a word such as `true`. */
const LONGEST_BARE = 64

const SPACE = 0x20
const QUOTE = 0x22
const COMMA = 0x2c
const COLON = 0x3a
const BACKSLASH = 0x5c
const OPEN = new Set([0x5b, 0x7b])
const CLOSE = new Set([0x5d, 0x7d])
const OBJECT = 0x7b

/**
 * Goes once over a JSON text before it is parsed, which for a hostile text of a few megabytes takes seconds and
 * gigabytes: strings are skipped by the engine's own search, everything else is counted. Texts of more values, deeper
 * or with longer numbers than any request has are refused, and so is a key that stands twice in an object: JSON.parse
 * keeps the last; another reader on the way, such as a gateway that checks user_id, may keep the first (RFC 8259
 * section 4). Says nothing of texts that are no JSON.
 * @throws Problem `malformed-body`.
 */
export function scanJson(text: string): void {
  const open: (Set<string> | undefined)[] = []
  let tokens = 0
  let bare = 0
  let space = 0
  const count = () => {
    if (++tokens > MOST_TOKENS) throw malformed(`The body has more than ${MOST_TOKENS} values and keys.`)
  }
  const countSpace = () => {
    if (++space > MOST_WHITE_SPACE) throw malformed('The body has too much white space.')
  }
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === QUOTE) {
      const end = endOfString(text, at, count)
      const keys = open.at(-1)
      count()
      if (keys !== undefined && isKey(text, end, countSpace)) {
        const key = keyOf(text.slice(at, end))
        if (keys.has(key)) throw malformed('A key stands twice in one object.')
        keys.add(key)
      }
      at = end - 1
      bare = 0
    } else if (code <= SPACE) {
      countSpace()
      bare = 0
    } else if (code === COMMA || code === COLON) bare = 0
    else if (OPEN.has(code)) {
      count()
      open.push(code === OBJECT ? new Set() : undefined)
      if (open.length > DEEPEST) throw malformed(`The body is nested deeper than ${DEEPEST} levels.`)
      bare = 0
    } else if (CLOSE.has(code)) {
      open.pop()
      bare = 0
    } else {
      if (bare === 0) count()
      if (++bare > LONGEST_BARE) throw malformed(`A number has more than ${LONGEST_BARE} characters.`)
    }
  }
}

const malformed = (detail: string) => new Problem('malformed-body', { detail })

/** The place behind a string's closing quote: the next quote that an even number of backslashes precedes. */
function endOfString(text: string, start: number, onEscapedQuote: () => void): number {
  for (let quote = text.indexOf('"', start + 1); quote !== -1; quote = text.indexOf('"', quote + 1)) {
    let backslashes = 0
    while (text.charCodeAt(quote - 1 - backslashes) === BACKSLASH) backslashes++
    if (backslashes % 2 === 0) return quote + 1
    onEscapedQuote()
  }
  throw malformed('The body is not JSON.')
}

function isKey(text: string, end: number, onSpace: () => void): boolean {
  let at = end
  for (; text.charCodeAt(at) <= SPACE; at++) onSpace()
  return text.charCodeAt(at) === COLON
}

function keyOf(quoted: string): string {
  try {
    return JSON.parse(quoted) as string
  } catch {
    throw malformed('The body is not JSON.')
  }
}
