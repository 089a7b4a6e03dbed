import { element, made } from '../page/elements.js'
import { showView } from '../page/show-view.js'
import type { FaceService, Operation } from '../service/face-service.js'
import { MOVEMENTS } from '../words/movements.js'

const LEADS: Readonly<Record<FaceService['place'], string>> = {
  device:
    'Enrol once, then look at the camera. The models run here; no picture leaves this device and none is kept.',
  server:
    'Enrol once, then look at the camera. Pictures of one capture go to the server that served this page; it keeps a sealed template, no picture.',
}

/** What the home view needs of the application. */
export interface HomeActions {
  start(operation: Operation): void
  forget(): void
  switchTo(place: FaceService['place']): void
  userChanged(): void
}

export interface HomeView {
  show(options?: { focus?: boolean }): void
  /** Models loaded so far; undefined when they are ready. */
  loading(progress: { readonly done: number; readonly total: number } | undefined): void
  /** Whether somebody is enrolled with the service at hand. */
  update(place: FaceService['place'], enrolledAt: Date | undefined): void
  /** Movements the person ticked as not possible. */
  readonly cannot: readonly string[]
  readonly userId: string
}

export function createHomeView(actions: HomeActions): HomeView {
  const enrol = element('enrol', HTMLButtonElement)
  const verify = element('verify', HTMLButtonElement)
  const forget = element('forget', HTMLButtonElement)
  const user = element('user-id', HTMLInputElement)
  const movements = element('movements', HTMLElement)
  const state = { ready: false, enrolled: false }

  movements.append(...Object.entries(MOVEMENTS).slice(0, 5).map(movementBox))
  enrol.addEventListener('click', () => start('enrol'))
  verify.addEventListener('click', () => start('verify'))
  forget.addEventListener('click', () => {
    const dialog = element('confirm-forget', HTMLDialogElement)
    dialog.returnValue = ''
    dialog.onclose = () => {
      if (dialog.returnValue === 'delete') actions.forget()
    }
    dialog.showModal()
  })
  user.addEventListener('change', () => actions.userChanged())
  for (const radio of document.querySelectorAll<HTMLInputElement>('input[name="mode"]')) {
    radio.addEventListener('change', () => actions.switchTo(radio.value === 'server' ? 'server' : 'device'))
  }

  function start(operation: Operation): void {
    if (!user.closest('label')?.hidden && !user.reportValidity()) return
    actions.start(operation)
  }
  function enable(): void {
    enrol.disabled = !state.ready
    verify.disabled = !(state.ready && state.enrolled)
  }

  return {
    show: (options) => showView('home', options),
    loading(progress) {
      state.ready = progress === undefined
      element('loading', HTMLElement).hidden = state.ready
      const bar = element('loading-bar', HTMLProgressElement)
      if (progress !== undefined && progress.total > 0) bar.value = progress.done / progress.total
      enable()
    },
    update(place, enrolledAt) {
      state.enrolled = enrolledAt !== undefined
      element('home-lead', HTMLElement).textContent = LEADS[place]
      element('user-field', HTMLElement).hidden = place === 'device'
      element('forget-where', HTMLElement).textContent = place === 'device' ? 'this device' : 'the server'
      const line = element('enrolled-line', HTMLElement)
      line.hidden = enrolledAt === undefined
      line.textContent = enrolledAt
        ? `Enrolled on ${enrolledAt.toLocaleDateString(undefined, { dateStyle: 'long' })}.`
        : ''
      forget.hidden = enrolledAt === undefined
      enrol.textContent = state.enrolled ? 'Enrol anew' : 'Enrol my face'
      enrol.classList.toggle('primary', !state.enrolled)
      verify.classList.toggle('primary', state.enrolled)
      // What comes next stands first.
      if (state.enrolled) verify.after(enrol)
      else enrol.after(verify)
      enable()
    },
    get cannot() {
      return [...movements.querySelectorAll<HTMLInputElement>('input:checked')].map(({ value }) => value)
    },
    get userId() {
      return user.value.trim()
    },
  }
}

function movementBox([action, words]: [string, string]): HTMLElement {
  const box = document.createElement('input')
  box.type = 'checkbox'
  box.value = action
  const label = made('label')
  label.append(box, words)
  return label
}
