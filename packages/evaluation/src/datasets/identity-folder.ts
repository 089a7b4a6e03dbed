import { EvaluationError } from '../evaluation-error.js'

/** The images of a data set with one folder a person. */
export interface IdentitySet {
  /** Names of the people, in order; an image's `subject` is an index into it. */
  readonly subjects: readonly string[]
  readonly images: readonly { readonly path: string; readonly subject: number }[]
}

/**
 * Groups image paths (forward slashes, relative) by their folder: `person/image.jpg`. An image outside any
 * folder has no known person and is refused.
 * @throws EvaluationError `labels-missing`, `one-subject-only`
 */
export function groupByIdentity(paths: readonly string[]): IdentitySet {
  const indices = new Map<string, number>()
  const images = [...paths].sort().map((path) => {
    const end = path.lastIndexOf('/')
    if (end < 1) {
      throw new EvaluationError(`"${path}" lies outside any person's folder: expected person/image.`, {
        code: 'labels-missing',
      })
    }
    const name = path.slice(0, end)
    const subject = indices.get(name) ?? indices.size
    indices.set(name, subject)
    return { path, subject }
  })
  if (indices.size < 2) {
    throw new EvaluationError(
      `There ${indices.size === 1 ? 'is one person only' : 'are no images'}; non-mated comparisons need two people or more.`,
      { code: 'one-subject-only' },
    )
  }
  return { subjects: [...indices.keys()], images }
}
