import { readFileSync } from 'node:fs'
import type { Mutation } from './mutations/mutation.js'

/** A mutation that changes nothing anybody can see, told by its file and text so that lines may move. */
interface Equivalent {
  readonly file: string
  readonly before: string
  readonly after: string
  readonly why: string
}

const listed: readonly Equivalent[] = JSON.parse(
  readFileSync(new URL('../equivalent.json', import.meta.url), 'utf8'),
)

/** Why a mutation changes nothing, where that is known. */
export const whyEquivalent = (mutation: Mutation): string | undefined =>
  listed.find(
    ({ file, before, after }) =>
      file === mutation.file && before === mutation.before && after === mutation.after,
  )?.why
