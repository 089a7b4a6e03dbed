import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { describeConformance, templateStoreCases } from '@faceward/conformance'
import type { TemplateStore } from '@faceward/spec'
import { describe, it } from 'vitest'
import { bundleForNode } from '../../../tooling/src/bundle-for-node.mjs'

const packageFolder = fileURLToPath(new URL('..', import.meta.url))
const guide = new URL('../../../docs/plugins/template-store.md', import.meta.url)

// The guide says that the kit's cases hold for its example, so they are run on it as it is printed there.
const [, example] = /```ts\n([\s\S]*?)```/.exec(readFileSync(guide, 'utf8')) ?? []
const source = `${packageFolder}node_modules/.faceward/${process.pid}/example-store.ts`
mkdirSync(`${packageFolder}node_modules/.faceward/${process.pid}`, { recursive: true })
writeFileSync(source, example ?? '')
const bundled = await bundleForNode({ entry: source, packageFolder })
const { createExampleStore } = (await import(pathToFileURL(bundled).href)) as {
  readonly createExampleStore: (options: { clock: { now(): number } }) => TemplateStore
}

describeConformance(
  { describe, it },
  'conformance of the store in docs/plugins/template-store.md',
  templateStoreCases({
    capabilities: { durable: false, multiProcess: false, secureDelete: false },
    createPlace: async ({ clock }) => ({
      open: async () => createExampleStore({ clock }),
      remove: async () => {},
    }),
  }),
)
