import type { CameraProvider } from '@faceward/capture-monocular/browser'
import type { WebEngine } from '@faceward/web'
import { runAttempt } from './capture/run-attempt.js'
import { announce } from './page/announce.js'
import { element } from './page/elements.js'
import { createDeviceService } from './service/device-service.js'
import type { Answer, FaceService, Operation } from './service/face-service.js'
import { createCaptureView } from './views/capture-view.js'
import { createHomeView } from './views/home-view.js'
import { showProblem } from './views/problem-view.js'
import { MovementsRefused, orRefused } from './words/refusals.js'

/** What the application runs on. */
export interface AppOptions {
  readonly loadEngine: (
    onProgress: (progress: { readonly done: number; readonly total: number }) => void,
  ) => Promise<WebEngine>
  readonly camera: CameraProvider
}

/** Loads the models, then enrols and verifies as the person asks. */
export function startApp({ loadEngine, camera }: AppOptions): void {
  const state: {
    engine?: WebEngine
    device?: FaceService
    server?: FaceService
    place: FaceService['place']
    attempt?: AbortController
    last: Operation
  } = { place: 'device', last: 'enrol' }

  const home = createHomeView({
    start: (operation) => void attempt(operation),
    forget: () => void orProblem(forget),
    switchTo(place) {
      state.place = place
      void orProblem(goHome)
    },
    userChanged: () => void orProblem(refresh),
  })
  const view = createCaptureView(() => void orProblem(goHome))
  element('again', HTMLButtonElement).addEventListener('click', () => void attempt(state.last))
  element('done', HTMLButtonElement).addEventListener('click', () => void orProblem(goHome))

  /** Few ask a server: its side is loaded when somebody does. */
  async function service(): Promise<FaceService | undefined> {
    const { engine, place } = state
    if (engine === undefined || place === 'device') return state.device
    const { createServerService } = await import('./service/server-service.js')
    state.server ??= createServerService(engine, () => home.userId)
    return state.server
  }
  async function refresh(): Promise<void> {
    const { place } = state
    home.update(place, await (await service())?.enrolledAt())
  }
  async function goHome(): Promise<void> {
    state.attempt?.abort()
    await refresh()
    home.show()
  }
  async function forget(): Promise<void> {
    await (await service())?.forget()
    await refresh()
    announce('Your data was deleted.')
  }
  /** Whatever breaks is said; what is tried again is the way home. */
  async function orProblem(work: () => Promise<void>): Promise<void> {
    try {
      await work()
    } catch (error) {
      showProblem(error, () => (state.engine === undefined ? load() : void orProblem(goHome)))
    }
  }

  async function attempt(operation: Operation): Promise<void> {
    const { engine } = state
    if (engine === undefined) return
    state.attempt?.abort()
    const cancel = new AbortController()
    state.attempt = cancel
    state.last = operation
    view.show(operation)
    try {
      const chosen = await service()
      const answer = chosen && (await captured(operation, engine, chosen, cancel.signal))
      const { showResult } = await import('./views/result-view.js')
      if (answer !== undefined && !cancel.signal.aborted) showResult(operation, answer)
    } catch (error) {
      // The same ticks would be refused again: they are at home.
      const isTicked = error instanceof MovementsRefused
      const again = () => (isTicked ? void orProblem(goHome) : void attempt(operation))
      if (!cancel.signal.aborted) showProblem(error, again)
    } finally {
      if (state.attempt === cancel) view.stop()
    }
  }

  async function captured(
    operation: Operation,
    engine: WebEngine,
    chosen: FaceService,
    signal: AbortSignal,
  ): Promise<Answer | undefined> {
    const session = await camera.open({ signal })
    try {
      view.preview(session.stream)
      return await runAttempt({
        frames: session,
        analyze: (frame) => engine.analyze(frame),
        challenge: () => orRefused(home.cannot, () => chosen.challenge(operation, home.cannot)),
        answer: (performance) => chosen.answer(operation, performance, { signal }),
        onView: view.update,
        onDeciding: view.deciding,
      })
    } finally {
      await session.close()
    }
  }

  function load(): void {
    home.show({ focus: false })
    home.loading({ done: 0, total: 0 })
    void orProblem(async () => {
      const engine = await loadEngine(home.loading)
      state.engine = engine
      state.device = createDeviceService(engine)
      await refresh()
      home.loading(undefined)
    })
  }
  load()
}
