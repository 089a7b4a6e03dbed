import { createMemoryStore } from '@faceward/storage-memory'
import { createKeyring, createSecretboxCipher } from '@faceward/template-cipher'
import { expect, it } from 'vitest'
import { composition, frame } from '../../test/composition.js'
import golden from '../../test/stored-template.golden.json' with { type: 'json' }
import { createEngine } from '../engine/create-engine.js'

// A store as another program wrote it from the description of the formats (see `madeBy`): what is stored today must be
// found and read by every later version.
const bytes = (hex: string) => new Uint8Array(Buffer.from(hex, 'hex'))

type Stored = typeof golden.template
async function engineOver(...records: Stored[]) {
  const random = { bytes: (length: number) => new Uint8Array(length).fill(7) }
  const keys = createKeyring({ keys: [{ keyId: golden.keyId, key: bytes(golden.key) }] })
  const store = createMemoryStore()
  for (const { key, bytes: hex } of records)
    await store.put(key as Parameters<typeof store.get>[0], bytes(hex))
  return {
    engine: createEngine(composition({ store, cipher: createSecretboxCipher({ keys, random }) })),
    store,
  }
}
const verifyAt = async (records: Stored[], angle: number) =>
  (await engineOver(...records)).engine.verify({ subjectId: golden.subjectId, frames: [frame({ angle })] })

it('a stored template is found under its pseudonym, opened and compared', async () => {
  const records = [golden.indexKey, golden.template]
  expect((await verifyAt(records, 0.05)).decision).toBe('accept')
  expect((await verifyAt(records, 1.2)).decision).toBe('reject')
  const { engine } = await engineOver(...records)
  expect(await engine.pseudonym({ subjectId: golden.subjectId })).toBe(golden.pseudonym)
})

it('a template of another format is unreadable, not misread', async () => {
  await expect(verifyAt([golden.indexKey, golden.ofFormat2], 0)).rejects.toHaveProperty(
    'name',
    'TemplateSecurityError',
  )
})

it.each([
  ['the model named in clear', 10],
  ['the sealed bytes', 200],
])('a template with another byte in %s does not open', async (_, at) => {
  const changed = bytes(golden.template.bytes)
  changed[at]! ^= 1
  const template = { ...golden.template, bytes: Buffer.from(changed).toString('hex') }
  await expect(verifyAt([golden.indexKey, template], 0)).rejects.toHaveProperty(
    'name',
    'TemplateSecurityError',
  )
})

it('a template does not open as the record of somebody else, nor as an older writing of it', async () => {
  const { engine, store } = await engineOver(golden.indexKey)
  const other = await engine.pseudonym({ subjectId: 'eve' })
  await store.put({ ...golden.template.key, subject: other } as never, bytes(golden.template.bytes))
  await expect(engine.verify({ subjectId: 'eve', frames: [frame({})] })).rejects.toHaveProperty(
    'name',
    'TemplateSecurityError',
  )
  const key = golden.template.key as Parameters<typeof store.get>[0]
  await store.put(key, bytes(golden.template.bytes))
  await store.put(key, bytes(golden.template.bytes))
  await expect(engine.verify({ subjectId: 'ada', frames: [frame({})] })).rejects.toHaveProperty(
    'name',
    'TemplateSecurityError',
  )
})
