import { copyFile, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createSimulatedPerson, renderFrame, sampleScenes } from '@faceward/capture-simulated'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { COMMANDS } from '../src/commands.js'
import { placesOnly, runFaceward } from './run-faceward.js'
import { runInProcess } from './run-in-process.js'

const CAMERA = { width: 320, height: 240, horizontalFieldOfViewDegrees: 36 }
const PEOPLE = { ada: 31, boris: 17, cleo: 52 } as const
const PICTURES_EACH = 4

const state = { folder: '' }
const at = (...path: string[]) => join(state.folder, ...path)

const faceward = (...args: string[]) => runInProcess(COMMANDS, args, { environment: placesOnly(process.env) })
const readJson = async (path: string) => JSON.parse(await readFile(path, 'utf8'))
const cacheLines = async (out: string) => {
  const [file] = await readdir(at(out, 'embeddings'))
  const text = await readFile(at(out, 'embeddings', file!), 'utf8')
  return text.split('\n').filter((line) => line !== '')
}

/** Faces of three simulated people, a wall and a file that is no picture. */
beforeAll(async () => {
  state.folder = await mkdtemp(join(tmpdir(), 'faceward-evaluate-'))
  for (const [name, seed] of Object.entries(PEOPLE)) {
    await mkdir(at('people', name), { recursive: true })
    const person = createSimulatedPerson({ seed })
    const scenes = sampleScenes(seed, PICTURES_EACH, {
      camera: CAMERA,
      maximumYawDegrees: 10,
      distanceM: [0.42, 0.5],
    })
    for (const [i, scene] of scenes.entries()) {
      const { width, height, data } = renderFrame(person, scene).frame.image
      await sharp(data, { raw: { width, height, channels: 3 } })
        .png()
        .toFile(at('people', name, `${i + 1}.png`))
    }
  }
  const wall = { create: { width: 320, height: 240, channels: 3, background: '#887766' } } as const
  await sharp(wall)
    .png()
    .toFile(at('people', 'ada', 'wall.png'))
  await writeFile(at('people', 'boris', 'text.jpg'), 'this is no picture')
})
afterAll(() => rm(state.folder, { recursive: true, force: true }))

describe('faceward evaluate recognition', () => {
  it('compares everybody with everybody, counts failures to enrol and writes a report', async () => {
    const { exitCode, stdout } = await faceward(
      'evaluate',
      'recognition',
      '--images',
      at('people'),
      '--out',
      at('one'),
      '--workers',
      '1',
    )
    expect(exitCode).toBe(0)
    const report = await readJson(at('one', 'recognition.json'))
    expect(report.subjects).toBe(3)
    expect(report.failureToEnrol).toMatchObject({ errors: 2, trials: 14 })
    expect(report.enrolmentFailures).toEqual([
      { image: 'ada/wall.png', reason: 'no_face' },
      { image: 'boris/text.jpg', reason: 'undecodable_image' },
    ])
    expect(report.comparisons).toMatchObject({
      mated: 3 * 6,
      nonMated: 3 * 16,
      matedNotMade: 8,
      nonMatedNotMade: 17,
    })
    expect(report.strongestClaim.fmr.upper95).toBeCloseTo(3 / 48, 12)
    // Simulated people are told apart by the real models.
    expect(report.equalErrorRate.rate).toBeLessThan(0.2)
    expect(stdout).toContain('FMR <= ')
    const page = await readFile(at('one', 'recognition.html'), 'utf8')
    expect(page).toContain('ada/wall.png')
    // Wherever the pictures lie is nobody's business who reads the report.
    expect(page.replace(/<code>faceward .*?<\/code>/s, '')).not.toContain(state.folder)
  })

  it('says the same with two workers in a process of its own, and keeps nothing with --no-cache', async () => {
    const { exitCode } = await runFaceward([
      'evaluate',
      'recognition',
      '--images',
      at('people'),
      '--out',
      at('two'),
      '--workers',
      '2',
      '--no-cache',
    ])
    expect(exitCode).toBe(0)
    const [one, two] = [
      await readJson(at('one', 'recognition.json')),
      await readJson(at('two', 'recognition.json')),
    ]
    expect({ ...two, origin: null }).toEqual({ ...one, origin: null })
    expect(await readdir(at('two'))).not.toContain('embeddings')
  })

  it('goes on where it was interrupted', async () => {
    const args = [
      'evaluate',
      'recognition',
      '--images',
      at('people'),
      '--out',
      at('stopped'),
      '--workers',
      '1',
    ]
    const someKept = async () => {
      for (;;) {
        const lines = await cacheLines('stopped').catch(() => [])
        if (lines.length >= 2) return
        await new Promise((resolve) => setImmediate(resolve))
      }
    }
    const stopped = await runFaceward(args, { interruptWhen: someKept })
    expect(stopped.exitCode).toBe(130)
    expect(stopped.stderr).toMatch(/Stopped after \d+ of 14 pictures\. They are kept/)
    const kept = await cacheLines('stopped')
    expect(kept.length).toBeLessThan(14)
    expect((await faceward(...args)).exitCode).toBe(0)
    const all = await cacheLines('stopped')
    expect(all.slice(0, kept.length)).toEqual(kept)
    expect(all).toHaveLength(14)
    const [one, again] = [
      await readJson(at('one', 'recognition.json')),
      await readJson(at('stopped', 'recognition.json')),
    ]
    expect(again.equalErrorRate).toEqual(one.equalErrorRate)
  })

  it('makes the comparisons of a pairs file, with rates for the groups it is told', async () => {
    const pairs = [
      'ada/1.png,ada/2.png,1',
      'boris/1.png,boris/2.png,1',
      'ada/1.png,boris/1.png,0',
      'ada/2.png,wrong.png,0',
    ]
    await writeFile(at('pairs.csv'), pairs.join('\n'))
    const missing = await faceward(
      'evaluate',
      'recognition',
      '--images',
      at('people'),
      '--pairs',
      at('pairs.csv'),
    )
    expect(missing.exitCode).toBe(3)
    expect(missing.stderr).toContain('1 of the 5 pictures that the pairs file names')
    await writeFile(at('pairs.csv'), pairs.slice(0, 3).join('\n'))
    await writeFile(at('groups.csv'), 'ada,women\nboris,men\ncleo,women\n')
    const options = [
      '--images',
      at('people'),
      '--groups',
      at('groups.csv'),
      '--out',
      at('one'),
      '--workers',
      '1',
    ]
    expect((await faceward('evaluate', 'recognition', ...options)).exitCode).toBe(0)
    const { groups } = await readJson(at('one', 'recognition.json'))
    expect(groups).toMatchObject([
      { group: 'men', subjects: 1, fnmr: { trials: 6 } },
      { group: 'women', subjects: 2, fmr: { trials: 16 }, fnmr: { trials: 12 } },
    ])
    const listed = await faceward(
      'evaluate',
      'recognition',
      '--images',
      at('people'),
      '--pairs',
      at('pairs.csv'),
      '--out',
      at('pairs'),
      '--workers',
      '1',
    )
    expect(listed.exitCode).toBe(0)
    expect((await readJson(at('pairs', 'recognition.json'))).comparisons).toMatchObject({
      mated: 2,
      nonMated: 1,
    })
  })
})

