import { describe, expect, it } from 'vitest'
import * as spec from '../index.js'

const { ConfigurationError, FacewardError, StorageError, TemplateSecurityError } = spec

describe('errors', () => {
  it('are told apart by class', () => {
    const conflict = new StorageError('another revision', { code: 'conflict' })
    expect(StorageError.isInstance(conflict)).toBe(true)
    expect(FacewardError.isInstance(conflict)).toBe(true)
    expect(ConfigurationError.isInstance(conflict)).toBe(false)
    expect(StorageError.isInstance(new TypeError('other'))).toBe(false)
    expect(StorageError.isInstance(null)).toBe(false)
  })

  it('are recognised across copies of the package, where instanceof fails', async () => {
    const another: string = './errors.js?copy'
    const { StorageError: fromAnotherCopy } = (await import(another)) as typeof import('./errors.js')
    const foreign = new fromAnotherCopy('another revision', { code: 'conflict' })
    expect(foreign instanceof StorageError).toBe(false)
    expect(StorageError.isInstance(foreign)).toBe(true)
    expect(ConfigurationError.isInstance(foreign)).toBe(false)
  })

  it('say the stage, whether to retry, and keep the cause', () => {
    const cause = new Error('EACCES')
    const error = new StorageError('unwritable', { code: 'permission-denied', cause })
    expect(error).toMatchObject({
      name: 'StorageError',
      stage: 'storage',
      code: 'permission-denied',
      retryable: false,
      cause,
    })
  })

  it('are one and the same for every reason a template does not open', () => {
    expect(new TemplateSecurityError().message).toBe(
      new TemplateSecurityError(undefined, new Error('mac')).message,
    )
  })

  it('every exported error class has a name of its own', () => {
    const classes = Object.values(spec).filter((value) => typeof value === 'function' && 'kind' in value)
    expect(classes.length).toBeGreaterThan(10)
    expect(new Set(classes.map((value) => (value as typeof FacewardError).kind)).size).toBe(classes.length)
  })
})
