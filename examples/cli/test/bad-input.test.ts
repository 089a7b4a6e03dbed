import { describe, expect, it } from 'vitest'
import { ada, at, inProcess, jsonInProcess } from './faceward-trial.js'

describe('pictures that cannot be used', () => {
  it.each([
    ['no-face.png', 2, 'no_face'],
    ['two-faces.png', 2, 'multiple_faces'],
    ['tiny.png', 2, 'face_too_small'],
  ])('%s is an answer, exit code %i', async (name, exitCode, code) => {
    const verified = await jsonInProcess(['verify', 'nobody', at('odd', name)])
    expect(verified).toMatchObject({ exitCode, result: { decision: 're_verify' } })
    const codes = verified.result.reasons.map((reason: { code: string }) => reason.code)
    if (code !== 'face_too_small') expect(codes).toEqual([code])
    expect(await jsonInProcess(['enroll', 'nobody', at('odd', name)])).toMatchObject({
      exitCode: 1,
      result: { decision: 'refused' },
    })
  })

  it('a file that is no picture is bad input, or is left out when others are pictures', async () => {
    expect(await jsonInProcess(['verify', 'ada', at('odd', 'text.jpg')])).toMatchObject({
      exitCode: 3,
      error: { code: 'unsupported-type', message: expect.stringContaining('text.jpg') },
    })
    expect(await jsonInProcess(['verify', 'ada', at('odd', 'cut-short.jpg')])).toMatchObject({
      exitCode: 3,
      error: { code: 'corrupt' },
    })
    const { result } = await jsonInProcess(['verify', 'ada', at('odd', 'cut-short.jpg'), ...ada(1)])
    expect(result.pictures).toMatchObject([
      { path: at('odd', 'cut-short.jpg'), used: false, reasons: [{ code: 'undecodable_image' }] },
      { path: ada(1)[0] },
    ])
  })

  it('a folder without pictures and a name without a file are bad input', async () => {
    expect(await jsonInProcess(['verify', 'ada', at('empty')])).toMatchObject({
      exitCode: 3,
      error: { code: 'no-pictures' },
    })
    expect(await jsonInProcess(['verify', 'ada', at('missing.png')])).toMatchObject({
      exitCode: 3,
      error: { code: 'no-such-file' },
    })
  })
})

describe('arguments and settings', () => {
  it('asks to verify again where pictures are not enough', async () => {
    const environment = { FACEWARD_HOME: at('strict'), REQUIRE_ASSURANCE: 'sequence' }
    expect((await inProcess(['enroll', 'ada', ...ada(1, 2, 3)], { environment })).exitCode).toBe(0)
    const { exitCode, result } = await jsonInProcess(['verify', 'ada', ...ada(4)], { environment })
    expect([exitCode, result.reasons]).toEqual([2, [expect.objectContaining({ code: 'assurance_too_low' })]])
  })

  it.each([
    [['verify', 'ada'], /missing required argument/],
    [['verify', 'ada', 'x.png', '--luck'], /unknown option '--luck'/],
    [['verfy', 'ada', 'x.png'], /unknown command 'verfy'/],
    [['simulate', 'x', '--count', 'many'], /--count/],
    [['simulate', 'x', '--size', 'huge'], /--size/],
    [['models', 'pull', 'no-such-model'], /no model 'no-such-model'/],
  ])('%j is one clear line and exit code 3', async (args, message) => {
    const { exitCode, stdout, stderr } = await inProcess(args)
    expect([exitCode, stdout]).toEqual([3, ''])
    expect(stderr).toMatch(message)
    expect(stderr.trim().split('\n')).toHaveLength(1)
  })

  it('names a wrong setting and not its value', async () => {
    const environment = { ACCEPT_THRESHOLD: 'eighty-five' }
    const { exitCode, stderr } = await inProcess(['verify', 'ada', ...ada(1)], { environment })
    expect(exitCode).toBe(3)
    expect(stderr).toContain('ACCEPT_THRESHOLD')
    expect(stderr).not.toContain('eighty-five')
  })
})
