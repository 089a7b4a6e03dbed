import { chmod, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { checkKey } from './check-key.js'
import { checkNode } from './check-node.js'
import { checkSettings } from './check-settings.js'

const KEY = 'ffeeddccbbaa99887766554433221100f0e1d2c3b4a5968778695a4b3c2d1e0f'
const state = { folder: '' }
beforeEach(async () => {
  state.folder = await mkdtemp(join(tmpdir(), 'faceward-doctor-'))
})
afterEach(() => rm(state.folder, { recursive: true, force: true }))

it('wants Node 20.19 or newer', () => {
  for (const version of ['20.19.0', '20.20.2', '22.0.0', '25.1.0'])
    expect(checkNode(version).status).toBe('ok')
  for (const version of ['18.20.0', '20.18.9']) {
    expect(checkNode(version)).toMatchObject({ status: 'failing', advice: expect.stringContaining('20.19') })
  }
})

it('names wrong settings', () => {
  expect(checkSettings({}).status).toBe('ok')
  const { status, detail } = checkSettings({ ACCEPT_THRESHOLD: '85%' })
  expect([status, detail]).toEqual(['failing', expect.stringContaining('ACCEPT_THRESHOLD')])
})

it('judges the template key without making one and without showing it', async () => {
  expect(await checkKey({}, state.folder)).toMatchObject({
    status: 'ok',
    detail: expect.stringContaining('none yet'),
  })
  expect(await readdir(state.folder)).toEqual([])
  expect((await checkKey({ NODE_ENV: 'production' }, state.folder)).status).toBe('failing')
  expect((await checkKey({ BIOMETRIC_TEMPLATE_KEY: KEY }, state.folder)).status).toBe('ok')
  expect((await checkKey({ TEMPLATE_KEY_ENV: 'MY_KEY', MY_KEY: KEY }, state.folder)).detail).toContain(
    'MY_KEY',
  )
  const weak = await checkKey({ BIOMETRIC_TEMPLATE_KEY: KEY.slice(0, 60) }, state.folder)
  expect(weak.status).toBe('failing')
  expect(weak.detail).not.toContain(KEY.slice(0, 16))

  const path = join(state.folder, 'development.key')
  await writeFile(path, KEY, { mode: 0o600 })
  expect(await checkKey({}, state.folder)).toMatchObject({
    status: 'warning',
    detail: expect.stringContaining('600'),
  })
  if (process.platform === 'win32') return
  await chmod(path, 0o644)
  expect(await checkKey({}, state.folder)).toMatchObject({
    status: 'failing',
    detail: expect.stringContaining('chmod 600'),
  })
})
