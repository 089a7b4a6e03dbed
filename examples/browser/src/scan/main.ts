import { createWebXrCapture, findWebXrProblem } from '@faceward/capture-webxr'
import { FacewardError, type Outcome, type VerificationResult } from '@faceward/spec'
import type { WebEngine } from '@faceward/web'
import { loadEngine } from '../load-engine.js'
import { element, made } from '../page/elements.js'
import { entry } from '../page/entry.js'
import { assuranceWords } from '../words/outcomes.js'
import { drawDepth } from './draw-depth.js'
import { runScan } from './run-scan.js'

const OUTCOMES: Readonly<Record<Outcome, string>> = {
  accept: 'It is the enrolled person',
  reject: 'It is not the enrolled person',
  re_verify: 'Please scan again',
}

const start = element('scan-start', HTMLButtonElement)
const overlay = element('scan-overlay', HTMLElement)
const say = (text: string): void => {
  element('scan-state', HTMLElement).textContent = text
}
const sayError = (error: unknown): void =>
  say(
    FacewardError.isInstance(error) ? error.message : 'Something went wrong. Reload the page and try again.',
  )

async function prepare(): Promise<void> {
  const problem = await findWebXrProblem()
  if (problem !== undefined) return say(problem)
  say('Getting the models ready')
  const engine = await loadEngine(() => undefined)
  const subject = await engine.describeSubject({ subjectId: 'me' })
  say(subject ? 'Ready' : 'Ready. Nobody is enrolled yet, so nobody can match.')
  start.disabled = false
  start.addEventListener('click', () => void scan(engine).catch(sayError))
}

async function scan(engine: WebEngine): Promise<void> {
  overlay.hidden = false
  start.disabled = true
  try {
    const session = await createWebXrCapture({ overlay, onNotice: say }).open()
    element('scan-stop', HTMLButtonElement).onclick = () => void session.close()
    const provenance: { kind?: 'sensed' | 'estimated' } = {}
    const result = await runScan({
      frames: session,
      engine,
      onFrame(guidance, { depth }) {
        element('scan-guidance', HTMLElement).textContent = guidance
        if (depth === undefined) return
        provenance.kind = depth.provenance.kind
        drawDepth(element('relief', HTMLCanvasElement), depth)
      },
      onDeciding: () => say('Comparing'),
    })
    show(result, provenance.kind)
  } finally {
    overlay.hidden = true
    start.disabled = false
  }
}

function show(
  { decision, reasons, assurance }: VerificationResult,
  depth: 'sensed' | 'estimated' | undefined,
): void {
  say(OUTCOMES[decision])
  element('scan-reasons', HTMLElement).replaceChildren(...reasons.map(({ message }) => made('li', message)))
  const figures = element('scan-figures', HTMLElement)
  figures.hidden = false
  const depthWords = depth === undefined ? 'none' : depth === 'sensed' ? 'measured' : 'estimated'
  figures.replaceChildren(entry('Evidence', assuranceWords(assurance)), entry('Depth', depthWords))
}

prepare().catch(sayError)
