import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { registerCalibrate } from '../commands/calibrate.js'
import { registerEvaluate } from '../commands/evaluate.js'
import { registerTrainFusion } from '../commands/train-fusion.js'
import { registerTune } from '../commands/tune.js'
import { runCli } from '../run-cli.js'

const state = { folder: '' }
const at = (name: string) => join(state.folder, name)
beforeAll(async () => {
  state.folder = await mkdtemp(join(tmpdir(), 'faceward-evaluate-'))
})
afterAll(() => rm(state.folder, { recursive: true, force: true }))

async function run(...args: string[]) {
  const written = { stdout: '', stderr: '' }
  const sink = (name: 'stdout' | 'stderr') => ({
    write: (text: string | Uint8Array) => {
      written[name] += String(text)
      return true
    },
  })
  const exitCode = await runCli(
    [registerEvaluate, registerCalibrate, registerTune, registerTrainFusion],
    args,
    {
      environment: {},
      signal: new AbortController().signal,
      stdout: sink('stdout'),
      stderr: sink('stderr'),
    },
  )
  return { exitCode, ...written }
}

describe('faceward evaluate pad', () => {
  it('reports on presentations that were judged elsewhere, the worst species first', async () => {
    const lines = [
      ...Array.from({ length: 20 }, (_, i) => ({
        name: `p${i}`,
        species: 'print',
        response: 'attack',
        score: 0.1,
      })),
      ...Array.from({ length: 20 }, (_, i) => ({
        name: `r${i}`,
        species: 'replay',
        response: i < 3 ? 'bona-fide' : 'attack',
      })),
      ...Array.from({ length: 40 }, (_, i) => ({ name: `b${i}`, response: i < 1 ? 'attack' : 'bona-fide' })),
    ]
    await writeFile(at('judged.jsonl'), lines.map((line) => JSON.stringify(line)).join('\n'))
    const { exitCode, stdout } = await run(
      'evaluate',
      'pad',
      '--results',
      at('judged.jsonl'),
      '--out',
      at('pad'),
    )
    expect(exitCode).toBe(0)
    expect(stdout.indexOf('replay')).toBeLessThan(stdout.indexOf('print'))
    const report = JSON.parse(await readFile(at('pad/pad.json'), 'utf8'))
    expect(report.metrics.worstApcer).toMatchObject({ species: 'replay', errors: 3, trials: 20 })
    expect(report.missed.map((missed: { presentation: string }) => missed.presentation)).toEqual([
      'r0',
      'r1',
      'r2',
      'b0',
    ])
    expect(await readFile(at('pad/pad.html'), 'utf8')).toContain('APCER 15.0 %')
  })

  it('wants one source, and says which line is wrong', async () => {
    expect((await run('evaluate', 'pad')).stderr).toContain(
      'either --presentations <folder> or --results <file>',
    )
    await writeFile(at('wrong.jsonl'), '{"name":"a","response":"attack"}\n{"name":"b","response":"maybe"}\n')
    const { exitCode, stderr } = await run('evaluate', 'pad', '--results', at('wrong.jsonl'))
    expect(exitCode).toBe(3)
    expect(stderr).toContain('line 2: response')
  })
})

describe('faceward tune and train-fusion', () => {
  const attempt = (rgb: number, liveness: number) => ({ terms: { rgb, liveness }, assurance: 'sequence' })
  const transactions = Array.from({ length: 40 }, (_, person) =>
    Array.from({ length: 10 }, (_, k) => [
      { kind: 'mated', subject: `p${person}`, attempts: [attempt(0.8 + 0.02 * k, 0.6 + 0.04 * k)] },
      { kind: 'non-mated', subject: `p${person}`, attempts: [attempt(0.05 * k, 0.9)] },
    ]).flat(),
  ).flat()

  it('writes thresholds and weights with claims about people held out', async () => {
    await writeFile(at('transactions.jsonl'), transactions.map((line) => JSON.stringify(line)).join('\n'))
    const { exitCode, stdout } = await run(
      'tune',
      at('transactions.jsonl'),
      '--target-far',
      '0.05',
      '--target-frr',
      '0.05',
      '--out',
      at('tuning'),
    )
    expect(exitCode).toBe(0)
    expect(stdout).toMatch(/ACCEPT_THRESHOLD=0\.\d+/)
    const { setting } = JSON.parse(await readFile(at('tuning/decision.json'), 'utf8'))
    expect(setting.rejectThreshold).toBeLessThan(setting.acceptThreshold)
    expect(setting.heldOut.far.text).toMatch(/^FAR <= /)
  })

  it('refuses a target beyond the sample with what it would need', async () => {
    await writeFile(at('transactions.jsonl'), transactions.map((line) => JSON.stringify(line)).join('\n'))
    const { exitCode, stderr } = await run('tune', at('transactions.jsonl'), '--out', at('tuning'))
    expect(exitCode).toBe(3)
    expect(stderr).toContain('FAR 0.001 needs 3000 non-mated transactions')
  })

  it('trains a gate and says whether it helps', async () => {
    await writeFile(at('transactions.jsonl'), transactions.map((line) => JSON.stringify(line)).join('\n'))
    const { exitCode, stdout } = await run(
      'train-fusion',
      at('transactions.jsonl'),
      '--target-far',
      '0.05',
      '--out',
      at('fusion'),
    )
    expect(exitCode).toBe(0)
    expect(stdout).toMatch(/^The gate (helps|does not help)/)
    const gate = JSON.parse(await readFile(at('fusion/attention-gate.json'), 'utf8'))
    expect(gate).toMatchObject({ format: 'faceward-attention-fusion/v1', provenance: { subjects: 40 } })
  })
})

describe('bad input of faceward evaluate recognition and calibrate', () => {
  it.each([
    [['evaluate', 'recognition'], '--images <folder>'],
    [['evaluate', 'recognition', '--images', 'nowhere'], 'There is no folder nowhere.'],
    [['evaluate', 'recognition', '--replicates', 'many'], '--replicates: expected a whole number'],
    [['calibrate', '--images', 'nowhere'], 'There is no folder nowhere.'],
    [['calibrate', '--images', 'x', '--target-fmr', '2'], '--target-fmr: expected a rate between 0 and 1'],
    [['calibrate'], '--images'],
  ])('%j', async (args, message) => {
    const { exitCode, stderr } = await run(...args)
    expect(exitCode).toBe(3)
    expect(stderr).toContain(message)
  })

  it('one identity only', async () => {
    await mkdir(at('one/Ann'), { recursive: true })
    await writeFile(at('one/Ann/1.jpg'), '')
    const { exitCode, stderr } = await run('evaluate', 'recognition', '--images', at('one'))
    expect(exitCode).toBe(3)
    expect(stderr).toContain('one person only')
  })
})
