import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { createNodeEngine, STORE_FILE } from '@faceward/node'
import type { Invocation } from '../cli.js'
import { dataFolder, engineOptions } from '../engine/engine-options.js'
import { type Finding, failing, ok } from './finding.js'

const CHECK = 'template store'

/** Whether the store can be used and the key opens it. Makes no store. */
export async function checkStore(invocation: Invocation): Promise<Finding> {
  const path = resolve(invocation.global.store ?? resolve(dataFolder(invocation), STORE_FILE))
  if (!existsSync(path)) return ok(CHECK, `none yet; it will be made in ${path}`)
  try {
    const engine = await createNodeEngine({ ...engineOptions(invocation), models: 'none' })
    try {
      const { parts } = await engine.health({ signal: invocation.signal })
      const broken = Object.entries(parts).filter(([, { status }]) => status === 'failing')
      if (broken.length === 0) return ok(CHECK, `${path} is reachable and the key opens it`)
      const detail = broken.map(([part, it]) => `${part}: ${it.detail ?? 'failing'}`).join(' ')
      const advice =
        'Use the key the store was made with, or another store (--store). Without the key nobody can open it.'
      return { check: CHECK, status: 'failing', detail: `${path}: ${detail}`, advice }
    } finally {
      await engine.close()
    }
  } catch (error) {
    invocation.signal.throwIfAborted()
    return failing(CHECK, error, `Check ${path} and its permissions, or give another with --store.`)
  }
}
