import { ConfigurationError, DisposedError, type Image, ImageDecodeError } from '@faceward/spec'
import sharp from 'sharp'
import { afterAll, describe, expect, it } from 'vitest'
import { progressiveJpeg } from '../../../test/progressive-jpeg.js'
import { createSharpDecoder } from '../sharp-decoder.js'
import { createProcessDecoder, loadingArguments } from './create-process-decoder.js'
import { createDecodePool, type DecodePool } from './decode-pool.js'
import { type DecodeProcessOptions, startDecodeProcess } from './decode-process.js'

const loader = new URL('../../../../../scripts/run-typescript.mjs', import.meta.url)
const NOBODY = undefined

const pools: DecodePool[] = []
afterAll(() => Promise.all(pools.map((pool) => pool.dispose())))

/** A pool of processes from the sources. */
function pool(options: Partial<DecodeProcessOptions> = {}, processes = 1) {
  const counter = { started: 0 }
  const made = createDecodePool(processes, () => {
    counter.started++
    return startDecodeProcess({
      script: new URL('./decode-child.js', import.meta.url),
      execArguments: ['--conditions=@faceward/source', '--import', loader.href],
      decoderOptions: '{}',
      maximumPixels: 25_000_000,
      timeoutMs: 120_000,
      maximumBytes: Number.MAX_SAFE_INTEGER,
      ...options,
    })
  })
  pools.push(made)
  return { pool: made, counter }
}

/** A process that says that it is ready, and nothing more unless told so. */
const stub = (then = '') => ({
  script: new URL('../../../test/decode-stub.mjs', import.meta.url),
  decoderOptions: then,
  execArguments: [],
})

/** One for all that only ask for pictures: starting from the sources takes seconds. */
const real = pool()

const small = () => sharp({ create: { width: 40, height: 30, channels: 3, background: '#136' } })

describe('a picture in a process of its own', () => {
  it('is the very picture that the decoder makes here, and one process is enough for many', async () => {
    const here = createSharpDecoder()
    const files = [await small().png().toBuffer(), await small().jpeg().toBuffer()]
    const images = await Promise.all(files.map((file) => real.pool.decode(file, NOBODY)))
    expect(images).toEqual(await Promise.all(files.map((file): Promise<Image> => here.decode(file))))
    expect(real.counter.started).toBe(1)
  })

  it('is refused as it is here, with code and words', async () => {
    const { pool: one, counter } = real
    const refusal = { name: 'ImageDecodeError', code: 'unsupported-type', stage: 'decode' }
    await expect(one.decode(Buffer.from('GIF89a'), NOBODY)).rejects.toMatchObject(refusal)
    await expect(one.decode(Buffer.from('GIF89a'), NOBODY)).rejects.toBeInstanceOf(ImageDecodeError)
    await expect(one.decode(Buffer.alloc(0), NOBODY)).rejects.toMatchObject({ code: 'empty' })
    expect(counter.started).toBe(1)
  })

  it('may be large: several megabytes of pixels arrive whole', async () => {
    const noisy = { type: 'gaussian', mean: 128, sigma: 60 } as const
    const file = await sharp({
      create: { width: 1600, height: 1200, channels: 3, background: '#000', noise: noisy },
    })
      .png()
      .toBuffer()
    const [there, here] = [await real.pool.decode(file, NOBODY), await createSharpDecoder().decode(file)]
    expect(Buffer.compare(there.data, here.data)).toBe(0)
  })
})

describe('a picture that costs too much', () => {
  it('is ended at the limit, and the next one gets a new process', async () => {
    const { pool: one, counter } = pool({ ...stub(), timeoutMs: 20 })
    for (let number = 1; number <= 3; number++) {
      const failure = one.decode(Buffer.from('a picture'), NOBODY)
      await expect(failure).rejects.toMatchObject({ name: 'ImageDecodeError', code: 'too-costly' })
      await expect(failure).rejects.toThrow(/took more than 0.02 s/)
      expect(counter.started).toBe(number)
    }
  })

  it('is ended where real decoding takes long: the process is gone', async () => {
    // 25 megapixels cannot be decoded in a millisecond by anybody.
    const { pool: one } = pool({ timeoutMs: 1 })
    const failure = one.decode(progressiveJpeg({ width: 5000, height: 5000, scans: 10 }), NOBODY)
    await expect(failure).rejects.toMatchObject({ code: 'too-costly' })
    await one.dispose()
  })

  it('is refused by its scans, before a pixel is decoded', async () => {
    const evil = progressiveJpeg({ width: 4000, height: 3000, scans: 883 })
    expect(evil.length).toBeLessThan(139_000)
    const decoder = createSharpDecoder({ maximumPixels: 12_000_000 })
    await expect(decoder.decode(evil)).rejects.toMatchObject({ code: 'too-costly' })
    await expect(decoder.decode(evil)).rejects.toThrow(/JPEG of 883 scans.*Save it anew/)
    const most = progressiveJpeg({ width: 640, height: 480, scans: 600 })
    expect(await decoder.decode(most)).toMatchObject({ width: 640, height: 480 })
    const tiny = progressiveJpeg({ width: 8, height: 8, scans: 883 }).toString('latin1')
    const repeated = Buffer.from(
      tiny.slice(0, -2) + tiny.slice(tiny.lastIndexOf('\xff\xda'), -2).repeat(9000),
      'latin1',
    )
    await expect(decoder.decode(repeated)).rejects.toMatchObject({ code: 'too-costly' })
  })

  it.each(['a camera', 'an editor'])(
    'is not what %s writes, progressive or not, at the largest size',
    async (who) => {
      const large = sharp({ create: { width: 4000, height: 3000, channels: 3, background: '#531' } })
      const file = await large
        .jpeg({ progressive: who === 'an editor', mozjpeg: who === 'an editor' })
        .toBuffer()
      const decoder = createSharpDecoder({ maximumPixels: 12_000_000 })
      expect(await decoder.decode(file)).toMatchObject({ width: 4000 })
    },
  )
})

