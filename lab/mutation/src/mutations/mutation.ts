/** A place in a source where a fault can be planted. */
export interface MutationPoint {
  readonly operator: string
  /** From and to which character of the source. */
  readonly start: number
  readonly end: number
  /** What can stand there instead. */
  readonly alternatives: readonly string[]
  /** Where the innermost function with a body begins; -1 for the module itself. */
  readonly scope: number
}

/** One planted fault. */
export interface Mutation {
  /** The source file, from the repository's root. */
  readonly file: string
  readonly operator: string
  readonly start: number
  readonly end: number
  readonly replacement: string
  readonly scope: number
  readonly line: number
  /** The lines around the place, on one line, without and with the fault. */
  readonly before: string
  readonly after: string
}

export const planted = (source: string, fault: { start: number; end: number; replacement: string }): string =>
  source.slice(0, fault.start) + fault.replacement + source.slice(fault.end)

/** The mutation of `point` by one of its alternatives. */
export function mutationAt(
  file: string,
  source: string,
  point: MutationPoint,
  replacement: string,
): Mutation {
  const { operator, start, end, scope } = point
  const from = source.lastIndexOf('\n', start - 1) + 1
  const lineEnd = source.indexOf('\n', end)
  const to = lineEnd < 0 ? source.length : lineEnd
  const after = source.slice(from, start) + replacement + source.slice(end, to)
  return {
    file,
    operator,
    start,
    end,
    replacement,
    scope,
    line: source.slice(0, start).split('\n').length,
    before: oneLine(source.slice(from, to)),
    after: oneLine(after),
  }
}

const oneLine = (text: string) => text.replace(/\s+/g, ' ').trim()
