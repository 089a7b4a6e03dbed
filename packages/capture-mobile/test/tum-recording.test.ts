import { mkdtemp, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { createTumCapture } from '../src/node/index.js'
import { all, camera, decodeImage, encoded, HEIGHT, path, slope, WIDTH } from './recording-trial.js'
import { depthPng } from './write-recordings.js'

describe('a TUM RGB-D folder', () => {
  async function folder(lists: { readonly rgb: string; readonly depth: string }): Promise<string> {
    const at = await mkdtemp(path('tum-'))
    await writeFile(join(at, 'rgb.txt'), lists.rgb)
    await writeFile(join(at, 'depth.txt'), lists.depth)
    for (const shade of [10, 20, 30]) await writeFile(join(at, `${shade}.png`), await encoded(shade, 'png'))
    const steps = Uint16Array.from(slope(0.5), (metres) => Math.round(metres * 5000))
    steps[0] = 0
    await writeFile(join(at, 'd.png'), depthPng(WIDTH, HEIGHT, steps))
    return at
  }
  const lists = {
    rgb: '# color images\n1305031453.40 20.png\n1305031453.36 10.png\n1305031453.44 30.png\n',
    depth: '# depth maps\n1305031453.37 d.png\n1305031453.47 d.png\n',
  }

  it('pairs colour with the depth nearest in time, in order', async () => {
    const frames = await all(
      createTumCapture({ folder: await folder(lists), decodeImage, intrinsics: camera }),
    )
    expect(frames.map(({ image, depth }) => [image.data[0], depth !== undefined])).toEqual([
      [10, true],
      [20, false],
      [30, false],
    ])
    const [first] = frames
    expect(first?.depth?.data[0]).toBe(0)
    expect(first?.depth?.data[7]).toBeCloseTo(0.507, 4)
    expect(first?.depth?.timestampMs).toBeCloseTo(1305031453370, 2)
    expect(first).toMatchObject({
      source: { id: 'tum', kind: 'stream', recorded: true },
      depth: { registeredToColor: true, provenance: { recorded: true, trust: 'declared' } },
    })
  })

  it.each([
    ['a line that is none', { ...lists, rgb: 'soon 10.png' }],
    ['a file outside the folder', { ...lists, rgb: '1 ../../etc/passwd' }],
    ['depth that is no 16-bit PNG', { rgb: '1 10.png', depth: '1 10.png' }],
  ])('refuses %s', async (_, given) => {
    const provider = createTumCapture({ folder: await folder(given), decodeImage })
    await expect(all(provider)).rejects.toMatchObject({ code: 'malformed-recording' })
  })
})