describe('a process', () => {
  it('that a picture ended costs that picture, not the next', async () => {
    const { pool: one, counter } = pool(stub('exit'))
    const code = { code: 'too-costly' }
    await expect(one.decode(Buffer.from('a'), NOBODY)).rejects.toMatchObject(code)
    await expect(one.decode(Buffer.from('b'), NOBODY)).rejects.toMatchObject(code)
    expect(counter.started).toBe(2)
  })

  it('that says something else than was agreed is ended', async () => {
    for (const nonsense of ['long', 'short', 'text']) {
      const { pool: one } = pool(stub(nonsense))
      await expect(one.decode(Buffer.from('a'), NOBODY), nonsense).rejects.toMatchObject({
        code: 'too-costly',
      })
    }
  })

  it('that does not start is broken machinery, not a bad picture', async () => {
    const script = new URL('./no-such-file.mjs', import.meta.url)
    const { pool: one } = pool({ script, execArguments: [] })
    await expect(one.decode(Buffer.from('a'), NOBODY)).rejects.toBeInstanceOf(ConfigurationError)
  })

  it('may be started before the first picture, all of them, and says when it cannot', async () => {
    const { pool: two, counter } = pool(stub(), 2)
    await two.start()
    expect(counter.started).toBe(2)
    await two.start()
    expect(counter.started).toBe(2)
    const broken = pool({ script: new URL('./no-such-file.mjs', import.meta.url), execArguments: [] })
    await expect(broken.pool.start()).rejects.toBeInstanceOf(ConfigurationError)
  })

  it('that holds too much memory is replaced after the picture', async () => {
    const { pool: one, counter } = pool({ ...stub('large'), maximumBytes: 1_000_000 })
    for (let number = 1; number <= 2; number++) {
      expect(await one.decode(Buffer.from('a'), NOBODY)).toMatchObject({ width: 2 })
      expect(counter.started).toBe(number)
    }
  })

  it('sees none of the secrets of the environment', async () => {
    process.env['BIOMETRIC_TEMPLATE_KEY'] = 'ab'.repeat(32)
    try {
      const { pool: one } = pool(stub('environment'))
      await expect(one.decode(Buffer.from('a'), NOBODY)).rejects.toThrow(/^key: undefined$/)
    } finally {
      delete process.env['BIOMETRIC_TEMPLATE_KEY']
    }
  })
})

describe('who stops waiting', () => {
  it('ends the process that works for it, and leaves the queue where it had no turn yet', async () => {
    const { pool: one, counter } = pool(stub())
    await one.start()
    const [first, second] = [new AbortController(), new AbortController()]
    const decoding = one.decode(Buffer.from('a'), first.signal)
    const queued = one.decode(Buffer.from('b'), second.signal)
    second.abort(new Error('second left'))
    await expect(queued).rejects.toThrow('second left')
    first.abort(new Error('first left'))
    await expect(decoding).rejects.toThrow('first left')
    await expect(one.decode(Buffer.from('c'), AbortSignal.abort(new Error('late')))).rejects.toThrow('late')
    expect(counter.started).toBe(1)
  })

  it('while the process starts does not stop it: it is there for the next', async () => {
    const { pool: one, counter } = pool(stub('environment'))
    const leaving = new AbortController()
    const first = one.decode(Buffer.from('a'), leaving.signal)
    await new Promise((resolve) => setImmediate(resolve))
    leaving.abort(new Error('left'))
    await expect(first).rejects.toThrow('left')
    await expect(one.decode(Buffer.from('b'), NOBODY)).rejects.toThrow(/^key:/)
    expect(counter.started).toBe(1)
  })

  it('is told when the decoder is disposed, which leaves no process', async () => {
    const { pool: one } = pool(stub())
    const decoding = one.decode(Buffer.from('a'), NOBODY)
    const ended = expect(decoding).rejects.toMatchObject({ code: 'too-costly' })
    await new Promise((resolve) => setImmediate(resolve))
    await one.dispose()
    await ended
    await expect(one.decode(Buffer.from('b'), NOBODY)).rejects.toBeInstanceOf(DisposedError)
  })
})

describe('options', () => {
  it('are refused by name', () => {
    expect(() => createProcessDecoder({ processes: 0 })).toThrow(/processes/)
    expect(() => createProcessDecoder({ timeoutMs: Number.NaN })).toThrow(/timeoutMs/)
    expect(() => createProcessDecoder({ maximumSide: -1 })).toThrow(/maximumSide/)
    expect(() => createProcessDecoder({ workers: 2 } as object)).toThrow(/workers/)
  })

  it('of Node are handed on where they say how modules are found, and no others', () => {
    const given = [
      '--import',
      'a.mjs',
      '-e',
      'code',
      '--inspect=1',
      '--conditions=x',
      '-C',
      'y',
      '--max-old-space-size=9',
    ]
    expect(loadingArguments(given)).toEqual(['--import', 'a.mjs', '--conditions=x', '-C', 'y'])
  })
})
