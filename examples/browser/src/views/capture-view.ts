import type { HeadPose } from '@faceward/spec'
import type { AttemptView } from '../capture/run-attempt.js'
import { announce } from '../page/announce.js'
import { element } from '../page/elements.js'
import { showView } from '../page/show-view.js'
import type { Operation } from '../service/face-service.js'
import { drawOverlay } from './draw-overlay.js'
import { drawSteps, setState } from './draw-steps.js'

/** The view while somebody is before the camera. */
export interface CaptureView {
  show(operation: Operation): void
  /** The camera's picture. */
  preview(stream: MediaStream): void
  update(view: AttemptView): void
  /** The frames are taken and are being judged. */
  deciding(): void
  stop(): void
}

export function createCaptureView(onCancel: () => void): CaptureView {
  const finder = element('finder', HTMLElement)
  const preview = element('preview', HTMLVideoElement)
  const overlay = element('overlay', HTMLCanvasElement)
  const ring = element('ring', SVGPathElement)
  const guidance = element('guidance', HTMLElement)
  const steps = element('steps', HTMLElement)
  const pose = element('pose', HTMLElement)
  const toggle = element('show-overlay', HTMLInputElement)
  const cancel = element('cancel', HTMLButtonElement)

  cancel.addEventListener('click', onCancel)
  addEventListener('keydown', ({ key }) => {
    if (key === 'Escape' && !element('capture', HTMLElement).hidden) onCancel()
  })
  toggle.addEventListener('change', () => {
    finder.dataset['overlay'] = toggle.checked ? 'on' : 'off'
    pose.hidden = !toggle.checked
  })

  const say = (text: string): void => {
    if (guidance.textContent === text) return
    guidance.textContent = text
    announce(text)
  }
  const fill = (share: number): void => {
    ring.toggleAttribute('data-empty', share === 0)
    ring.style.strokeDashoffset = String(100 - 100 * share)
  }

  return {
    show(operation) {
      element('capture-title', HTMLElement).textContent = operation === 'enrol' ? 'Enrol' : 'Verify'
      finder.dataset['state'] = 'looking'
      steps.replaceChildren()
      pose.textContent = ''
      fill(0)
      showView('capture')
      say('Starting the camera')
    },
    preview(stream) {
      preview.srcObject = stream
      void preview.play().catch(() => undefined)
    },
    update({ analysis, size, guidance: text, share, challenge, step = 0 }) {
      drawOverlay(overlay, size, analysis)
      pose.textContent = analysis.pose ? poseWords(analysis.pose) : ''
      fill(share)
      say(text)
      if (challenge !== undefined) drawSteps(steps, challenge.actions, step)
    },
    deciding() {
      finder.dataset['state'] = 'deciding'
      ring.style.strokeDashoffset = ''
      overlay.getContext('2d')?.clearRect(0, 0, overlay.width, overlay.height)
      pose.textContent = ''
      for (const step of steps.children) setState(step, 'done')
      say('Comparing')
    },
    stop() {
      preview.srcObject = null
    },
  }
}

function poseWords({ yawDegrees, pitchDegrees }: HeadPose): string {
  const side = `${Math.abs(Math.round(yawDegrees))}° ${yawDegrees < 0 ? 'right' : 'left'}`
  return `${side}, ${Math.abs(Math.round(pitchDegrees))}° ${pitchDegrees < 0 ? 'down' : 'up'}`
}
