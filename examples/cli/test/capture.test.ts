import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { registerCapture } from '../src/commands/capture.js'
import { runInProcess } from './run-in-process.js'

const hasFfmpeg = spawnSync('ffmpeg', ['-version']).status === 0
if (!hasFfmpeg) process.emitWarning('ffmpeg is not installed: the test of capture with a video is left out.')

const state = { folder: '' }
beforeAll(async () => {
  state.folder = await mkdtemp(join(tmpdir(), 'faceward-capture-'))
})
afterAll(() => rm(state.folder, { recursive: true, force: true }))

const capture = (...args: string[]) => runInProcess([registerCapture], ['capture', ...args])

describe('faceward capture', () => {
  it('says what a source gives, and writes pictures of it', async () => {
    const out = join(state.folder, 'simulated')
    const run = await capture('--source', 'simulated', '7', '--frames', '2', '--out', out, '--json')
    const { exitCode, result } = JSON.parse(run.stdout)
    expect(exitCode).toBe(0)
    expect(result).toMatchObject({
      source: { kind: 'still' },
      frames: 2,
      dropped: 0,
      depth: { frames: 2, registeredToColor: true, provenance: { kind: 'sensed', trust: 'declared' } },
    })
    expect(result.depth.measuredShare).toBeGreaterThan(0.5)
    expect(result.depth.range.nearM).toBeGreaterThan(0.2)
    const names = ['frame-00000-depth.png', 'frame-00000.png', 'frame-00001-depth.png', 'frame-00001.png']
    expect((await readdir(out)).sort()).toEqual(names)
    for (const name of names) {
      const { width, channels } = await sharp(join(out, name)).metadata()
      expect([width, channels]).toEqual([result.color.width, 3])
    }
  })

  it('tells people the same', async () => {
    const { exitCode, stdout } = await capture('--source', 'simulated', '--frames', '1')
    expect(exitCode).toBe(0)
    expect(stdout).toMatch(/1 frame\n {2}colour {2}640 x 480\n {2}depth .*\n.*measured, 0\.\d\d to/)
  })

  it.skipIf(!hasFfmpeg)('reads a video at CAPTURE_RESOLUTION, and says that it was recorded', async () => {
    const video = join(state.folder, 'clip.mkv')
    execFileSync('ffmpeg', [
      '-v',
      'error',
      '-f',
      'lavfi',
      '-i',
      'testsrc=s=64x48:r=10:d=1',
      '-c:v',
      'ffv1',
      video,
    ])
    const run = await runInProcess([registerCapture], ['capture', '--source', video, '--json'], {
      environment: { CAPTURE_RESOLUTION: '320x240' },
    })
    expect(JSON.parse(run.stdout).result).toMatchObject({
      source: { kind: 'stream', recorded: true },
      frames: 10,
      dropped: 0,
      framesPerSecond: expect.closeTo(10, 3),
      color: { width: 320, height: 240 },
    })
  })

  it('says that a camera is not there, or how to install ffmpeg', async () => {
    const { exitCode, stderr } = await capture('--source', 'camera', '/dev/video-none')
    expect(exitCode).not.toBe(0)
    expect(stderr).toMatch(hasFfmpeg ? /no such camera/ : /Install it/)
  })

  it('records what a source gives, and gives it again as a recording', async () => {
    const file = join(state.folder, 'out.mcap')
    const first = await capture('--source', 'simulated', '7', '--frames', '2', '--record', file, '--json')
    const recorded = JSON.parse(first.stdout).result
    expect(recorded.files).toEqual([file])
    const { result } = JSON.parse((await capture('--source', file, '--json')).stdout)
    expect(result).toMatchObject({
      source: { id: 'mcap', recorded: true },
      frames: 2,
      color: recorded.color,
      depth: { range: recorded.depth.range, provenance: { kind: 'sensed', recorded: true } },
    })
  })

  it('lists its sources in the help', async () => {
    expect((await capture('--help')).stdout).toMatch(/Sources:\n(.*\n)*? {2}simulated \[seed\] /)
  })

  it.each([
    [['--source', 'kinect'], /"kinect" is none of/],
    [['--source', 'simulated', 'seven'], /expected a whole number/],
    [['--source', 'simulated', '--list'], /no devices to list/],
    [['--source', 'simulated', '--frames', '0'], /--frames/],
    [['--source', 'r3d'], /file is missing/],
    [['--source', 'realsense', '../lib'], /serial/],
    [[], /--source/],
  ])('%j is one clear line and exit code 3', async (args, message) => {
    const { exitCode, stdout, stderr } = await capture(...args)
    expect([exitCode, stdout]).toEqual([3, ''])
    expect(stderr).toMatch(message)
    expect(stderr.trim().split('\n')).toHaveLength(1)
  })
})
