import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { type PictureOrder, renderPictures } from './render-pictures.js'
import { rendererFingerprint } from './renderer-fingerprint.js'

const state = { folder: '' }
beforeEach(async () => {
  state.folder = await mkdtemp(join(tmpdir(), 'faceward-render-'))
})
afterEach(() => rm(state.folder, { recursive: true, force: true }))

const camera = { width: 32, height: 24 }
const order = (path: string, scene = {}): PictureOrder => ({ path, seed: 3, scene: { camera, ...scene } })
const render = (...orders: PictureOrder[]) =>
  renderPictures(orders, { folder: state.folder, signal: new AbortController().signal, onRendered: () => {} })
const written = async (path: string) => (await stat(join(state.folder, path))).mtimeMs

it('takes a picture of an earlier run while nothing about it has changed', async () => {
  if ((await rendererFingerprint()) === undefined)
    throw new Error('capture-simulated is not built: npm run build')
  const first = await render(order('pictures/a.png'), order('pictures/b.png', { distanceM: 0.6 }))
  const times = [await written('pictures/a.png'), await written('pictures/b.png')]
  const again = await render(order('pictures/a.png'), order('pictures/b.png', { distanceM: 0.7 }))
  expect(await written('pictures/a.png')).toBe(times[0])
  expect(await written('pictures/b.png')).toBeGreaterThan(times[1]!)
  expect(again.get('pictures/a.png')?.png).toEqual(first.get('pictures/a.png')?.png)
  expect(again.get('pictures/b.png')?.png).not.toEqual(first.get('pictures/b.png')?.png)
})

it('renders anew what somebody has changed', async () => {
  const { png } = (await render(order('a.png'))).get('a.png')!
  await writeFile(join(state.folder, 'a.png'), 'other')
  expect((await render(order('a.png'))).get('a.png')?.png).toEqual(png)
  expect(await readFile(join(state.folder, 'a.png'))).toEqual(Buffer.from(png))
  await writeFile(join(state.folder, 'pictures', 'rendered.json'), '{')
  expect((await render(order('a.png'))).get('a.png')?.png).toEqual(png)
})
