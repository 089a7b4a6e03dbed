import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readGroupLabels } from './group-labels.js'
import { onlyPeople, readPeople } from './people-list.js'
import { openRecognitionDataset } from './recognition-dataset.js'

const state = { folder: '' }
const at = (name: string) => join(state.folder, name)
beforeAll(async () => {
  state.folder = await mkdtemp(join(tmpdir(), 'faceward-dataset-'))
  for (const name of ['Ann/Ann_0001.jpg', 'Ann/Ann_0002.png', 'Bob/Bob_0001.jpg', 'Cid/Cid_0001.JPEG']) {
    await mkdir(join(state.folder, 'images', name, '..'), { recursive: true })
    await writeFile(join(state.folder, 'images', name), name)
  }
  await writeFile(at('secret.jpg'), '')
  await writeFile(at('pairs.txt'), '1\nAnn\t1\t2\nAnn\t1\tBob\t1\n')
})
afterAll(() => rm(state.folder, { recursive: true, force: true }))

const refusal = (promise: Promise<unknown>) =>
  promise.then(
    () => expect.unreachable(),
    (error: Error) => error,
  )

describe('openRecognitionDataset', () => {
  it('finds the pictures of a pairs file, whatever their extension, each once', async () => {
    const { images, people, folds, name } = await openRecognitionDataset({
      images: at('images'),
      pairs: at('pairs.txt'),
    })
    expect(name).toBe('pairs.txt')
    expect(images.map((image) => image.name)).toEqual([
      'Ann/Ann_0001.jpg',
      'Ann/Ann_0002.png',
      'Bob/Bob_0001.jpg',
    ])
    expect(people).toEqual(['Ann', 'Ann', 'Bob'])
    expect(folds).toEqual([
      [
        { first: 0, second: 1, mated: true },
        { first: 0, second: 2, mated: false },
      ],
    ])
    expect((await images[2]!.read()).toString()).toBe('Bob/Bob_0001.jpg')
  })

  it('compares all with all without a pairs file', async () => {
    const { protocol, people, folds } = await openRecognitionDataset({ images: at('images') })
    expect([protocol, folds]).toEqual(['all-pairs', undefined])
    expect(people).toEqual(['Ann', 'Ann', 'Bob', 'Cid'])
  })

  it('says how many pictures are missing and which', async () => {
    await writeFile(at('missing.txt'), '1\nAnn\t1\t9\nAnn\t1\tEve\t1\n')
    const error = await refusal(openRecognitionDataset({ images: at('images'), pairs: at('missing.txt') }))
    expect(error).toMatchObject({ code: 'no-such-file' })
    expect(error.message).toMatch(/^2 of the 3 pictures .*: Ann\/Ann_0009, Eve\/Eve_0001\.$/)
  })

  it('does not follow a list out of the folder of pictures', async () => {
    await writeFile(
      at('outside.txt'),
      'Ann/Ann_0001.jpg,../secret.jpg,1\nAnn/Ann_0001.jpg,Bob/Bob_0001.jpg,0\n',
    )
    expect(
      (await refusal(openRecognitionDataset({ images: at('images'), pairs: at('outside.txt') }))).message,
    ).toContain('1 of the 3 pictures')
  })

  it.each([
    [{}, '--images'],
    [{ images: 'nowhere' }, 'There is no folder nowhere.'],
    [{ bin: 'x.bin', images: 'y' }, '--bin holds its own pictures'],
    [{ bin: 'nowhere.bin' }, 'nowhere.bin cannot be read (ENOENT)'],
  ])('refuses %j', async (options, message) => {
    expect((await refusal(openRecognitionDataset(options))).message).toContain(message)
  })

  it('reads an insightface set', async () => {
    const latin1 = Buffer.from('\x80\x02]q\x00(U\x01aU\x01bU\x01cU\x01de]q\x01(\x88\x89e\x86.', 'latin1')
    await writeFile(at('set.bin'), latin1)
    const { images, folds, people } = await openRecognitionDataset({ bin: at('set.bin') })
    expect(images).toHaveLength(4)
    expect(people).toEqual([undefined, undefined, undefined, undefined])
    expect(folds!.flat()).toEqual([
      { first: 0, second: 1, mated: true },
      { first: 2, second: 3, mated: false },
    ])
  })
})

describe('people and groups', () => {
  it('takes the people of a pairs file, or one name a line', async () => {
    await writeFile(at('people.txt'), 'Bob\n\nCid\n')
    expect([...(await readPeople(at('pairs.txt')))]).toEqual(['Ann', 'Bob'])
    expect([...(await readPeople(at('people.txt')))]).toEqual(['Bob', 'Cid'])
    const dataset = await openRecognitionDataset({ images: at('images') })
    const { images, people } = onlyPeople(dataset, await readPeople(at('people.txt')), 'people.txt')
    expect(images.map(({ name }) => name)).toEqual(['Bob/Bob_0001.jpg', 'Cid/Cid_0001.JPEG'])
    expect(people).toEqual(['Bob', 'Cid'])
    expect(() => onlyPeople(dataset, new Set(['Eve']), 'eve.txt')).toThrow('eve.txt names nobody of images')
  })

  it('reads labels with or without a heading and refuses those of other people', async () => {
    const people = new Set(['Ann', 'Bob'])
    await writeFile(at('groups.csv'), 'person,group\nAnn, women\nBob,men\n')
    expect(await readGroupLabels(at('groups.csv'), people)).toEqual(
      new Map([
        ['Ann', 'women'],
        ['Bob', 'men'],
      ]),
    )
    await writeFile(at('bad.csv'), 'Ann,women\nBob\n')
    expect((await refusal(readGroupLabels(at('bad.csv'), people))).message).toContain(
      'line 2: expected person,group',
    )
    await writeFile(at('others.csv'), 'Eve,women\n')
    expect((await refusal(readGroupLabels(at('others.csv'), people))).message).toContain(
      'nobody of this data set',
    )
  })
})
