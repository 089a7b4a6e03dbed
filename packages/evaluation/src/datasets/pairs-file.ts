import { EvaluationError } from '../evaluation-error.js'

/** One comparison that a pairs file asks for. Image paths are relative to the images' folder. */
export interface Pair {
  readonly first: PairImage
  readonly second: PairImage
  readonly mated: boolean
}

export interface PairImage {
  /** Path with forward slashes; without an extension in the LFW notation. */
  readonly path: string
  /** Who is shown, where the file says so. */
  readonly subject?: string
}

export interface PairsFile {
  /** The folds the file declares; one fold when it declares none. */
  readonly folds: readonly (readonly Pair[])[]
}

const lfwImage = (subject: string, number: string): PairImage => ({
  path: `${subject}/${subject}_${number.padStart(4, '0')}`,
  subject,
})

const isNumber = (field: string | undefined): field is string => field !== undefined && /^\d+$/.test(field)

function parseLine(fields: readonly string[]): Pair | undefined {
  const [a, b, c, d] = fields
  if (fields.length === 3 && isNumber(b) && isNumber(c)) {
    return { first: lfwImage(a!, b), second: lfwImage(a!, c), mated: true }
  }
  if (fields.length === 4 && isNumber(b) && isNumber(d)) {
    return { first: lfwImage(a!, b), second: lfwImage(c!, d), mated: false }
  }
  if (fields.length === 3 && (c === '0' || c === '1')) {
    return { first: { path: a! }, second: { path: b! }, mated: c === '1' }
  }
  return undefined
}

/** Tabs or commas separate when there are any, so that names may hold spaces; else blanks. */
function split(line: string): readonly string[] {
  const separator = line.includes('\t') ? /\t+/ : line.includes(',') ? /\s*,\s*/ : /\s+/
  return line.trim().split(separator)
}

/**
 * Reads a list of comparisons: LFW's notation (`name n m` mated, `name n other m` non-mated; a first line
 * `folds n` or `n` says how the lines are divided), or `image image 1|0` by path with tabs, commas or blanks.
 * Empty lines and lines that begin with # are skipped.
 * @throws EvaluationError `malformed-dataset` with the number of the line.
 */
export function parsePairsFile(text: string): PairsFile {
  const lines = text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .map((line, i) => ({ number: i + 1, fields: split(line), skip: /^\s*(#|$)/.test(line) }))
    .filter(({ skip }) => !skip)
  const header = lines[0]
  const declared =
    header?.fields.every(isNumber) && header.fields.length <= 2 ? header.fields.map(Number) : undefined
  const pairs = lines.slice(declared ? 1 : 0).map(({ number, fields }) => {
    const pair = parseLine(fields)
    if (pair) return pair
    throw new EvaluationError(
      `Line ${number} is not a comparison: expected "name n m", "name n other m" or "image image 1|0".`,
      { code: 'malformed-dataset' },
    )
  })
  if (pairs.length === 0) {
    throw new EvaluationError('The pairs file holds no comparison.', { code: 'malformed-dataset' })
  }
  if (!declared) return { folds: [pairs] }
  const [count, size] = declared.length === 2 ? [declared[0]!, declared[1]!] : [1, declared[0]!]
  const fold = 2 * size
  if (pairs.length !== count * fold) {
    throw new EvaluationError(
      `The first line promises ${count * fold} comparisons, the file holds ${pairs.length}.`,
      { code: 'malformed-dataset' },
    )
  }
  return { folds: Array.from({ length: count }, (_, i) => pairs.slice(i * fold, (i + 1) * fold)) }
}
