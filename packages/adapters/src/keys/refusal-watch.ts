import type { Clock } from '@faceward/spec'
import type { ClientAddress } from '../clients.js'

/** How many refusals within a time are a burst. */
export interface RefusalLimits {
  readonly perClient: number
  readonly inAll: number
  readonly windowMs: number
}

/** Counts requests without a right key. In memory: each process sees its own. */
export interface RefusalWatch {
  /** Counts a refusal and gives the bursts it makes full, of the client or of all; each is told once in a window. */
  see(client: string | undefined): readonly ClientAddress[]
}

/** Nobody mistypes a key twenty times a minute. */
const LIMITS: RefusalLimits = { perClient: 20, inAll: 100, windowMs: 60_000 }
const MOST_CLIENTS = 1000

interface Recent {
  readonly timesMs: number[]
  quietUntilMs: number
}

export function createRefusalWatch(
  clock: Pick<Clock, 'monotonic'>,
  { perClient, inAll, windowMs }: RefusalLimits = LIMITS,
): RefusalWatch {
  const all = recently()
  const clients = new Map<string, Recent>()

  function isBurst(recent: Recent, limit: number): boolean {
    const nowMs = clock.monotonic()
    const { timesMs } = recent
    timesMs.push(nowMs)
    if (timesMs.length > limit) timesMs.shift()
    const isFull = timesMs.length === limit && nowMs - (timesMs[0] ?? nowMs) < windowMs
    if (!isFull || nowMs < recent.quietUntilMs) return false
    recent.quietUntilMs = nowMs + windowMs
    return true
  }

  /** The one seen longest ago makes room. */
  function of(client: string): Recent {
    const recent = clients.get(client) ?? recently()
    clients.delete(client)
    clients.set(client, recent)
    const [longestAgo] = clients.keys()
    if (clients.size > MOST_CLIENTS && longestAgo !== undefined) clients.delete(longestAgo)
    return recent
  }

  return {
    see: (client) => [
      ...(client !== undefined && isBurst(of(client), perClient) ? [{ client }] : []),
      ...(isBurst(all, inAll) ? [{}] : []),
    ],
  }
}

const recently = (): Recent => ({ timesMs: [], quietUntilMs: Number.NEGATIVE_INFINITY })
