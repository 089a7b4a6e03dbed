import { existsSync } from 'node:fs'
import { createNodeEngine, openNodeVault } from '@faceward/node'
import { verifyStore } from '@faceward/template-cipher'
import type { Invocation } from '../cli.js'
import { startOnStore, storePlace } from '../engine/start-on-store.js'
import { type Finding, failing, ok } from './finding.js'

const CHECK = 'template store'
const KEY_ADVICE =
  'Use the key the store was made with, or another store (--store). Without the key nobody can open it.'

/** Whether the store can be used and the keys open what it holds of every tenant. Makes no store. */
export async function checkStore(invocation: Invocation): Promise<Finding> {
  const { databaseUrl, path } = storePlace(invocation)
  const where = databaseUrl === undefined ? path : 'PostgreSQL (DATABASE_URL)'
  if (databaseUrl === undefined && !existsSync(path)) return ok(CHECK, `none yet; it will be made in ${path}`)
  try {
    const vault = await startOnStore(invocation, openNodeVault)
    const engine = await createNodeEngine({
      parts: vault,
      environment: invocation.environment,
      models: 'none',
    })
    try {
      const { signal } = invocation
      const { tenants } = await verifyStore({ ...vault, collections: ['keys'], signal })
      const locked = tenants.filter(({ unreadable }) => unreadable > 0).map(({ tenantId }) => tenantId)
      if (locked.length > 0) {
        const detail = `${where}: the key does not open what is kept of ${locked.join(', ')}.`
        return { check: CHECK, status: 'failing', detail, advice: KEY_ADVICE }
      }
      const { parts } = await engine.health({ signal })
      const broken = Object.entries(parts).filter(([, { status }]) => status === 'failing')
      const count = tenants.length > 1 ? ` for each of ${tenants.length} tenants` : ''
      if (broken.length === 0) return ok(CHECK, `${where} is reachable and the key opens it${count}`)
      const detail = broken.map(([part, it]) => `${part}: ${it.detail ?? 'failing'}`).join(' ')
      return { check: CHECK, status: 'failing', detail: `${where}: ${detail}`, advice: KEY_ADVICE }
    } finally {
      await engine.close()
    }
  } catch (error) {
    invocation.signal.throwIfAborted()
    return failing(CHECK, error, `Check ${where} and its permissions, or give another with --store.`)
  }
}
