import { LONGEST_RECORD_NAME } from '@faceward/spec'

const LONGEST_ID = 256

/** What an id had to be before the rule for new ones, and still has to be to be read, verified or deleted. */
const KNOWN_ID = '1 to 256 characters without control characters'

/** Characters a new id must not hold, each kind by its name. The first that fits is the one told. */
const REFUSED: readonly (readonly [RegExp, string])[] = [
  [/[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/u, 'a character that changes the direction of text'],
  [/\p{Cc}/u, 'a control character'],
  [/[\p{Zl}\p{Zp}]/u, 'a line or paragraph separator'],
  [/\p{Cs}/u, 'half of a surrogate pair'],
  [/\p{Cn}/u, 'a code point that Unicode has not assigned'],
  [/[\p{Cf}\p{Default_Ignorable_Code_Point}]/u, 'an invisible format character'],
]

/** What new ids are, in words: for messages and for the document of the API. */
export const NEW_SUBJECT_ID =
  "1 to 256 characters in Unicode's form NFC, not '.' or '..', without white space at either end and without control, format, unassigned or invisible characters"

/**
 * What is wrong with the id of a subject to be enrolled, in words that name it; undefined when nothing is. An id that
 * passes can be written into a URL's path, comes back unchanged, and does not look like another one. The words never
 * hold the id, at most the code point that is refused.
 */
export function newSubjectIdFault(id: string): string | undefined {
  if (id.length === 0 || id.length > LONGEST_ID) return `expected 1 to ${LONGEST_ID} characters.`
  if (id === '.' || id === '..') {
    return "'.' and '..' are no ids: a URL's path drops them, so the user could not be deleted. Choose another id."
  }
  for (const [pattern, kind] of REFUSED) {
    const [found] = pattern.exec(id) ?? []
    if (found !== undefined) return `it holds ${kind} (${codePoint(found)}). Remove it.`
  }
  if (/^\s|\s$/u.test(id)) return 'it begins or ends with white space. Remove that.'
  if (id !== id.normalize('NFC')) {
    return "it is not in Unicode's form NFC, so another spelling of it looks the same. Normalise it to NFC."
  }
  return undefined
}

/**
 * What is wrong with an id that may have been enrolled under an older, laxer rule: such subjects can still be read,
 * verified and deleted. Undefined when nothing is.
 */
export function knownSubjectIdFault(id: string): string | undefined {
  const fits = id.length > 0 && id.length <= LONGEST_ID && !/[\p{Cc}\p{Cs}]/u.test(id)
  return fits ? undefined : `expected ${KNOWN_ID}.`
}

/** What is wrong with a tenant's id, which is the name of a record as it stands; undefined when nothing is. */
export function tenantIdFault(id: string): string | undefined {
  return id.length > LONGEST_RECORD_NAME
    ? `expected 1 to ${LONGEST_RECORD_NAME} characters without control characters.`
    : knownSubjectIdFault(id)
}

function codePoint(character: string): string {
  const digits = (character.codePointAt(0) ?? 0).toString(16).toUpperCase()
  return `U+${digits.padStart(4, '0')}`
}
