import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createRealsenseRecording } from '@faceward/capture-realsense'
import { createSession } from '@faceward/capture-simulated'
import { createNodeEngine, type NodeEngine } from '@faceward/node'
import type { Frame } from '@faceward/spec'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { recordingOf } from '../../../packages/capture-realsense/test/recording.js'
import { writeBag } from '../../../packages/capture-realsense/test/write-bag.js'
import { COMMANDS } from '../src/commands.js'
import { placesOnly } from './run-faceward.js'
import { runInProcess } from './run-in-process.js'

const KEY = 'ffeeddccbbaa99887766554433221100f0e1d2c3b4a5968778695a4b3c2d1e0f'
const state = {} as { folder: string; bag: string; engine: NodeEngine; frames: readonly Frame[] }
const environment = () => ({
  ...placesOnly(process.env),
  FACEWARD_HOME: state.folder,
  BIOMETRIC_TEMPLATE_KEY: KEY,
  NODE_ENV: 'test',
})

/** A live person before a depth camera, recorded; and enrolled from her first frames. */
beforeAll(async () => {
  state.folder = await mkdtemp(join(tmpdir(), 'faceward-recorded-'))
  const session = createSession({
    species: 'bona-fide',
    seed: 125,
    durationMs: 1500,
    framesPerSecond: 8,
    depthSensor: 'exact',
  })
  const rendered = [...session.frames()]
  state.bag = join(state.folder, 'ada.bag')
  await writeFile(state.bag, writeBag({ ...recordingOf(rendered, 0.0001), framesPerSecond: 8 }))
  const pictures = join(state.folder, 'ada')
  for (const [i, { image }] of rendered.slice(0, 3).entries()) {
    const { width, height, data } = image
    const png = await sharp(data, { raw: { width, height, channels: 3 } })
      .png()
      .toBuffer()
    await writeFile(`${pictures}-${i}.png`, png)
  }
  const enrolled = await faceward('enroll', 'ada', ...[0, 1, 2].map((i) => `${pictures}-${i}.png`))
  expect(enrolled.stderr).toBe('')
  state.engine = await createNodeEngine({ environment: environment(), dataFolder: state.folder })
  const frames: Frame[] = []
  for await (const frame of await createRealsenseRecording({ path: state.bag }).open()) frames.push(frame)
  state.frames = frames
})
afterAll(async () => {
  await state.engine?.close()
  await rm(state.folder, { recursive: true, force: true })
})

const faceward = (...args: string[]) => runInProcess(COMMANDS, args, { environment: environment() })

/** What the depth sensor's own driver would have given at that moment. */
const asLive = (frame: Frame): Frame => ({
  ...frame,
  source: { id: 'realsense', kind: 'stream' },
  depth: { ...frame.depth!, provenance: { kind: 'sensed', method: 'active-stereo', trust: 'driver' } },
})

describe('a recording of a live person', () => {
  it('would have been judged by its depth when it was live', async () => {
    const { decision, assurance } = await state.engine.verify({
      subjectId: 'ada',
      frames: state.frames.map(asLive),
      minimumAssurance: 'sensed-depth',
    })
    expect([decision, assurance]).toEqual(['accept', 'sensed-depth'])
  })

  it('is not: its depth is no evidence, and it is worth no more than pictures', async () => {
    const { decision, assurance, reasons, liveness } = await state.engine.verify({
      subjectId: 'ada',
      frames: state.frames,
      minimumAssurance: 'sequence',
    })
    expect(decision).not.toBe('accept')
    expect(reasons.map(({ code }) => code)).toContain('assurance_too_low')
    expect(['none', 'stills']).toContain(assurance)
    expect(liveness.cues.find(({ cueId }) => cueId === 'depth-consistency')?.result).toEqual({
      status: 'abstained',
      reason: 'depth_recorded',
    })
  })

  it('is refused by faceward verify --source', async () => {
    const { exitCode, stdout } = await faceward('verify', 'ada', '--source', state.bag, '--verbose')
    expect(exitCode).toBe(2)
    expect(stdout).toMatch(/VERIFY AGAIN {2}ada/)
    expect(stdout).toMatch(/depth-consistency: did not judge: the depth was recorded, not live/)
  })

  it('takes one source, or pictures', async () => {
    for (const args of [['ada'], ['ada', '--source', 'realsense-recording', state.bag, 'other.png']]) {
      const { exitCode, stderr } = await faceward('verify', ...args)
      expect(exitCode).toBe(3)
      expect(stderr.trim().split('\n')).toHaveLength(1)
    }
  })
})
