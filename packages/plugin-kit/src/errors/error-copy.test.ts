import { ConfigurationError, ERROR_CLASSES, FacewardError, ImagingError } from '@faceward/spec'
import { describe, expect, it } from 'vitest'
import { copyOfError, errorOfCopy } from './error-copy.js'

type ErrorClass = new (message: string, details: { code: string; retryable?: boolean }) => FacewardError
const through = (error: unknown) => errorOfCopy(structuredClone(copyOfError(error)))

describe('an error that was posted to another thread', () => {
  it.each(ERROR_CLASSES.map((Class) => [Class.kind, Class] as const))('is a %s again', (name, Class) => {
    const original = new (Class as unknown as ErrorClass)('What happened.', { code: 'any', retryable: true })
    const copy = through(original)
    expect(copy).toBeInstanceOf(Class)
    expect(copy).toBeInstanceOf(FacewardError)
    expect((Class as typeof FacewardError).isInstance(copy)).toBe(true)
    const { code, stage, retryable, message } = original
    expect(copy).toMatchObject({ name, code, stage, retryable, message })
    expect(copy.stack).toContain('What happened.')
  })

  it('keeps what was wrong with which option', () => {
    const issues = [{ key: 'threads', message: 'expected a number' }]
    const original = new ConfigurationError('Wrong.', { code: 'invalid-options', issues })
    expect(through(original)).toMatchObject({ issues })
  })

  it('is given a cause that was shown to be harmless, whatever it was itself', () => {
    const cause = new Error('The file is cut short.')
    for (const original of [new ImagingError('Wrong.', { code: 'invalid-size' }), new TypeError('Wrong.')]) {
      expect(errorOfCopy(copyOfError(original), cause).cause).toBe(cause)
    }
  })

  it('stays a plain error where it was one, and takes no cause along', () => {
    const copy = through(new TypeError('No such thing.', { cause: { secret: 1 } }))
    expect(copy).toMatchObject({ name: 'TypeError', message: 'No such thing.' })
    expect(copy.cause).toBeUndefined()
    expect(FacewardError.isInstance(copy)).toBe(false)
    expect(through('a text')).toMatchObject({ name: 'Error', message: 'a text' })
  })
})
