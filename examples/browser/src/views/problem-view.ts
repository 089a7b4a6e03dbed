import { FacewardError } from '@faceward/spec'
import { announce } from '../page/announce.js'
import { element } from '../page/elements.js'
import { showView } from '../page/show-view.js'
import { ServerProblem } from '../service/server-problem.js'
import { MovementsRefused } from '../words/refusals.js'

const TITLES: Readonly<Record<string, string>> = {
  'permission-denied': 'The camera is not allowed',
  'device-unavailable': 'There is no camera',
  'device-busy': 'The camera is in use',
  'device-lost': 'The camera went away',
  'integrity-mismatch': 'A model file is damaged',
  'download-failed': 'The models cannot be loaded',
}

/** Says what went wrong and what to do; `onRetry` runs when it is tried again. */
export function showProblem(error: unknown, onRetry: () => void): void {
  const { title, text } = problemWords(error)
  element('problem-title', HTMLElement).textContent = title
  element('problem-text', HTMLElement).textContent = text
  element('retry', HTMLButtonElement).onclick = onRetry
  showView('problem')
  announce(`${title}. ${text}`)
}

function problemWords(error: unknown): { title: string; text: string } {
  if (error instanceof MovementsRefused) return { title: error.title, text: error.message }
  if (error instanceof ServerProblem) return { title: 'The server refused', text: error.message }
  if (!FacewardError.isInstance(error)) {
    return { title: 'Something went wrong', text: 'Reload the page and try again.' }
  }
  return { title: TITLES[error.code] ?? 'Something went wrong', text: error.message }
}
