import { randomBytes } from 'node:crypto'
import { readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createTemplateVault } from '@faceward/core'
import { openNodeVault, systemRandom } from '@faceward/node'
import { sealFernet } from '@faceward/template-cipher/fernet'
import { describe, expect, it } from 'vitest'
import { importToken } from '../src/vault/import-token.js'
import { parsePythonTemplate } from '../src/vault/parse-python-template.js'
import { enrol, json, OLD, run, state } from './vault-trial.js'

describe('keys generate', () => {
  it('prints a key that the engine takes, another each time, and makes nothing', async () => {
    const [one, other] = [await run(['keys', 'generate']), await run(['keys', 'generate'])]
    expect(one.exitCode).toBe(0)
    expect(one.stdout).toMatch(/^[0-9a-f]{64}\n$/)
    expect(one.stdout).not.toBe(other.stdout)
    expect(one.stderr).toContain('keep a copy safe')
    expect(readdirSync(state.folder)).toEqual([])
  })
})

describe('export', () => {
  it('shows what is kept of a subject, and nothing of what is in it', async () => {
    await enrol(['alice', 'bob'], OLD)
    const { result } = await json(['export', 'alice'], OLD)
    expect(result).toMatchObject({
      subject: 'alice',
      pseudonym: expect.stringMatching(/^[\w-]{43}$/),
      template: {
        subjectId: 'alice',
        modelIds: ['model-1'],
        sampleCount: 3,
        keyId: expect.stringMatching(/^k0-/),
      },
      records: [{ collection: 'templates', id: 'face', revision: 1 }],
    })
    expect(JSON.stringify(result)).not.toMatch(/\b0\.5\b/)
    const printed = await run(['export', 'alice'], OLD)
    expect(printed.stdout).toContain('from 3 pictures')
    expect((await run(['export', 'nobody'], OLD)).exitCode).toBe(3)
  })
})

describe('import-fernet', () => {
  const key = new Uint8Array(randomBytes(32))
  const tokenOf = (plaintext: string | Uint8Array) =>
    sealFernet(typeof plaintext === 'string' ? new TextEncoder().encode(plaintext) : plaintext, key, {
      iv: new Uint8Array(randomBytes(16)),
      nowMs: 1_700_000_000_000,
    })
  const embedding = Array.from({ length: 4 }, (_, index) => index + 1)

  it('seals what the tokens hold, once, and says why it does not take others', async () => {
    await enrol(['bob'], OLD)
    const opened = await openNodeVault({ environment: OLD, dataFolder: state.folder })
    const vault = createTemplateVault({ ...opened, random: systemRandom })
    const settings = {
      vault,
      key,
      format: 'json',
      embedder: { modelId: 'model-1', dimension: 4 },
      replace: false,
      dryRun: false,
      signal: new AbortController().signal,
    } as const
    const good = { subjectId: 'alice', token: tokenOf(JSON.stringify({ embedding })) }
    expect(await importToken(good, { ...settings, dryRun: true })).toBe('would-import')
    expect(await importToken(good, settings)).toBe('imported')
    expect(await importToken(good, settings)).toBe('already-enrolled')
    expect(await importToken(good, { ...settings, replace: true })).toBe('imported')
    expect(await importToken({ ...good, subjectId: 'bob' }, settings)).toBe('already-enrolled')
    expect(
      await importToken({ ...good, subjectId: 'eve', token: good.token.replace(/.{4}$/, 'AAAA') }, settings),
    ).toBe('not-this-key')
    const other = { subjectId: 'eve', token: tokenOf(JSON.stringify([1, 2, 3])) }
    expect(await importToken(other, settings)).toBe('no-embedding')

    const subject = await vault.pseudonym('default', 'alice')
    const { template } = (await vault.load('default', subject))!
    expect(template).toMatchObject({ subjectId: 'alice', enrolledAtMs: 1_700_000_000_000, assurance: 'none' })
    expect(Math.hypot(...template.parts[0]!.vector)).toBeCloseTo(1, 6)
    await opened.store.close()
  })

  it('reads lists, objects and NumPy’s bytes, and no pickle', () => {
    const text = (value: unknown) => new TextEncoder().encode(JSON.stringify(value))
    const unit = Float32Array.from(embedding, (value) => value / Math.hypot(...embedding))
    const float32 = new Uint8Array(Float32Array.from(embedding).buffer)
    const float64 = new Uint8Array(Float64Array.from(embedding).buffer)
    expect(parsePythonTemplate(text(embedding), 'json', 4)).toEqual(unit)
    expect(parsePythonTemplate(text({ embedding, user: 'x' }), 'json', 4)).toEqual(unit)
    expect(parsePythonTemplate(float32, 'float32', 4)).toEqual(unit)
    expect(parsePythonTemplate(float64, 'float64', 4)).toEqual(unit)
    const pickle = new Uint8Array([0x80, 0x04, 0x95, 0x0b, 0x00])
    for (const wrong of [
      pickle,
      text('x'),
      text({ embedding: ['a'] }),
      text([0, 0, 0, 0]),
      new Uint8Array(3),
    ]) {
      for (const format of ['json', 'float32', 'float64'] as const) {
        expect(parsePythonTemplate(wrong, format, 4)).toBeUndefined()
      }
    }
  })

  it('wants a file it can read and a key from the environment, before it loads anything', async () => {
    const file = join(state.folder, 'tokens.json')
    expect((await run(['import-fernet', file], OLD)).stderr).toContain('cannot be read')
    writeFileSync(file, '{"alice": 7}')
    expect((await run(['import-fernet', file], OLD)).stderr).toContain('holds no tokens')
    writeFileSync(
      file,
      JSON.stringify([
        { subject: 'a', token: 't' },
        { subject: 'a', token: 't' },
      ]),
    )
    expect((await run(['import-fernet', file], OLD)).stderr).toContain('twice')
    writeFileSync(file, JSON.stringify({ alice: tokenOf('[1]') }))
    const keyless = await run(['import-fernet', file], OLD)
    expect([keyless.exitCode, keyless.stderr]).toEqual([3, expect.stringContaining('FERNET_KEY')])
    const weak = await run(['import-fernet', file], { ...OLD, FERNET_KEY: 'c2hvcnQ=' })
    expect([weak.exitCode, weak.stderr]).toEqual([4, expect.stringContaining('Fernet key')])
  })
})
