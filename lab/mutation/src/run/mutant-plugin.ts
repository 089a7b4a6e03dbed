import { listBodies } from '../mutations/list-mutations.js'
import { type Mutation, planted } from '../mutations/mutation.js'

/** What the sources look like to the tests: with one fault, or saying which functions are run. */
export type View =
  | { readonly kind: 'plain' }
  | { readonly kind: 'recording'; readonly files: ReadonlySet<string> }
  | { readonly kind: 'mutant'; readonly file: string; readonly mutation: Mutation }

/** A vite plugin that changes sources as they are loaded; nothing on the disk changes. */
export function mutantPlugin(view: () => View) {
  return {
    name: 'faceward-mutants',
    enforce: 'pre' as const,
    transform(code: string, id: string): { code: string; map: null } | null {
      const shown = view()
      if (shown.kind === 'plain') return null
      const [file = ''] = id.split('?')
      if (shown.kind === 'mutant')
        return file === shown.file ? { code: planted(code, shown.mutation), map: null } : null
      return shown.files.has(file) ? { code: recording(code, file), map: null } : null
    },
  }
}

const note = (file: string, scope: number) =>
  `;globalThis.facewardReached?.add(${JSON.stringify(reachedKey(file, scope))});`

/** How the run of a function is told. */
export const reachedKey = (file: string, scope: number): string => `${file}#${scope}`

function recording(code: string, file: string): string {
  let text = code
  for (const start of listBodies(code).sort((one, other) => other - one))
    text = `${text.slice(0, start + 1)}${note(file, start)}${text.slice(start + 1)}`
  return text
}
