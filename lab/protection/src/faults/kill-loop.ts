import { type ChildProcess, spawn } from 'node:child_process'
import { checkSlots, openStore, type StoreKind } from './kill-slots.js'

export interface KillLoopOptions {
  readonly kind: StoreKind
  /** The SQLite file or the PostgreSQL URL. */
  readonly location: string
  /** The bundled kill-writer. */
  readonly writer: string
  /** Go on until this many writes were acknowledged. */
  readonly acknowledged: number
  /** Kill after this many acknowledged writes, more or less half. */
  readonly writesPerKill: number
  /** How many writes are under way at once. */
  readonly lanes: number
  /** Kills what is to be killed, and brings it up again; by default the writer. */
  readonly kill?: () => Promise<void>
  /** Looks at the whole store after each kill, beyond its slots. */
  readonly verify?: () => Promise<void>
  readonly onProgress?: (report: KillLoopReport) => void
}

export interface KillLoopReport {
  readonly acknowledged: number
  readonly kills: number
  readonly lost: number
  readonly corrupt: number
}

const SLOTS = 48

/**
 * Kills the writer, or its server, in the middle of writing, again and again on the same data; after each
 * kill reopens it and compares every record with what was acknowledged.
 */
export async function killLoop(options: KillLoopOptions): Promise<KillLoopReport> {
  const { kind, location, acknowledged: target, onProgress } = options
  const acknowledged = new Map<number, number>()
  const tally = { acknowledged: 0, kills: 0, lost: 0, corrupt: 0 }
  while (tally.acknowledged < target) {
    tally.acknowledged += await writeUntilKilled(options, acknowledged)
    tally.kills++
    await options.verify?.()
    const store = await openStore(kind, location)
    const { lost, corrupt } = await checkSlots(store, acknowledged)
    await store.close()
    tally.lost += lost
    tally.corrupt += corrupt
    onProgress?.({ ...tally })
  }
  return tally
}

async function writeUntilKilled(
  options: KillLoopOptions,
  acknowledged: Map<number, number>,
): Promise<number> {
  const { kind, location, writer, writesPerKill, lanes } = options
  const child = spawn(process.execPath, [writer, kind, location, String(SLOTS), String(lanes)], {
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  const limit = Math.ceil(writesPerKill * (0.5 + Math.random()))
  const state = { text: '', count: 0, killing: undefined as Promise<void> | undefined }
  const ended = new Promise((resolve) => child.once('close', resolve))
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    const lines = (state.text + chunk).split('\n')
    // A line cut by the kill was not acknowledged to anybody.
    state.text = lines.pop() ?? ''
    for (const line of lines) {
      const [slot, revision] = line.split(' ').map(Number)
      if (revision === undefined) continue
      acknowledged.set(slot!, revision)
      state.count++
    }
    if (state.count >= limit) state.killing ??= (options.kill ?? killerOf(child))()
  })
  await ended
  await state.killing
  if (state.count === 0) throw new Error('the writer ended before it wrote anything')
  return state.count
}

function killerOf(child: ChildProcess): () => Promise<void> {
  return async () => {
    child.kill('SIGKILL')
  }
}
