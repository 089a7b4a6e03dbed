import { announce } from '../page/announce.js'
import { element } from '../page/elements.js'
import { drawSteps } from '../views/draw-steps.js'
import { drawRelief } from './draw-relief.js'
import { depthWords, toTheOperator } from './operator-words.js'
import type { ScanView } from './run-scan.js'

/** A device that shows nothing for so long has lost its place, milliseconds. */
const STALLED_MS = 3000

/** What the operator sees over the camera's picture. */
export interface Overlay {
  readonly root: HTMLElement
  show(): void
  /** The session is there, and the camera's picture behind the overlay. */
  opened(): void
  update(view: ScanView): void
  /** The frames are taken and are being judged. */
  deciding(): void
  hide(): void
}

export function createOverlay(onStop: () => void): Overlay {
  const root = element('scan-overlay', HTMLElement)
  const others = [...document.body.children].filter((one) => one instanceof HTMLElement && one !== root)
  const ring = element('scan-ring', SVGPathElement)
  const step = element('scan-step', HTMLElement)
  const guidance = element('scan-guidance', HTMLElement)
  const steps = element('steps', HTMLElement)
  const stop = element('scan-stop', HTMLButtonElement)
  const relief = element('live-relief', HTMLCanvasElement)
  const caption = element('live-depth', HTMLElement)
  const state: { stalled?: ReturnType<typeof setTimeout> } = {}

  stop.addEventListener('click', onStop)
  addEventListener('keydown', ({ key }) => {
    if (key === 'Escape' && !root.hidden) onStop()
  })

  const say = (heading: string, text: string): void => {
    if (guidance.textContent === text) return
    step.textContent = heading
    guidance.textContent = text
    announce(heading === 'Scan' ? text : `${heading}: ${text}`)
  }
  /** Only what is in the overlay is there during a session. */
  const setOthers = (how: Pick<HTMLElement, 'inert'>): void => {
    for (const one of others) Object.assign(one, how)
  }
  const fill = (share: number): void => {
    ring.toggleAttribute('data-empty', share === 0)
    ring.style.strokeDashoffset = String(100 - 100 * share)
  }
  const watch = (): void => {
    clearTimeout(state.stalled)
    state.stalled = setTimeout(
      () => say('No pictures come', 'Move the device slowly so that it finds its place'),
      STALLED_MS,
    )
  }

  return {
    root,
    show() {
      root.dataset['state'] = 'starting'
      steps.replaceChildren()
      fill(0)
      relief.getContext('2d')?.clearRect(0, 0, relief.width, relief.height)
      caption.textContent = ''
      root.hidden = false
      setOthers({ inert: true })
      stop.hidden = false
      stop.focus()
      say('Scan', 'Starting')
    },
    opened() {
      root.dataset['state'] = 'scanning'
      watch()
    },
    update({ analysis, size, guidance: text, share, challenge, step: index = 0, depth }) {
      watch()
      fill(share)
      if (challenge === undefined) say('Scan', toTheOperator(text))
      else {
        drawSteps(steps, challenge.actions, index)
        if (analysis.faces.length === 0) say('Scan', 'Bring their face into the oval')
        else say('Ask the person', text)
      }
      caption.textContent = `Depth ${depthWords(depth?.provenance).value}`
      if (depth !== undefined) drawRelief(relief, depth, analysis.face?.box, size)
    },
    deciding() {
      clearTimeout(state.stalled)
      root.dataset['state'] = 'deciding'
      ring.removeAttribute('data-empty')
      ring.style.strokeDashoffset = ''
      steps.replaceChildren()
      stop.hidden = true
      say('Scan', 'Comparing')
    },
    hide() {
      clearTimeout(state.stalled)
      root.hidden = true
      setOthers({ inert: false })
    },
  }
}
