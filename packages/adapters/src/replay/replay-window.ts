import type { Clock, Image } from '@faceward/spec'
import { HASH_BITS, hammingDistance, perceptualHash } from './perceptual-hash.js'

/** Watches the frames of one request. */
export interface ReplayWatch {
  /** True when the frame came in an earlier request of the tenant. */
  see(image: Image): boolean
  /** Frames seen before, so far. */
  readonly replayed: number
  /** Remembers this request's frames. */
  remember(): void
}

/**
 * Perceptual hashes of the frames of recent requests, in memory only. It sees the same pictures sent again; one
 * compressed or resized anew mostly passes, since it differs as much as a second exposure does. A match raises an
 * alarm; whether it refuses is the operator's choice. What stops a replay is a challenge.
 */
export interface ReplayWindow {
  watch(tenantId: string): ReplayWatch
}

/** Below what a second exposure of a person who holds still differs by (12 bits at least were measured). */
const NEAR_BITS = Math.floor(HASH_BITS * 0.02)
const WINDOW_MS = 15 * 60_000
const MOST_FRAMES = 5000

interface Seen {
  readonly tenantId: string
  readonly hash: Uint32Array
  readonly atMs: number
}

export function createReplayWindow(parts: { readonly clock: Clock }): ReplayWindow {
  const { clock } = parts
  const seen: Seen[] = []

  function forgetOld(): void {
    const oldest = clock.monotonic() - WINDOW_MS
    const fresh = seen.findIndex(({ atMs }) => atMs >= oldest)
    seen.splice(0, Math.max(fresh === -1 ? seen.length : fresh, seen.length - MOST_FRAMES))
  }

  return {
    watch(tenantId) {
      forgetOld()
      const hashes: Uint32Array[] = []
      const state = { replayed: 0 }
      return {
        see(image) {
          const hash = perceptualHash(image)
          hashes.push(hash)
          const known = seen.some(
            (one) => one.tenantId === tenantId && hammingDistance(one.hash, hash) <= NEAR_BITS,
          )
          if (known) state.replayed++
          return known
        },
        get replayed() {
          return state.replayed
        },
        remember() {
          const atMs = clock.monotonic()
          seen.push(...hashes.splice(0).map((hash) => ({ tenantId, hash, atMs })))
          forgetOld()
        },
      }
    },
  }
}
