import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { type NodeVault, openNodeVault, STORE_FILE } from '@faceward/node'
import type { CommandResult, Invocation } from '../cli.js'
import { dataFolder, engineOptions } from '../engine/engine-options.js'
import { InputError } from '../input-error.js'

/** The tenant the command line works on. */
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
  const options = engineOptions(invocation)
  const path = options.storePath ?? join(dataFolder(invocation), STORE_FILE)
  if (!existsSync(path)) throw new InputError(`There is no store ${path}.`, 'no-such-store')
  const vault = await openNodeVault(options)
  try {
    return await work(vault)
  } finally {
    await vault.store.close()
    await vault.cipher.dispose()
  }
}

/** How many sealed records the tenant has; a progress bar wants to know before. */
export async function countSealedRecords({ store }: NodeVault, signal: AbortSignal): Promise<number> {
  let count = 0
  for (const collection of ['keys', 'templates'] as const) {
    let cursor: string | undefined
    do {
      const page = await store.list({
        collection,
        tenantId: TENANT,
        signal,
        ...(cursor === undefined ? {} : { cursor }),
      })
      count += page.records.length
      cursor = page.nextCursor
    } while (cursor !== undefined)
  }
  return count
}
