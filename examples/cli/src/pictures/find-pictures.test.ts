import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { InputError } from '../input-error.js'
import { findPictures } from './find-pictures.js'

const state = { folder: '' }
const FILES = [
  'frame-10.png',
  'frame-2.png',
  'photo.JPG',
  'notes.txt',
  'deep/other.webp',
  'deep/[odd] name.png',
]

beforeAll(async () => {
  state.folder = await mkdtemp(join(tmpdir(), 'faceward-find-'))
  await mkdir(join(state.folder, 'deep'))
  await mkdir(join(state.folder, 'empty'))
  for (const name of FILES) await writeFile(join(state.folder, name), '')
})
afterAll(() => rm(state.folder, { recursive: true, force: true }))

const find = async (...names: string[]) => {
  const found = await findPictures(names.map((name) => join(state.folder, name)))
  return found.map((path) => relative(state.folder, path).replaceAll('\\', '/'))
}

it('takes every picture of a folder, not below it, numbers in their natural order', async () => {
  expect(await find('.')).toEqual(['frame-2.png', 'frame-10.png', 'photo.JPG'])
})

it('takes patterns, and files as they are named, whatever their extension', async () => {
  expect(await find('**/*.png')).toEqual(['deep/[odd] name.png', 'frame-2.png', 'frame-10.png'])
  expect(await find('deep/[odd] name.png', 'notes.txt')).toEqual(['deep/[odd] name.png', 'notes.txt'])
})

it('names each file once', async () => {
  expect(await find('frame-2.png', '.', './frame-2.png')).toEqual([
    'frame-2.png',
    'frame-10.png',
    'photo.JPG',
  ])
})

it('refuses what names nothing, and says what', async () => {
  for (const [name, code, message] of [
    ['missing.png', 'no-such-file', /no file or folder.*missing\.png/],
    ['photo.JPG/inner.png', 'no-such-file', /no file/],
    ['*.tiff', 'no-such-file', /Nothing matches/],
    ['empty', 'no-pictures', /no pictures.*\.webp/],
  ] as const) {
    const failure = await find('photo.JPG', name).catch((error: unknown) => error)
    expect(failure).toBeInstanceOf(InputError)
    expect(failure).toMatchObject({ code, message: expect.stringMatching(message) })
  }
})
