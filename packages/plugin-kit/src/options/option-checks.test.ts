import type { ConfigurationError } from '@faceward/spec'
import { expect, it } from 'vitest'
import { assertKnownOptions } from './option-checks.js'

it('takes known options and names every unknown one, never a value', () => {
  assertKnownOptions('createX', {}, ['a'])
  assertKnownOptions('createX', { a: 1 }, ['a', 'b'])
  try {
    assertKnownOptions('createX', { a: 1, pathh: 'secret', q: 2 }, ['a', 'path'])
    expect.unreachable()
  } catch (error) {
    const { issues, message } = error as ConfigurationError
    expect(issues.map(({ key }) => key)).toEqual(['pathh', 'q'])
    expect(message).toBe('createX does not know pathh, q; it takes a, path.')
  }
})
