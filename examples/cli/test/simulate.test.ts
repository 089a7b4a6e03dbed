import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { registerSimulate } from '../src/commands/simulate.js'
import { runInProcess } from './run-in-process.js'

const state = { folder: '' }
const at = (name: string) => join(state.folder, name)
const simulate = (...args: string[]) => runInProcess([registerSimulate], ['simulate', ...args])
const pixels = async (folder: string) => {
  const files = (await readdir(folder)).sort()
  return { files, first: await sharp(join(folder, files[0]!)).raw().toBuffer() }
}

beforeAll(async () => {
  state.folder = await mkdtemp(join(tmpdir(), 'faceward-simulate-'))
})
afterAll(() => rm(state.folder, { recursive: true, force: true }))

describe('simulate --attack', () => {
  it('writes the frames of an attack in their order, the same for the same seed, others for another species', async () => {
    const args = ['--attack', 'bent-print', '--seed', '7', '--count', '2', '--size', '64x48']
    const { exitCode, stdout } = await simulate(...args, '--out', at('one'))
    expect([exitCode, stdout.trim()]).toEqual([
      0,
      `2 frames of bent-print, person 7, 10 a second, in ${at('one')}.`,
    ])
    await simulate(at('again'), ...args)
    await simulate('--out', at('flat'), ...args, '--attack', 'flat-print')
    const [one, again] = [await pixels(at('one')), await pixels(at('again'))]
    expect(one.files).toEqual(['bent-print-7-001.png', 'bent-print-7-002.png'])
    expect(one.first).toHaveLength(64 * 48 * 3)
    expect(again.first).toEqual(one.first)
    expect((await pixels(at('flat'))).first).not.toEqual(one.first)
  })

  it.each([
    [['--attack', 'hologram', '--out', 'x'], /--attack: expected one of bona-fide, .*got "hologram"/],
    [['--attack', 'flat-print'], /--out: expected the folder/],
    [['x', '--out', 'y'], /Give the folder once/],
  ])('%j is one clear line and exit code 3', async (args, message) => {
    const { exitCode, stdout, stderr } = await simulate(...args)
    expect([exitCode, stdout]).toEqual([3, ''])
    expect(stderr).toMatch(message)
    expect(stderr.trim().split('\n')).toHaveLength(1)
  })
})
