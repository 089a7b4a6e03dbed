import { FacewardError } from '@faceward/spec'
import { element } from '../page/elements.js'
import type { Answer } from '../service/face-service.js'
import { showAnswer } from '../views/show-answer.js'
import { drawRelief } from './draw-relief.js'
import { depthWords, scanOutcomeWords } from './operator-words.js'
import type { ScanView } from './run-scan.js'

const TITLES: Readonly<Record<string, string>> = {
  unsupported: 'This device cannot scan',
  'permission-denied': 'The scan is not allowed',
  'device-busy': 'Another session is running',
  'integrity-mismatch': 'A model file is damaged',
  'download-failed': 'The models cannot be loaded',
}

/** What the page says before and after a scan. */
export function createPage(onStart: () => void) {
  const cast = element('cast', HTMLElement)
  const relief = element('relief', HTMLCanvasElement)
  const title = element('scan-title', HTMLElement)
  const lead = element('scan-lead', HTMLElement)
  const notice = element('scan-state', HTMLElement)
  const figures = element('figures', HTMLElement)
  const note = element('depth-note', HTMLElement)
  const details = element('cue-details', HTMLDetailsElement)
  const start = element('scan-start', HTMLButtonElement)
  start.addEventListener('click', onStart)

  /** A headline in place of what stood there. */
  function headline(text: string): void {
    title.textContent = text
    lead.hidden = true
    notice.hidden = true
    start.textContent = 'Scan again'
    element('reasons', HTMLElement).replaceChildren()
    figures.hidden = true
    note.textContent = ''
    details.hidden = true
    relief.hidden = true
    delete cast.dataset['outcome']
  }

  return {
    /** Models loaded so far; undefined when they are ready. */
    loading(progress: { readonly done: number; readonly total: number } | undefined): void {
      element('loading', HTMLElement).hidden = progress === undefined
      const bar = element('loading-bar', HTMLProgressElement)
      if (progress !== undefined && progress.total > 0) bar.value = progress.done / progress.total
      start.disabled = progress !== undefined
    },
    notice(text: string): void {
      notice.textContent = text
      notice.hidden = false
    },
    /** Without a decision: the scan was stopped, or could not be made. */
    undecided(text: string, why: string): void {
      headline(text)
      this.notice(why)
      title.focus()
    },
    failed(error: unknown): void {
      const known = FacewardError.isInstance(error)
      const why = known ? error.message : 'Reload the page and try again.'
      this.undecided((known && TITLES[error.code]) || 'Something went wrong', why)
    },
    /** @param last what was seen last, for its relief */
    answered(answer: Answer, last: ScanView | undefined): void {
      const words = scanOutcomeWords(answer)
      const depth = depthWords(last?.depth?.provenance)
      headline(words.title)
      cast.dataset['outcome'] = words.sign
      showAnswer(answer, [['Depth', depth.value]])
      figures.hidden = false
      note.textContent = depth.note
      relief.hidden = last?.depth === undefined
      if (last?.depth) drawRelief(relief, last.depth, last.analysis.face?.box, last.size)
      title.focus({ preventScroll: true })
      window.scrollTo({ top: 0 })
    },
  }
}
