import { type NodeEngineOptions, systemRandom } from '@faceward/node'
import { createMemoryStore } from '@faceward/storage-memory'
import { createKeyring } from '@faceward/template-cipher'

/** A store and a key that end with the process: nothing of an evaluation is kept beside people enrolled here. */
export function throwawayVault(): Pick<NodeEngineOptions, 'parts' | 'keys'> {
  return {
    parts: { store: createMemoryStore() },
    keys: createKeyring({ keys: [{ label: 'evaluation', key: systemRandom.bytes(32) }] }),
  }
}
