import { describe, expect, it } from 'vitest'
import { createSimulatedPerson } from '../person/simulated-person.js'
import { sampleScenes } from '../scene/sample-scenes.js'
import { createSimulatedCapture } from './simulated-capture.js'

const person = createSimulatedPerson({ seed: 5 })
const scenes = sampleScenes(5, 3, { camera: { width: 48, height: 36 } })

describe('createSimulatedCapture', () => {
  it('gives one frame a scene, timed by the frame rate', async () => {
    const session = await createSimulatedCapture({
      person,
      scenes,
      kind: 'stream',
      framesPerSecond: 10,
    }).open()
    const frames = []
    for await (const frame of session) frames.push(frame)
    expect(frames.map(({ timestampMs }) => timestampMs)).toEqual([0, 100, 200])
    expect(frames.map(({ sequence }) => sequence)).toEqual([0, 1, 2])
    expect(frames.every(({ source }) => source.kind === 'stream')).toBe(true)
  })

  it('stops when closed and when aborted', async () => {
    const session = await createSimulatedCapture({ person, scenes }).open()
    let seen = 0
    for await (const _ of session) {
      seen += 1
      await session.close()
    }
    expect(seen).toBe(1)
    await expect(
      createSimulatedCapture({ person, scenes }).open({ signal: AbortSignal.abort() }),
    ).rejects.toThrow()
  })

  it('samples the same conditions for the same seed', () => {
    expect(sampleScenes(5, 3)).toEqual(sampleScenes(5, 3))
    expect(sampleScenes(5, 3)).not.toEqual(sampleScenes(6, 3))
  })
})
