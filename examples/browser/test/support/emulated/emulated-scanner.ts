// Runs in the browser: an emulated phone or headset before which a clip plays.
import {
  type EmulatedXrOptions,
  installEmulatedXr,
  type Sight,
} from '../../../../../packages/capture-webxr/test/emulated-xr.js'
import type { SightClip } from '../../clips/sight-clip.js'
import { createWorld, holdTimers } from './world.js'

/** What is asked of the emulated device before the page's own scripts run. */
export interface EmulatedScannerOptions extends Pick<EmulatedXrOptions, 'kind' | 'without'> {
  /** Where the clip is served. */
  readonly clip: string
  readonly verticalFieldOfViewDegrees: number
}

/** What a test can do to the device. */
export interface EmulatedScanner {
  /** As the device's own way back out of a session. */
  end(): Promise<void>
  /** Whether the device knows where it is; it shows pages nothing while it does not. */
  place(state: 'known' | 'lost'): void
}

declare const emulatedScannerOptions: EmulatedScannerOptions

/** What is before the device, and its clock. */
function createSight(url: string) {
  const loaded: { clip?: SightClip; bytes?: Uint8Array } = {}
  const state: { index: number; shown: number; sight: Sight } = { index: 0, shown: -1, sight: NOTHING }
  const beganMs = performance.now()
  void fetch(url).then(async (response) => {
    const all = new Uint8Array(await response.arrayBuffer())
    const end = all.indexOf(LINE_FEED)
    loaded.clip = JSON.parse(new TextDecoder().decode(all.subarray(0, end))) as SightClip
    loaded.bytes = all.subarray(end + 1)
  })
  return {
    goOn: (): void => {
      state.index++
    },
    isThere: () => loaded.clip !== undefined,
    now: () => beganMs + (1000 * state.index) / (loaded.clip?.framesPerSecond ?? 1),
    see(): Sight {
      const { clip, bytes } = loaded
      if (clip !== undefined && bytes !== undefined && state.shown !== state.index) {
        state.shown = state.index
        state.sight = sightAt(clip, bytes, state.index)
      }
      return state.sight
    },
  }
}

/** The caption that the page writes anew with each picture it has looked at. */
function whenJudged(goOn: () => void): void {
  const caption = document.getElementById('live-depth')
  if (caption !== null) new MutationObserver(goOn).observe(caption, { childList: true })
}

const LINE_FEED = 10
const NOTHING: Sight = {
  image: { width: 32, height: 32, format: 'rgb8', data: new Uint8Array(32 * 32 * 3) },
  depth: { width: 1, height: 1, data: new Float32Array(1) },
}

function sightAt(clip: SightClip, bytes: Uint8Array, index: number): Sight {
  const { image, depth } = clip
  const colorLength = image.width * image.height * 3
  const depthLength = depth.width * depth.height * 2
  const count = bytes.length / (colorLength + depthLength)
  const from = (index % count) * (colorLength + depthLength)
  const data = bytes.slice(from, from + colorLength)
  // No camera gives a picture twice: what comes again has other noise.
  if (index >= count) addNoise(data, index)
  const raw = new Uint16Array(bytes.slice(from + colorLength, from + colorLength + depthLength).buffer)
  return {
    image: { ...image, format: 'rgb8', data },
    depth: { ...depth, data: Float32Array.from(raw, (millimetres) => millimetres / 1000) },
  }
}

/** One step up, down, or none. */
function addNoise(data: Uint8Array, seed: number): void {
  let state = seed | 1
  for (let i = 0; i < data.length; i++) {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    data[i] = Math.max(0, Math.min(255, data[i]! + ((state >>> 8) % 3) - 1))
  }
}

function install(): void {
  const { clip, ...options } = emulatedScannerOptions
  const { see, now, goOn, isThere } = createSight(clip)
  const state: { place: 'known' | 'lost' } = { place: 'known' }
  const world = createWorld(goOn)
  const step = () => {
    if (!world.isHeld) goOn()
  }
  const device = installEmulatedXr({
    ...options,
    see,
    now,
    isPlaced: () => state.place === 'known' && isThere(),
  })
  document.addEventListener('DOMContentLoaded', () => whenJudged(step))
  holdTimers(() => state.place === 'lost')
  const scanner: EmulatedScanner = {
    end: async () => device.activeSession?.end(),
    place: (place) => {
      state.place = place
    },
  }
  Object.assign(globalThis, { emulatedScanner: scanner, emulatedWorld: world })
}

// The debugger runs this in every page, before there is an application.
if (location.pathname === '/scan.html') install()
