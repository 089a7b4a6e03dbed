import { writeSync } from 'node:fs'
import { contentOf, openStore, slotKey } from './faults/kill-slots.js'

// node kill-writer.mjs <sqlite|postgres> <path or URL> <slots> <lanes>
// Writes for ever, slot after slot, and prints each write once it is acknowledged: "slot revision". To be
// killed. Each lane has slots of its own, so that a slot's revisions come one after the other.
const [kind, location, slotCount, laneCount] = process.argv.slice(2)
const store = await openStore(kind === 'postgres' ? 'postgres' : 'sqlite', location!)
const [slots, lanes] = [Number(slotCount), Number(laneCount)]
writeSync(1, 'ready\n')

async function write(lane: number): Promise<never> {
  for (;;) {
    for (let slot = lane; slot < slots; slot += lanes) {
      const present = (await store.get(slotKey(slot)))?.revision ?? 0
      const revision = present + 1
      await store.put(slotKey(slot), contentOf(slot, revision), { expectedRevision: present })
      writeSync(1, `${slot} ${revision}\n`)
    }
  }
}

await Promise.all(Array.from({ length: lanes }, (_, lane) => write(lane))).catch((error: unknown) => {
  // The server was killed: what was not acknowledged was not printed.
  writeSync(2, `${String(error)}\n`)
  process.exit(1)
})
