import { spawn } from 'node:child_process'
import { bundleForNode } from './bundle-for-node.mjs'

const bundles = new Map()

export async function runStoreWorker({ packageFolder, external, args, job }) {
  const entry = `${packageFolder}test/store-worker.ts`
  const bundle = bundles.get(entry) ?? bundleForNode({ entry, packageFolder, external })
  bundles.set(entry, bundle)
  const child = spawn(process.execPath, [await bundle, ...args, JSON.stringify(job)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const chunks = []
  child.stdout.on('data', (chunk) => chunks.push(chunk))
  const status = await new Promise((resolve) => child.on('close', resolve))
  if (status !== 0) throw new Error(`the worker ended with ${status}`)
  return JSON.parse(Buffer.concat(chunks).toString())
}
