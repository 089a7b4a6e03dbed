// Runs in the browser: what the emulator's sessions lack of a device's.

/** `phone`: a 16-bit buffer that lies on its side; `headset`: floats; `graphics-card`: an array texture. */
export type EmulatedKind = 'phone' | 'headset' | 'graphics-card'

interface RequestOptions {
  readonly depthSensing?: object
  readonly optionalFeatures?: readonly string[]
  readonly domOverlay?: { readonly root: HTMLElement }
}

type OnFrame = (timeMs: number, frame: object) => void
type Session = EventTarget & {
  readonly enabledFeatures: readonly string[]
  requestAnimationFrame(onFrame: OnFrame): number
}

/**
 * The emulator takes the first usage asked for, says that all depth is floats, and has no overlay: a device whose depth
 * is on the graphics card knows no other usage, and a phone says `luminance-alpha`. Frames come at the device's own time.
 */
export function patchRequest(kind: EmulatedKind, now: () => number): void {
  const { xr } = navigator as unknown as {
    xr: { requestSession(mode: string, options: RequestOptions): Promise<Session> }
  }
  const request = xr.requestSession.bind(xr)
  xr.requestSession = async (mode, options) => {
    const onCard = kind === 'graphics-card' ? { depthSensing: { usagePreference: ['gpu-optimized'] } } : {}
    const session = await request(mode, { ...options, ...onCard })
    if (kind === 'phone') Object.defineProperty(session, 'depthDataFormat', { value: 'luminance-alpha' })
    const onFrame = session.requestAnimationFrame.bind(session)
    session.requestAnimationFrame = (callback) => onFrame((_, frame) => callback(now(), frame))
    if (options.domOverlay && session.enabledFeatures.includes('dom-overlay')) {
      overlay(options.domOverlay.root, session)
    }
    return session
  }
}

/** The overlay above everything for as long as the session lasts, with the style the specification gives it. */
function overlay(root: HTMLElement, session: EventTarget): void {
  const before = root.style.cssText
  root.style.cssText = `${before}; position: fixed !important; inset: 0 !important; width: 100% !important;
    height: 100% !important; margin: 0 !important; z-index: 1000`
  session.addEventListener('end', () => {
    root.style.cssText = before
  })
}
