import { assertKnownOptions } from '@faceward/plugin-kit'
import {
  CaptureError,
  type CaptureProvider,
  type CaptureSession,
  ConfigurationError,
  type Frame,
  SPECIFICATION_VERSION,
} from '@faceward/spec'
import { depthProvenance } from '../depth/depth-provenance.js'
import { parseTrustedDevices, type TrustedDevice } from '../depth/trusted-devices.js'
import { describeBrowser } from '../device/describe-browser.js'
import type { XrConstructors, XrFrame, XrSession, XrSystem } from '../device/xr-device.js'
import { createFrameSource } from './frame-source.js'
import { createLatestFrame } from './latest-frame.js'
import { requestSession } from './request-session.js'

/** Options of {@link createWebXrCapture}. */
export interface WebXrCaptureOptions {
  /** Shown over the camera picture during the session, with what the operator has to know. */
  readonly overlay?: Element
  /** Devices whose depth is taken for sensed; none unless told. */
  readonly trustedDevices?: readonly TrustedDevice[]
  /** Frames a second at most; 10 unless told. Reading the camera costs some milliseconds each. */
  readonly framesPerSecond?: number
  /** Told once when the device gives pictures but no depth for a while, for the page to say so. */
  readonly onNotice?: (message: string) => void
}

const KEYS = ['overlay', 'trustedDevices', 'framesPerSecond', 'onNotice'] as const
/** So many frames without depth are worth a notice; a device needs some motion to find its depth. */
const FRAMES_WITHOUT_DEPTH = 30

/**
 * Frames of the rear camera in an augmented reality session, with depth: an operator scans a person. `open` asks the
 * browser for the session, so call it from a click. A slow reader gets the newest frame. Leaving the loop, `close`, an
 * abort and the person's own leaving end the session.
 *
 * `open` throws CaptureError `unsupported` (the message says what is missing), `permission-denied`, `device-busy`.
 *
 * @throws ConfigurationError `invalid-options`
 */
export function createWebXrCapture(options: WebXrCaptureOptions = {}): CaptureProvider {
  assertKnownOptions('createWebXrCapture', options, KEYS)
  const { overlay, framesPerSecond = 10, onNotice } = options
  const trusted = parseTrustedDevices(options.trustedDevices ?? [])
  if (!(framesPerSecond > 0 && framesPerSecond <= 120)) {
    const message = 'expected a number above 0, up to 120'
    throw new ConfigurationError(`createWebXrCapture: framesPerSecond: ${message}.`, {
      code: 'invalid-options',
      issues: [{ key: 'framesPerSecond', message }],
    })
  }
  return {
    specificationVersion: SPECIFICATION_VERSION,
    id: 'webxr',
    async open({ signal } = {}) {
      signal?.throwIfAborted()
      const session = await requestSession(xrSystem(), overlay)
      try {
        const gl = await drawnContext(session)
        const { XRWebGLBinding } = globalThis as unknown as XrConstructors
        const source = createFrameSource({
          session,
          gl,
          provenance: depthProvenance(await describeBrowser(), trusted),
          space: await session.requestReferenceSpace('viewer'),
          binding: new XRWebGLBinding(session, gl),
        })
        // Whoever is asked for the camera may take a while, and so may be given up on.
        signal?.throwIfAborted()
        return pump(session, source.take, { intervalMs: 1000 / framesPerSecond, signal, onNotice })
      } catch (error) {
        await session.end().catch(() => undefined)
        throw error
      }
    },
  }
}

/** WebXR as this browser has it. */
export function xrSystem(): XrSystem | undefined {
  return (globalThis.navigator as { readonly xr?: XrSystem } | undefined)?.xr
}

/** A session shows nothing, and gives no frames, until it has something to draw into. */
async function drawnContext(session: XrSession): Promise<WebGL2RenderingContext> {
  const context = document.createElement('canvas').getContext('webgl2', { xrCompatible: true })
  if (context === null) {
    throw new CaptureError('This browser has no WebGL 2, which reading the camera needs.', {
      code: 'unsupported',
    })
  }
  const { XRWebGLLayer } = globalThis as unknown as XrConstructors
  session.updateRenderState({ baseLayer: new XRWebGLLayer(session, context) })
  return context
}

function pump(
  session: XrSession,
  take: (frame: XrFrame, timestampMs: number, sequence: number) => Frame | undefined,
  how: {
    readonly intervalMs: number
    readonly signal: AbortSignal | undefined
    readonly onNotice: ((message: string) => void) | undefined
  },
): CaptureSession {
  const { intervalMs, signal, onNotice } = how
  const latest = createLatestFrame()
  const state = { sequence: 0, nextAtMs: 0, withoutDepth: 0, ended: false }
  session.addEventListener('end', () => {
    state.ended = true
    signal?.removeEventListener('abort', abort)
    latest.end()
  })
  const close = async (): Promise<void> => {
    latest.end()
    if (!state.ended) await session.end().catch(() => undefined)
  }
  const abort = (): void => {
    latest.end(signal?.reason)
    void close()
  }
  signal?.addEventListener('abort', abort, { once: true })

  const onFrame = (timeMs: number, xrFrame: XrFrame): void => {
    if (state.ended) return
    session.requestAnimationFrame(onFrame)
    // Half a display frame early is on time.
    if (timeMs < state.nextAtMs - 8) return
    try {
      const frame = take(xrFrame, timeMs, state.sequence)
      // The first picture after the device found its place is not waited for.
      if (frame === undefined) return
      state.nextAtMs = timeMs + intervalMs
      state.sequence++
      watchDepth(frame)
      latest.put(frame)
    } catch (error) {
      latest.end(error)
      void close()
    }
  }
  const watchDepth = (frame: Frame): void => {
    state.withoutDepth = frame.depth === undefined ? state.withoutDepth + 1 : 0
    if (state.withoutDepth === FRAMES_WITHOUT_DEPTH) {
      onNotice?.('The device gives no depth. Move it a little; some devices keep their depth from pages.')
    }
  }
  session.requestAnimationFrame(onFrame)

  async function* frames(): AsyncGenerator<Frame> {
    try {
      for (let frame = await latest.next(); frame !== undefined; frame = await latest.next()) yield frame
    } finally {
      await close()
    }
  }
  return { [Symbol.asyncIterator]: frames, close }
}
