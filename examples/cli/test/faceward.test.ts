import { once } from 'node:events'
import { mkdir, readdir, readFile, watch, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { DEFAULT_MODELS } from '@faceward/model-pack'
import { findKnownModel } from '@faceward/models'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { ada, at, faceward, inProcess, json, jsonInProcess, KEY, OTHER_KEY } from './faceward-trial.js'

describe('enrol, verify, list, delete', () => {
  it('goes round', async () => {
    const enrolled = await json(['enroll', 'ada', ...ada(1, 2, 3)])
    expect(enrolled).toMatchObject({
      command: 'enroll',
      exitCode: 0,
      result: { subject: 'ada', decision: 'enrolled' },
    })
    expect(enrolled.result.pictures).toHaveLength(3)

    const accepted = await json(['verify', 'ada', ...ada(4)])
    expect(accepted).toMatchObject({ exitCode: 0, result: { decision: 'accept', match: true } })
    expect(accepted.result.similarity).toBeGreaterThan(0.85)
    expect(accepted.result.calibration.operatingPoints.length).toBeGreaterThan(0)

    const rejected = await json(['verify', 'ada', at('boris')])
    expect(rejected).toMatchObject({ exitCode: 1, result: { decision: 'reject', match: false } })

    const { result } = await json(['list'])
    expect(result.subjects).toMatchObject([{ subjectId: 'ada', sampleCount: 3, revision: 1 }])
    expect(result.subjects[0].keyId).toMatch(/^k0-/)

    expect(await json(['enroll', 'ada', ...ada(1, 2, 3)])).toMatchObject({
      exitCode: 1,
      result: { decision: 'refused', reasons: [{ code: 'already_enrolled' }] },
    })
    expect(await json(['enroll', 'ada', at('ada'), '--replace'])).toMatchObject({ exitCode: 0 })
    expect((await json(['list'])).result.subjects[0].sampleCount).toBe(5)

    expect(await json(['delete', 'ada'])).toMatchObject({ exitCode: 0, result: { deletedRecords: 1 } })
    expect((await json(['list'])).result.subjects).toEqual([])
    expect(await json(['delete', 'ada'])).toMatchObject({ exitCode: 3, result: { deletedRecords: 0 } })
    expect(await json(['verify', 'ada', ...ada(4)])).toMatchObject({
      exitCode: 1,
      result: { decision: 'reject', reasons: [{ code: 'unknown_subject' }] },
    })
  })

  it('tells a person the same in words, and more with --verbose', async () => {
    const environment = { FACEWARD_HOME: at('words') }
    const { exitCode, stdout, stderr } = await faceward(['enroll', 'ada', ...ada(1, 2, 3)], { environment })
    expect([exitCode, stderr]).toEqual([0, ''])
    expect(stdout).toMatch(/ENROLLED {2}ada/)
    const accepted = await faceward(['verify', 'ada', ...ada(4), '--verbose'], { environment })
    expect(accepted.stdout).toMatch(
      /ACCEPT {2}ada {2}similarity [01]\.\d\d[\s\S]*single pictures show no motion[\s\S]*1 in /,
    )
    const again = await faceward(['verify', 'ada', ...ada(4)], { environment })
    expect(again.stdout).toContain('ACCEPT')
    expect(again.stdout).not.toContain('1 in ')
    expect((await faceward(['list'], { environment })).stdout).toMatch(/^subject .*\nada /)
  })
})

describe('broken machinery', () => {
  it('a store of another key: exit code 4, and what to do', async () => {
    const environment = { FACEWARD_HOME: at('locked') }
    expect((await faceward(['enroll', 'ada', ...ada(1, 2, 3)], { environment })).exitCode).toBe(0)
    for (const args of [['verify', 'ada', ...ada(4)], ['list'], ['delete', 'ada']]) {
      const { exitCode, stdout, stderr } = await faceward(args, {
        environment: { ...environment, BIOMETRIC_TEMPLATE_KEY: OTHER_KEY },
      })
      expect([exitCode, stdout]).toEqual([4, ''])
      expect(stderr).toMatch(/cannot be opened: wrong key[\s\S]*BIOMETRIC_TEMPLATE_KEY/)
      expect(stderr).not.toMatch(/^\s+at /m)
    }
    expect(
      (await faceward(['doctor'], { environment: { ...environment, BIOMETRIC_TEMPLATE_KEY: OTHER_KEY } }))
        .exitCode,
    ).toBe(4)
    expect((await faceward(['verify', 'ada', ...ada(4)], { environment })).exitCode).toBe(0)
  })

  it('a weak key, and none in production', async () => {
    const weak = await inProcess(['list'], { environment: { BIOMETRIC_TEMPLATE_KEY: 'ab'.repeat(32) } })
    expect([weak.exitCode, weak.stderr]).toEqual([4, expect.stringContaining('BIOMETRIC_TEMPLATE_KEY')])
    expect(weak.stderr).not.toContain('abab')
    const none = await inProcess(['list'], {
      environment: { BIOMETRIC_TEMPLATE_KEY: '', NODE_ENV: 'production' },
    })
    expect([none.exitCode, none.stderr]).toEqual([4, expect.stringContaining('in production')])
  })

  it('a store that cannot be made', async () => {
    await writeFile(at('a-file'), '')
    const { exitCode, stderr } = await inProcess(['list', '--store', at('a-file', 'store.db')])
    expect(exitCode).toBe(4)
    expect(stderr.trim()).not.toBe('')
    await writeFile(at('no-store.db'), 'this is no database, and long enough to be looked at'.repeat(40))
    const other = await inProcess(['list', '--store', at('no-store.db')])
    expect([other.exitCode, other.stdout]).toEqual([4, ''])
  })

  it.runIf(process.platform === 'linux')('a folder that cannot be written, not even by root', async () => {
    const { exitCode, stdout, stderr } = await faceward(['list', '--data-folder', '/sys/faceward'])
    expect([exitCode, stdout]).toEqual([4, ''])
    expect(stderr).toMatch(/cannot be read or written[\s\S]*doctor/)
  })

  it('a damaged model in the cache is found and removed; the default ones need no cache', async () => {
    const cache = at('cache')
    const environment = { FACEWARD_CACHE: cache }
    await mkdir(cache)
    const { sha256 } = findKnownModel('yunet-2023mar')!.file
    await writeFile(join(cache, `${sha256}.onnx`), 'damaged')
    const verify = async () => {
      const { exitCode, result } = await jsonInProcess(['models', 'verify'], { environment })
      const states: [string, string][] = result.models.map(({ id, state }: Record<string, string>) => [
        id,
        state,
      ])
      return { exitCode, states: Object.fromEntries(states) }
    }
    const ready = Object.values(DEFAULT_MODELS).map(({ id }) => [id, 'ready'])
    expect(await verify()).toMatchObject({
      exitCode: 4,
      states: { ...Object.fromEntries(ready), 'yunet-2023mar': 'damaged' },
    })
    expect(await verify()).toMatchObject({ exitCode: 0, states: { 'yunet-2023mar': 'absent' } })
    expect(await readdir(cache)).toEqual([])
  })

  it.each([
    [404, '', 'not-found'],
    [200, 'other bytes', 'integrity-mismatch'],
  ])('a download that answers %i %j', async (status, body, code) => {
    const server = createServer((_, response) => response.writeHead(status).end(body)).listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    try {
      const args = ['models', 'pull', 'yunet-2023mar', '--mirror', `http://127.0.0.1:${port}/{id}`]
      const environment = { FACEWARD_CACHE: at('no-cache') }
      expect(await jsonInProcess(args, { environment })).toMatchObject({
        exitCode: 4,
        error: { stage: 'models', code },
      })
    } finally {
      server.close()
    }
  })
})

describe('Ctrl-C', () => {
  it('stops with exit code 130 and leaves nothing half-written', async () => {
    const folder = at('interrupted')
    await mkdir(folder)
    const firstPicture = async () => {
      for await (const { filename } of watch(folder)) if (filename?.endsWith('.png')) return
    }
    const { exitCode, stderr } = await faceward(['simulate', folder, '--count', '500', '--size', '64x48'], {
      interruptWhen: firstPicture,
    })
    expect([exitCode, stderr.trim()]).toEqual([130, 'faceward: Stopped.'])
    const files = await readdir(folder)
    expect(files.length).toBeLessThan(500)
    for (const file of files) {
      expect(file).toMatch(/^person-1-\d+\.png$/)
      await expect(sharp(join(folder, file)).raw().toBuffer()).resolves.toHaveLength(64 * 48 * 3)
    }
  })
})

describe('doctor', () => {
  it('finds everything in place, and leaves nothing behind', async () => {
    const environment = { FACEWARD_HOME: at('doctors-home') }
    const { exitCode, result } = await json(['doctor'], { environment })
    expect(result.findings.filter(({ status }: { status: string }) => status === 'failing')).toEqual([])
    expect(exitCode).toBe(0)
    await expect(readdir(at('doctors-home'))).rejects.toThrow()
  })
})

describe('what is written', () => {
  it('holds neither the key nor anything of a template', async () => {
    const environment = { FACEWARD_HOME: at('quiet'), FACEWARD_DEBUG: '1' }
    const runs = [
      await faceward(['enroll', 'ada', ...ada(1, 2, 3), '--verbose'], { environment }),
      await faceward(['verify', 'ada', ...ada(4), '--json'], { environment }),
      await faceward(['list', '--json'], { environment }),
      await faceward(['list'], { environment: { ...environment, BIOMETRIC_TEMPLATE_KEY: OTHER_KEY } }),
    ]
    const text = runs.map(({ stdout, stderr }) => stdout + stderr).join('\n')
    for (const secret of [KEY, OTHER_KEY]) expect(text).not.toContain(secret.slice(0, 16))
    expect(text).not.toMatch(/vector|"cosine/i)
    const store = await readFile(at('quiet', 'templates.db'), 'latin1')
    expect(store).not.toContain('ada')
  })
})
