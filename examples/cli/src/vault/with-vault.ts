import { existsSync } from 'node:fs'
import { type NodeVault, openNodeVault } from '@faceward/node'
import type { CommandResult, Invocation } from '../cli.js'
import { startOnStore, storePlace } from '../engine/start-on-store.js'
import { InputError } from '../input-error.js'

/** The tenant the commands about one person work on. */
export const TENANT = 'default'

/**
 * Opens the store and the keys, does the work with them, and closes both whatever happens. Makes no store.
 *
 * @throws InputError when there is no store yet.
 */
export async function withVault(
  invocation: Invocation,
  work: (vault: NodeVault) => Promise<CommandResult>,
): Promise<CommandResult> {
  const { databaseUrl, path } = storePlace(invocation)
  if (databaseUrl === undefined && !existsSync(path)) {
    throw new InputError(`There is no store ${path}.`, 'no-such-store')
  }
  const vault = await startOnStore(invocation, openNodeVault)
  try {
    return await work(vault)
  } finally {
    await vault.store.close()
    await vault.cipher.dispose()
  }
}

/** How many sealed records all tenants have; a progress bar wants to know before. */
export async function countSealedRecords({ store }: NodeVault, signal: AbortSignal): Promise<number> {
  let count = 0
  for (const tenantId of await store.tenants({ signal })) {
    for (const collection of ['keys', 'templates'] as const) {
      let cursor: string | undefined
      do {
        const page = await store.list({
          collection,
          tenantId,
          signal,
          ...(cursor === undefined ? {} : { cursor }),
        })
        count += page.records.length
        cursor = page.nextCursor
      } while (cursor !== undefined)
    }
  }
  return count
}