describe('faceward calibrate', () => {
  const calibrate = (...more: string[]) =>
    faceward('calibrate', '--images', at('people'), '--out', at('one'), '--workers', '1', ...more)

  it('refuses a target that a few pictures cannot support, and says what would', async () => {
    const { exitCode, stderr } = await calibrate()
    expect(exitCode).toBe(3)
    expect(stderr).toContain('FMR 0.0001 needs 30,000 non-mated comparisons; there are 48.')
  })

  it('writes a calibration where the sample supports it', async () => {
    const targets = ['--target-fmr', '0.1', '--target-fnmr', '0.2']
    const { exitCode } = await calibrate(...targets)
    expect(exitCode).toBe(0)
    const calibration = await readJson(at('one', 'calibration.json'))
    expect(calibration.provenance).toMatchObject({
      matedComparisons: 18,
      nonMatedComparisons: 48,
      subjects: 3,
    })
    expect(calibration.provenance.command).toContain('--target-fmr 0.1')
  })
})

describe('faceward evaluate system and pad', () => {
  beforeAll(async () => {
    for (const name of Object.keys(PEOPLE)) {
      for (const folder of [
        ['enrol', name],
        ['shown', 'bona-fide', name],
        ['shown', 'attacks', 'print', name],
      ]) {
        await mkdir(at(...folder), { recursive: true })
      }
      for (const i of [1, 2, 3]) await copyFile(at('people', name, `${i}.png`), at('enrol', name, `${i}.png`))
      await copyFile(at('people', name, '4.png'), at('shown', 'bona-fide', name, '4.png'))
      // Stands for an attack: a picture of the person, as a file. Stills cannot tell.
      await copyFile(at('people', name, '4.png'), at('shown', 'attacks', 'print', name, '4.png'))
    }
  })

  it('records whole transactions for tune', async () => {
    const { exitCode, stderr } = await faceward(
      'evaluate',
      'system',
      '--enrolment',
      at('enrol'),
      '--presentations',
      at('shown'),
      '--impostors',
      '1',
      '--out',
      at('system'),
    )
    expect([exitCode, stderr]).toEqual([0, expect.not.stringContaining('key')])
    const lines = (await readFile(at('system', 'transactions.jsonl'), 'utf8')).trim().split('\n')
    const kinds = lines.map((line) => JSON.parse(line).kind).sort()
    expect(kinds).toEqual([
      'attack',
      'attack',
      'attack',
      'mated',
      'mated',
      'mated',
      'non-mated',
      'non-mated',
      'non-mated',
    ])
    const { far, frr, iapar } = await readJson(at('system', 'system.json'))
    expect([far.comparisons, frr.comparisons, iapar[0].trials]).toEqual([3, 3, 3])
    expect(far.errors).toBe(0)
  })

  it('reports PAD by species from a folder, and IAPAR once people are enrolled', async () => {
    const { exitCode } = await faceward(
      'evaluate',
      'pad',
      '--presentations',
      at('shown'),
      '--enrolment',
      at('enrol'),
      '--out',
      at('pad'),
    )
    expect(exitCode).toBe(0)
    const { metrics } = await readJson(at('pad', 'pad.json'))
    expect(metrics.species).toMatchObject([{ species: 'print', presentations: 3, iapar: { trials: 3 } }])
    const judged = (await readFile(at('pad', 'presentations.jsonl'), 'utf8')).trim().split('\n')
    expect(judged).toHaveLength(6)
  })
})
